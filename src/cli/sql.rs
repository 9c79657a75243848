//! `sql`: any question, on a ledger that is read-only and sealed unless --write.

use std::io::{IsTerminal, Read};
use std::path::Path;

use crate::error::{Error, Result};
use crate::ledger::{Ledger, Rows, ready_question};
use crate::provenance::Provenance;

use super::args::{Cli, SqlArgs};
use super::terms::Leaving;
use super::{engine, notes, render, terms};

pub(crate) fn run(cli: &Cli, args: &SqlArgs) -> Result<()> {
    if let Some(name) = &args.named {
        return named(cli, args, name);
    }
    if let Some((name, _)) = args.params.first() {
        return Err(Error::Usage {
            reason: format!("--param {name}=... is for a ready question"),
            hint: "name one with --named; `warledger queries` lists them".to_owned(),
        });
    }
    let text = statement(args)?;
    if engine::sql(args, &text)? {
        return Ok(());
    }
    let ledger = if args.write {
        Ledger::open_writable(&cli.db, super::load::waits)?
    } else {
        Ledger::open_with(&cli.db, &args.limits.access(args.as_of))?
    };
    notes::remind_of_state(&ledger);
    if args.out.output.is_some() {
        Ledger::admit_one_result(&text)?;
    }
    let advice = ledger.advise(&text)?;
    render::warn(&advice.warnings);
    let rows = ledger.query_all(&text)?;
    let provenance = render::provenance(&args.out, || ledger.provenance(text.trim(), Some(&rows)))?;
    if advice.raw && leaves(args)? {
        let named = named_sources(&ledger, &rows, provenance.as_ref(), &text)?;
        let leaving = Leaving { advice: &advice, named, question: &text };
        terms::admit(&ledger, &leaving, args.out.accept_acled_terms)?;
    }
    let most = Some(args.max_rows).filter(|most| *most > 0);
    let written = render::rows(&rows, &args.out, provenance.as_ref(), most)?;
    ledger.leave();
    if written.shown < written.rows {
        render::remind(&format!(
            "{} of {} rows are shown: add a limit, narrow the question, take --max-rows 0, or write them with -o FILE",
            written.shown, written.rows
        ));
    }
    Ok(())
}

/// True if the rows go elsewhere than before the eyes of a person: also a table of more rows than one reads.
pub(super) fn leaves(args: &SqlArgs) -> Result<bool> {
    let is_whole = args.max_rows == 0 || args.max_rows > SqlArgs::MOST_ROWS;
    Ok(render::leaves(&args.out)? || (is_whole && !std::io::stdout().is_terminal()))
}

/// The sources that rows name, none if they name none; empty if there are no rows.
fn named_sources(ledger: &Ledger, rows: &Rows, known: Option<&Provenance>, text: &str) -> Result<Option<Vec<String>>> {
    if rows.is_empty() {
        return Ok(Some(Vec::new()));
    }
    match known {
        Some(known) => Ok(sources(Some(known))),
        None => Ok(sources(Some(&ledger.provenance(text, Some(rows))?))),
    }
}

/// The sources that a result names; none if it names none.
pub(crate) fn sources(provenance: Option<&Provenance>) -> Option<Vec<String>> {
    let known = provenance.filter(|block| !block.all_sources_of_ledger)?;
    Some(known.sources.iter().map(|source| source.source.clone()).collect())
}

/// Answers a ready question.
fn named(cli: &Cli, args: &SqlArgs, name: &str) -> Result<()> {
    let ledger = Ledger::open_with(&cli.db, &args.limits.access(args.as_of))?;
    notes::remind_of_state(&ledger);
    let answered = ledger.ask_named(name, &args.params)?;
    if render::is_for_reading(&args.out)? {
        render::rows(&answered.rows, &args.out, None, Some(args.max_rows).filter(|most| *most > 0))?;
        let lines: Vec<&str> = ready_question(name)?.header.notes.iter().map(String::as_str).collect();
        return render::print(&notes::below(&ledger, &answered.rows, &lines)?);
    }
    let provenance = render::provenance(&args.out, || ledger.provenance(&answered.asked, Some(&answered.rows)))?;
    if leaves(args)? {
        let advice = ledger.advise(&ready_question(name)?.body)?;
        if advice.raw {
            let named = named_sources(&ledger, &answered.rows, provenance.as_ref(), name)?;
            terms::admit(&ledger, &Leaving { advice: &advice, named, question: name }, args.out.accept_acled_terms)?;
        }
    }
    render::rows(&answered.rows, &args.out, provenance.as_ref(), None).map(drop)
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
