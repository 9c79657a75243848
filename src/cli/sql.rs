//! `sql`: any question, on a ledger that is read-only and sealed unless --write.

use std::io::{IsTerminal, Read};
use std::path::Path;

use crate::error::{Error, Result};
use crate::ledger::Ledger;

use super::args::{Cli, SqlArgs};
use super::{notes, render};

/// Rows that a table on a terminal shows.
const MOST_ROWS: usize = 1_000;

pub(crate) fn run(cli: &Cli, args: &SqlArgs) -> Result<()> {
    let text = statement(args)?;
    let ledger = if args.write {
        Ledger::open_writable(&cli.db, super::load::waits)?
    } else {
        Ledger::open_as_of(&cli.db, args.as_of)?
    };
    notes::remind_of_state(&ledger);
    let rows = ledger.query_all(&text)?;
    let provenance = match render::is_for_reading(&args.out)? {
        true => None,
        false => Some(ledger.provenance(text.trim(), Some(&rows))?),
    };
    render::rows(&rows, &args.out, provenance.as_ref(), Some(MOST_ROWS)).map(drop)
}

fn statement(args: &SqlArgs) -> Result<String> {
    if let Some(statement) = &args.statement {
        return Ok(statement.clone());
    }
    if let Some(file) = &args.file {
        return std::fs::read_to_string(file).map_err(|error| Error::io("reading", file, error));
    }
    if std::io::stdin().is_terminal() {
        return Err(Error::Usage {
            reason: "there is no statement".to_owned(),
            hint: "give one: warledger sql \"select count(*) from event\", or -f FILE".to_owned(),
        });
    }
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .map_err(|error| Error::io("reading", Path::new("standard input"), error))?;
    Ok(text)
}
