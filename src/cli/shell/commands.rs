//! The commands of the shell: one registry, from which help and completion are made.

use std::path::Path;

use crate::catalog::Kind;
use crate::cli::values::split_words;
use crate::cli::{cite, render};
use crate::error::{Error, Result};

use super::session::Session;
use super::{actions, pager, script};

/// What follows a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// The next statement.
    On,
    /// Nothing.
    End,
}

/// What the argument of a command may be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Completes {
    Nothing,
    Relations,
    Queries,
    Commands,
    /// Values of a column.
    Values(&'static str),
    Words(&'static [&'static str]),
}

/// A command.
pub(super) struct Command {
    pub(super) name: &'static str,
    /// Its arguments, as help shows them.
    args: &'static str,
    /// What it does, in a line.
    does: &'static str,
    /// What help on it alone says too.
    more: &'static str,
    /// The fewest and the most arguments.
    takes: (usize, usize),
    pub(super) completes: Completes,
    run: fn(&mut Session, &[String]) -> Result<Flow>,
}

const SWITCH: Completes = Completes::Words(&["on", "off"]);

/// All commands, in the order of help.
pub(super) const ALL: &[Command] = &[
    Command {
        name: "tables",
        args: "[PART]",
        does: "list tables: events, actors, loads, precomputed answers",
        more: "With PART only those that have it in their name.",
        takes: (0, 1),
        completes: Completes::Nothing,
        run: |session, args| actions::list(session, args, &[Kind::Mart, Kind::Table]),
    },
    Command {
        name: "views",
        args: "[PART]",
        does: "list views and macros: what there is to ask",
        more: "With PART only those that have it in their name.",
        takes: (0, 1),
        completes: Completes::Nothing,
        run: |session, args| actions::list(session, args, &[Kind::View, Kind::Macro, Kind::Core]),
    },
    Command {
        name: "describe",
        args: "NAME",
        does: "what a table, view, macro or ready question holds: grain, columns, units, notes, an example",
        more: "",
        takes: (1, 1),
        completes: Completes::Relations,
        run: actions::described,
    },
    Command {
        name: "schema",
        args: "NAME",
        does: "the SQL that makes a table, view or macro",
        more: "",
        takes: (1, 1),
        completes: Completes::Relations,
        run: actions::schema,
    },
    Command {
        name: "queries",
        args: "[NAME]",
        does: "list ready questions, or show one with its parameters and its SQL",
        more: "",
        takes: (0, 1),
        completes: Completes::Queries,
        run: actions::ready,
    },
    Command {
        name: "run",
        args: "NAME [PARAM=VALUE ...]",
        does: "ask a ready question",
        more: "For example: .run fatalities_by_country since=2025-05-01 country=Mali",
        takes: (1, usize::MAX),
        completes: Completes::Queries,
        run: actions::named,
    },
    Command {
        name: "mode",
        args: "[table|csv|json|jsonl|markdown]",
        does: "form of results; without an argument the present one",
        more: "Files take their form from the name: .once result.parquet. Where results do not go to a terminal, rows of ACLED leave \
               in a form other than the table only with .mode FORM --accept-acled-terms, sums always do.",
        takes: (0, 2),
        completes: Completes::Words(&["table", "csv", "json", "jsonl", "markdown"]),
        run: actions::mode,
    },
    Command {
        name: "once",
        args: "[--force] FILE",
        does: "write the next result to a file, all of its rows; the name says the form",
        more: "Where the numbers come from goes with it: inside, or in a file beside CSV and JSON. Rows of ACLED leave only with \
               --accept-acled-terms, sums always do.",
        takes: (1, 3),
        completes: Completes::Nothing,
        run: actions::once,
    },
    Command {
        name: "output",
        args: "[--force] [FILE]",
        does: "write all results to a file from here on; without FILE to the terminal again",
        more: "Several results go into one file as a table, CSV, JSON lines or Markdown; other forms hold one.",
        takes: (0, 3),
        completes: Completes::Nothing,
        run: actions::output,
    },
    Command {
        name: "timer",
        args: "on|off",
        does: "tell the time that each statement takes",
        more: "",
        takes: (1, 1),
        completes: SWITCH,
        run: |session, args| {
            session.settings.timer = actions::switch(&args[0])?;
            Ok(Flow::On)
        },
    },
    Command {
        name: "width",
        args: "COLUMNS|auto",
        does: "width that tables are fitted to; auto is that of the terminal",
        more: "",
        takes: (1, 1),
        completes: Completes::Words(&["auto"]),
        run: actions::width,
    },
    Command {
        name: "pager",
        args: "on|off",
        does: "show long results with a pager (WARLEDGER_PAGER, PAGER, or less)",
        more: "",
        takes: (1, 1),
        completes: SWITCH,
        run: |session, args| {
            session.settings.pager = actions::switch(&args[0])? && session.is_interactive;
            Ok(Flow::On)
        },
    },
    Command {
        name: "read",
        args: "FILE",
        does: "run the statements and commands of a file, up to the first that fails",
        more: "",
        takes: (1, 1),
        completes: Completes::Nothing,
        run: |session, args| script::read_file(session, Path::new(&args[0])),
    },
    Command {
        name: "loads",
        args: "",
        does: "list the loads: which files, when, what they changed",
        more: "",
        takes: (0, 0),
        completes: Completes::Nothing,
        run: |session, _| {
            let rows = session.ledger()?.loads()?;
            actions::show_rows(session, rows)
        },
    },
    Command {
        name: "as-of",
        args: "[LOAD|DATE|now]",
        does: "ask the state after a load, or at the end of a day (UTC); now is the newest",
        more: "Temporary tables do not outlast it.",
        takes: (0, 1),
        completes: Completes::Words(&["now"]),
        run: actions::as_of,
    },
    Command {
        name: "source",
        args: "[NAME|all]",
        does: "ask only one source; without an argument the sources that there are",
        more: "Every table, view and macro then holds only its rows, so nothing can be added across sources.",
        takes: (0, 1),
        completes: Completes::Values("source"),
        run: actions::source,
    },
    Command {
        name: "policy",
        args: "[NAME|all]",
        does: "ask only one policy on claims; without an argument the policies that there are",
        more: "A policy says whose claims count, and how the best figure of an event is chosen from them.",
        takes: (0, 1),
        completes: Completes::Values("policy"),
        run: actions::policy,
    },
    Command {
        name: "cite",
        args: "",
        does: "what to cite for the last result",
        more: "",
        takes: (0, 0),
        completes: Completes::Nothing,
        run: |session, _| {
            let told = match &session.last {
                Some(last) => cite::told(last, true),
                None => cite::told(&session.ledger()?.provenance("cite", None)?, true),
            };
            render::print(&told).map(|()| Flow::On)
        },
    },
    Command {
        name: "help",
        args: "[COMMAND]",
        does: "list the commands, or tell more of one",
        more: "",
        takes: (0, 1),
        completes: Completes::Commands,
        run: help,
    },
    Command {
        name: "quit",
        args: "",
        does: "leave; so does Ctrl-D",
        more: "",
        takes: (0, 0),
        completes: Completes::Nothing,
        run: |_, _| Ok(Flow::End),
    },
];

/// The command of a name; `.exit` is the word that others have for leaving.
pub(super) fn find(name: &str) -> Option<&'static Command> {
    let name = if name == "exit" { "quit" } else { name };
    ALL.iter().find(|command| command.name == name)
}

/// Runs a line that begins with a point.
pub(super) fn run(session: &mut Session, line: &str) -> Result<Flow> {
    let line = line.trim().trim_end_matches(';').trim_end();
    let words = split_words(&line[1..])?;
    let Some((name, args)) = words.split_first() else {
        return Err(unknown(""));
    };
    let command = find(name).ok_or_else(|| unknown(name))?;
    if args.len() < command.takes.0 || args.len() > command.takes.1 {
        return Err(Error::Usage {
            reason: if args.len() < command.takes.0 {
                format!(".{name} needs an argument")
            } else {
                format!(".{name} takes no more arguments than {}", command.takes.1)
            },
            hint: format!(".{} {}", command.name, command.args).trim_end().to_owned(),
        });
    }
    (command.run)(session, args)
}

fn unknown(name: &str) -> Error {
    let mut near: Vec<(usize, &str)> =
        ALL.iter().map(|command| (crate::ledger::distance(name, command.name), command.name)).collect();
    near.sort_unstable();
    Error::Usage {
        reason: format!("there is no command .{name}"),
        hint: format!("nearest: .{}; .help lists all", near.first().map_or("help", |(_, name)| name)),
    }
}

fn help(session: &mut Session, args: &[String]) -> Result<Flow> {
    let mut text = String::new();
    if let Some(name) = args.first() {
        let name = name.trim_start_matches('.');
        let command = find(name).ok_or_else(|| unknown(name))?;
        text.push_str(format!(".{} {}", command.name, command.args).trim_end());
        text.push_str(&format!("\n  {}\n", command.does));
        if !command.more.is_empty() {
            text.push_str(&format!("  {}\n", command.more));
        }
        return render::print(&text).map(|()| Flow::On);
    }
    let usage = |command: &Command| format!(".{} {}", command.name, command.args).trim_end().to_owned();
    let width = ALL.iter().map(|command| usage(command).len()).filter(|length| *length <= 26).max().unwrap_or_default();
    for command in ALL {
        let usage = usage(command);
        if usage.len() > width {
            text.push_str(&format!("{usage}\n{:width$}  {}\n", "", command.does));
        } else {
            text.push_str(&format!("{usage:width$}  {}\n", command.does));
        }
    }
    text.push_str(
        "\nA statement ends with a semicolon and may take several lines. Tab completes, also names inside quotes.\n\
         Ctrl-C stops a running statement or drops what was typed. The ledger is read-only; temporary tables work.\n",
    );
    pager::show(text.as_bytes(), session.settings.pager).map(|()| Flow::On)
}
