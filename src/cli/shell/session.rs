//! A session: the ledger as it is asked, where results go, and the answer to each statement.

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Instant;

use anstyle::Style;

use crate::cli::terms::{self, Leaving};
use crate::cli::{notes, render, sql};
use crate::error::{Error, Result};
use crate::ledger::{Access, Advice, AsOf, FirstRows, Ledger, Moment, Narrowing, Rows, Words, ready_question};
use crate::output::{self, Format, Options};
use crate::provenance::Provenance;

use super::lexer::{Kind, pieces};
use super::outlet::Outlet;
use super::{below, fault, pager, stop};

/// Rows that the table for reading shows; files hold all.
pub(super) const MOST_ROWS: usize = 1_000;

/// How results are shown.
pub(super) struct Settings {
    /// Form on the terminal.
    pub(super) mode: Format,
    /// Whether rows may leave in that form whose source forbids passing them on.
    pub(super) accepts_terms: bool,
    /// Columns of the terminal that a table may take, if not those that it has.
    pub(super) width: Option<u16>,
    /// Whether the time of each statement is told.
    pub(super) timer: bool,
    /// Whether long results go through a pager.
    pub(super) pager: bool,
}

/// Which file a path leads to: a load puts a new one into its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Identity(u64, u64);

impl Identity {
    fn of(path: &Path) -> Option<Self> {
        let found = std::fs::metadata(path).ok()?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            Some(Identity(found.dev(), found.ino()))
        }
        #[cfg(not(unix))]
        {
            let modified = found.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
            Some(Identity(found.len(), modified.map_or(0, |at| at.as_nanos() as u64)))
        }
    }
}

/// A shell session on a ledger.
pub(super) struct Session {
    path: PathBuf,
    /// None only between a load's replacing the file and the next statement that finds the new one.
    ledger: Option<Ledger>,
    identity: Option<Identity>,
    /// The state that is asked, and what statements may reach and take.
    pub(super) access: Access,
    pub(super) narrowing: Narrowing,
    pub(super) settings: Settings,
    pub(super) outlet: Outlet,
    /// True if a person sits at it: results are paged and styled, statements can be stopped.
    pub(super) is_interactive: bool,
    pub(super) words: Rc<Words>,
    /// The last statement with rows, and where these come from.
    pub(super) last: Option<Provenance>,
    /// Files that are being read, each by the one before.
    pub(super) depth: usize,
    /// True if statements have made temporary tables, views or macros.
    has_own: bool,
}

impl Session {
    /// Opens the ledger, as of a moment if one is given.
    pub(super) fn open(path: &Path, access: Access, is_interactive: bool) -> Result<Self> {
        let identity = Identity::of(path);
        let ledger = Ledger::open_with(path, &access)?;
        let words = Rc::new(if is_interactive { ledger.words()? } else { Words::default() });
        Ok(Session {
            path: path.to_path_buf(),
            ledger: Some(ledger),
            identity,
            access,
            narrowing: Narrowing::default(),
            settings: Settings {
                mode: Format::Table,
                accepts_terms: false,
                width: None,
                timer: false,
                pager: is_interactive,
            },
            outlet: Outlet::Shown,
            is_interactive,
            words,
            last: None,
            depth: 0,
            has_own: false,
        })
    }

    pub(super) fn ledger(&self) -> Result<&Ledger> {
        self.ledger.as_ref().ok_or_else(|| Error::Database {
            path: self.path.clone(),
            reason: "the ledger is not open".to_owned(),
            hint: "is the file still there? The next statement opens it again".to_owned(),
        })
    }

    /// The state that is asked.
    pub(super) fn state(&self) -> Result<AsOf> {
        let ledger = self.ledger()?;
        // As of an earlier load the loads after it are not there: which is the newest was found out before.
        ledger.as_of().map_or_else(|| ledger.load_at(Moment::Now), |as_of| Ok(as_of.clone()))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens the ledger anew as of another moment, narrowed to something else; on an error all stays as it was.
    pub(super) fn turn(&mut self, moment: Option<Moment>, narrowing: Narrowing) -> Result<()> {
        let open = self.ledger()?;
        open.load_at(moment.unwrap_or(Moment::Now))?;
        open.admit_narrowing(&narrowing)?;
        let before = (self.access.moment, std::mem::take(&mut self.narrowing));
        (self.access.moment, self.narrowing) = (moment, narrowing);
        let done = self.open_anew();
        if done.is_err() {
            (self.access.moment, self.narrowing) = before;
            self.open_anew()?;
        }
        done
    }

    /// Opens the ledger anew if a load has put another file into its place.
    pub(super) fn follow(&mut self) -> Result<()> {
        let identity = Identity::of(&self.path);
        // A path that is gone is no reason to leave what is open.
        if self.ledger.is_some() && (identity.is_none() || identity == self.identity) {
            return Ok(());
        }
        let before = self.ledger().and_then(|ledger| ledger.load_at(Moment::Now)).map(|state| state.load_id).ok();
        self.open_anew()?;
        let newest = self.ledger()?.load_at(Moment::Now)?.load_id;
        render::remind(&match before {
            Some(before) if newest > before => format!("load {newest} has arrived: answers are from it from here on"),
            _ => "the file was replaced: answers are from the new one from here on".to_owned(),
        });
        Ok(())
    }

    fn open_anew(&mut self) -> Result<()> {
        // Within one process the engine hands out a file that is still open, so nothing may hold the old one.
        self.ledger = None;
        self.identity = Identity::of(&self.path);
        let mut ledger = Ledger::open_with(&self.path, &self.access)?;
        ledger.narrow(&self.narrowing)?;
        self.ledger = Some(ledger);
        if std::mem::take(&mut self.has_own) {
            render::remind("the ledger was opened anew: temporary tables, views and macros of this session are gone");
        }
        self.learn()
    }

    fn learn(&mut self) -> Result<()> {
        if self.is_interactive {
            self.words = Rc::new(self.ledger()?.words()?);
        }
        Ok(())
    }

    /// Runs one statement and shows or writes its rows.
    pub(super) fn answer(&mut self, statement: &str) -> Result<()> {
        let began = Instant::now();
        let ledger = self.ledger()?;
        let shown = matches!(self.outlet, Outlet::Shown) && self.settings.mode == Format::Table;
        let mut advice = Advice::default();
        let mut ask = || {
            advice = ledger.advise(statement)?;
            render::warn(&advice.warnings);
            ledger.first_rows(statement, if shown { MOST_ROWS } else { usize::MAX })
        };
        let first = if self.is_interactive { stop::stoppable(ledger.interrupter(), ask) } else { ask() }?;
        let took = began.elapsed();
        if makes_own(statement) {
            self.has_own = true;
            self.learn()?;
        }
        self.give(&first, statement, &advice)?;
        if self.settings.timer {
            self.aside(&format!("{:.3} s", took.as_secs_f64()))?;
        }
        Ok(())
    }

    /// Answers a ready question and shows or writes its rows.
    pub(super) fn answer_named(&mut self, name: &str, given: &[(String, String)]) -> Result<()> {
        let ledger = self.ledger()?;
        let ask = || ledger.ask_named(name, given);
        let answered = if self.is_interactive { stop::stoppable(ledger.interrupter(), ask) } else { ask() }?;
        let total = answered.rows.len() as u64;
        let sources = answered.rows.schema.column_with_name("source").map(|_| answered.rows.clone());
        let first = FirstRows { rows: answered.rows, total, sources };
        let advice = self.ledger()?.advise(&ready_question(name)?.body)?;
        self.give(&first, &answered.asked, &advice)?;
        if matches!(self.outlet, Outlet::Shown) {
            for note in &ready_question(name)?.header.notes {
                self.aside(note)?;
            }
        }
        Ok(())
    }

    /// Shows or writes the rows of a question.
    pub(super) fn give(&mut self, first: &FirstRows, query: &str, advice: &Advice) -> Result<()> {
        if says_plan(query) {
            return self.show_plan(first);
        }
        if first.rows.schema.fields().is_empty() || is_acknowledgement(first, query) {
            return Ok(());
        }
        let reads = query.starts_with("warledger sql") || below::reads_data(query, &self.words, self.is_interactive);
        let is_shown = matches!(self.outlet, Outlet::Shown);
        let leaves = !is_shown || render::form_leaves(self.settings.mode);
        let provenance = if reads || leaves {
            let of = first.sources.as_ref().filter(|_| first.total > 0);
            Some(self.ledger()?.provenance(query, of)?)
        } else {
            None
        };
        if let Some(provenance) = &provenance {
            self.last = Some(provenance.clone());
        }
        if leaves {
            let named = if first.total == 0 { Some(Vec::new()) } else { sql::sources(provenance.as_ref()) };
            let accepts = if is_shown { self.settings.accepts_terms } else { self.outlet.accepts_terms() };
            terms::admit(self.ledger()?, &Leaving { advice, named, question: query }, accepts)?;
        }
        let outlet = std::mem::replace(&mut self.outlet, Outlet::Shown);
        if let Outlet::Shown = outlet {
            return self.show(first, query, provenance.as_ref().filter(|_| reads));
        }
        let (told, after) = outlet.take(&first.rows, provenance.as_ref(), self.settings.mode)?;
        self.outlet = after;
        self.aside(&told)
    }

    fn show(&mut self, first: &FirstRows, query: &str, provenance: Option<&Provenance>) -> Result<()> {
        let mode = self.settings.mode;
        let colour = self.is_interactive && render::wants_colour_on_stdout();
        let mut text = self.table(&first.rows, mode)?;
        let mut lines = Vec::new();
        if mode == Format::Table {
            lines.push(counted(first));
        }
        if let Some(provenance) = provenance {
            lines.push(below::line(provenance, self.ledger()?, &self.narrowing));
        }
        if mode == Format::Table || mode == Format::Markdown {
            if mode == Format::Markdown {
                text.push(b'\n');
            }
            for line in &lines {
                text.extend_from_slice(dimmed(line, colour).as_bytes());
            }
            pager::show(&text, self.settings.pager)?;
        } else {
            pager::show(&text, self.settings.pager)?;
            for line in lines.iter().filter(|_| self.is_interactive) {
                render::remind(line);
            }
        }
        if first.total == 0 && self.is_interactive {
            for line in fault::unknown_names(query, &self.words) {
                render::remind(&line);
            }
        }
        Ok(())
    }

    /// The engine's plan of a statement: lines that are no table.
    fn show_plan(&self, first: &FirstRows) -> Result<()> {
        let mut text = String::new();
        for part in notes::texts(&first.rows, "explain_value")?.into_iter().flatten() {
            text.push_str(&part);
            text.push('\n');
        }
        pager::show(text.as_bytes(), self.settings.pager)
    }

    /// Rows as bytes in a form, fitted to the terminal.
    pub(super) fn table(&self, rows: &Rows, mode: Format) -> Result<Vec<u8>> {
        let options = Options {
            width: self.settings.width.or_else(render::terminal_width),
            colour: self.is_interactive && render::wants_colour_on_stdout(),
            ..Options::default()
        };
        let mut text = Vec::new();
        let mut batches = rows.batches.iter().cloned().map(Ok);
        output::write(mode, &rows.schema, &mut batches, &mut text, &options)?;
        Ok(text)
    }

    /// Says something beside the results: on the terminal below them, in a pipe on standard error.
    pub(super) fn aside(&self, line: &str) -> Result<()> {
        if self.is_interactive && self.settings.mode == Format::Table {
            return render::print(&dimmed(line, render::wants_colour_on_stdout()));
        }
        render::remind(line);
        Ok(())
    }
}

/// True for `explain`.
fn says_plan(statement: &str) -> bool {
    first_word(statement) == "explain"
}

fn first_word(statement: &str) -> String {
    let first = pieces(statement).into_iter().find(|piece| piece.kind == Kind::Word);
    first.map(|piece| piece.of(statement).to_lowercase()).unwrap_or_default()
}

/// True for a statement after which the session holds something that the file does not.
fn makes_own(statement: &str) -> bool {
    ["create", "drop", "alter"].contains(&first_word(statement).as_str())
}

/// True for the engine's word that a statement was done, which is no result.
fn is_acknowledgement(first: &FirstRows, statement: &str) -> bool {
    let names: Vec<&str> = first.rows.schema.fields().iter().map(|field| field.name().as_str()).collect();
    makes_own(statement) && (names == ["Count"] || names == ["Success"])
}

fn counted(first: &FirstRows) -> String {
    let rows = if first.total == 1 { "row" } else { "rows" };
    let total = output::grouped(first.total);
    let shown = first.rows.len() as u64;
    if shown < first.total {
        format!("{total} {rows}, the first {} shown; .once FILE writes all", output::grouped(shown))
    } else {
        format!("{total} {rows}")
    }
}

fn dimmed(line: &str, colour: bool) -> String {
    let style = if colour { Style::new().dimmed() } else { Style::new() };
    format!("{style}{line}{style:#}\n")
}
