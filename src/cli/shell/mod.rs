//! `shell`: a session on a ledger, for a person at a terminal or for statements through a pipe.
//!
//! A ledger is opened read-only and sealed, as for `sql`. Between statements the shell looks whether a load has put a new
//! file into the ledger's place, and asks that from then on.

mod actions;
mod below;
mod commands;
mod completion;
mod editor;
mod fault;
mod lexer;
mod outlet;
mod pager;
mod script;
mod session;
mod stop;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::ledger::Ledger;

use super::args::{Cli, ShellArgs};
use super::{notes, render};

use commands::Flow;
use editor::{Line, LineEditor};
use session::Session;

/// What a shell runs before anything else, in the person's home.
const SETTINGS_FILE: &str = ".warledgerrc";

/// What was typed before, in the person's home.
const HISTORY_FILE: &str = ".warledger_history";

pub(crate) fn run(cli: &Cli, args: &ShellArgs) -> Result<()> {
    let is_interactive = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let mut session = Session::open(&cli.db, args.limits.access(args.as_of), is_interactive)?;
    if !is_interactive {
        notes::remind_of_state(session.ledger()?);
    }
    if !args.no_rc
        && let Some(file) = at_home("WARLEDGERRC", SETTINGS_FILE).filter(|file| file.is_file())
    {
        script::read_file(&mut session, &file)?;
    }
    if is_interactive { talk(&mut session) } else { script::read_input(&mut session) }
}

/// A file of the person: where a variable says, else at home; none if the variable is empty.
fn at_home(variable: &str, name: &str) -> Option<PathBuf> {
    match std::env::var_os(variable) {
        Some(path) if path.is_empty() => None,
        Some(path) => Some(path.into()),
        None => std::env::home_dir().map(|home| home.join(name)),
    }
}

fn talk(session: &mut Session) -> Result<()> {
    stop::take_over()?;
    let colour = render::wants_colour_on_stdout();
    let mut editor = LineEditor::new(colour, at_home("WARLEDGER_HISTORY", HISTORY_FILE))?;
    render::print(&greeting(session)?)?;
    loop {
        editor.learn(session.words.clone());
        let line = match stop::waiting(|| editor.read(&prompt(session)))? {
            Line::Said(line) => line,
            Line::Dropped => continue,
            Line::Ended => return Ok(()),
        };
        if line.trim().is_empty() {
            continue;
        }
        editor.remember(&line)?;
        if one(session, &line, colour)? == Flow::End {
            return Ok(());
        }
    }
}

/// Runs what was typed, and says what went wrong.
fn one(session: &mut Session, line: &str, colour: bool) -> Result<Flow> {
    if line.trim_start().starts_with('.') {
        let done = script::said(session, line);
        return done.or_else(|error| failed(session, &error, "", colour));
    }
    for statement in Ledger::statements(line) {
        let done = session.follow().and_then(|()| session.answer(statement));
        if let Err(error) = done {
            return failed(session, &error, statement, colour);
        }
    }
    Ok(Flow::On)
}

/// Tells an error; the session goes on unless the terminal is gone.
fn failed(session: &Session, error: &Error, statement: &str, colour: bool) -> Result<Flow> {
    let text = fault::told(error, statement, &session.words, None, colour);
    let said = std::io::stderr().write_all(text.as_bytes());
    said.map_err(|error| Error::io("writing", Path::new("standard error"), error))?;
    Ok(Flow::On)
}

fn greeting(session: &Session) -> Result<String> {
    let state = session.state()?;
    Ok(format!(
        "warledger {} on {}, read-only\n{}\n.help lists the commands, .views what there is to ask, .queries ready questions; .quit leaves\n",
        env!("CARGO_PKG_VERSION"),
        session.path().display(),
        state.lines().join("\n"),
    ))
}

/// The prompt tells what the session is narrowed to.
fn prompt(session: &Session) -> String {
    let parts = [
        session.access.moment.map(|moment| moment.to_string()),
        session.narrowing.source.clone(),
        session.narrowing.policy.clone(),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "warledger> ".to_owned() } else { format!("warledger ({})> ", parts.join(", ")) }
}
