//! Statements and commands that come from a file or through a pipe: in order, up to the first that fails.

use std::io::Read;
use std::path::Path;

use crate::error::{Error, Result};
use crate::ledger::Ledger;

use super::commands::{self, Flow};
use super::lexer;
use super::session::Session;

/// Files that read files.
const DEEPEST: usize = 16;

/// Runs what comes through standard input.
pub(super) fn read_input(session: &mut Session) -> Result<()> {
    let place = Path::new("standard input");
    let mut text = String::new();
    std::io::stdin().lock().read_to_string(&mut text).map_err(|error| Error::io("reading", place, error))?;
    run(session, &text, "standard input").map(drop)
}

/// Runs a file.
pub(super) fn read_file(session: &mut Session, path: &Path) -> Result<Flow> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::io("reading", path, error))?;
    if session.depth >= DEEPEST {
        return Err(Error::Refused {
            reason: format!("{} is read by a file that is read by a file, {DEEPEST} deep", path.display()),
            hint: "does a file read itself?".to_owned(),
        });
    }
    session.depth += 1;
    let done = run(session, &text, &path.display().to_string());
    session.depth -= 1;
    // `.quit` in a file ends the file.
    done.map(|_| Flow::On)
}

/// Runs a text; a last statement needs no semicolon.
fn run(session: &mut Session, text: &str, named: &str) -> Result<Flow> {
    let mut waiting = String::new();
    let mut begins = 1;
    for (at, line) in text.lines().enumerate() {
        if waiting.trim().is_empty() {
            waiting.clear();
            begins = at + 1;
        }
        waiting.push_str(line);
        waiting.push('\n');
        if lexer::is_complete(&waiting) {
            if said(session, &waiting).map_err(|error| at_line(error, named, begins))? == Flow::End {
                return Ok(Flow::End);
            }
            waiting.clear();
        }
    }
    said(session, &waiting).map_err(|error| at_line(error, named, begins))
}

/// Runs a command, or statements one after the other.
pub(super) fn said(session: &mut Session, text: &str) -> Result<Flow> {
    if text.trim_start().starts_with('.') {
        session.follow()?;
        return commands::run(session, text);
    }
    for statement in Ledger::statements(text) {
        session.follow()?;
        session.answer(statement)?;
    }
    Ok(Flow::On)
}

/// An error with the place of its statement or command.
fn at_line(error: Error, named: &str, line: usize) -> Error {
    let place = |reason: String| format!("{named}, line {line}: {reason}");
    match error {
        Error::Engine { reason, doing } if doing == "the statement" => {
            Error::Engine { doing: format!("{named}, statement on line {line}"), reason }
        }
        Error::Usage { reason, hint } => Error::Usage { reason: place(reason), hint },
        Error::Refused { reason, hint } => Error::Refused { reason: place(reason), hint },
        other => other,
    }
}
