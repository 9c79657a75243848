//! A way back: the states before a load stand again, as a load of their own.

use std::path::Path;

use duckdb::Connection;
use serde::Serialize;

use super::affected::Affected;
use super::draft::Draft;
use super::params::{Params, prepare, run};
use super::report::Mode;
use super::sync::{numbers, one_number};
use super::transaction::Transaction;
use super::{kept, load, open, record, reference, refresh};
use crate::catalog;
use crate::error::{Error, Result};
use crate::reference::Resolver;

const DOING: &str = "undoing a load";

/// What undoing a load did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct UndoReport {
    /// Number of the new load.
    pub load_id: i64,
    /// The load that was undone.
    pub undoes: i64,
    /// Its source.
    pub source: String,
    /// Events that it had removed and that stand again.
    pub events_added: i64,
    /// Events whose state before it stands again.
    pub events_revised: i64,
    /// Events that it had added and that are gone.
    pub events_removed: i64,
    /// Claims that change.
    pub claims_changed: i64,
}

/// What is known of the load to be undone.
struct Undone {
    source: String,
    mode: String,
    licence: String,
    citation: String,
    by: Option<String>,
}

/// Undoes a load: a new load brings back the states before it, for what it touched.
///
/// # Errors
/// [`Error::Refused`] if there is no such load, if it cannot be undone, or if a later load has touched the same events;
/// the ledger is as it was.
pub fn undo(ledger: &Path, load_id: i64, on_wait: fn(&str)) -> Result<UndoReport> {
    open::must_exist(ledger)?;
    let draft = Draft::begin(ledger, 0, on_wait, open::check_ledger)?;
    let report = undo_in(&draft, load_id)?;
    draft.publish()?;
    Ok(report)
}

fn undo_in(draft: &Draft, undone: i64) -> Result<UndoReport> {
    let database = load::open_draft(draft)?;
    let conn = database.statements();
    let mut begun = Transaction::begin(conn)?;
    let load_id = load::next_load(conn)?;
    let params = Params::new().with("undone", undone).with("load_id", load_id);
    let known = find(conn, undone, &params)?;
    let params = params.with("source", known.source.as_str());
    refuse(conn, undone, &known, &params)?;
    let step = |name: &'static str| run(conn, DOING, catalog::step(name), &params);
    step("undo_change")?;
    step("undo_claim_change")?;
    step("touched")?;
    let of_source = reference::texts(conn, "select source, has_claims::text, kept_table from source")?
        .into_iter()
        .find(|row| row.first() == Some(&known.source));
    let has_claims = of_source.as_ref().is_some_and(|row| row[1] == "true");
    let affected = if has_claims { None } else { Affected::little(conn, &params)? };
    restore(conn, &known, of_source.as_ref().map(|row| row[2].as_str()), &params)?;
    // What stands again is restored whole: what its claims say follows from them as it did then.
    let tolled = refresh::refresh_source(&mut begun, has_claims, affected.as_ref(), &params)?;
    let mut report = count(conn, undone, load_id, &known, &params)?;
    report.events_revised += tolled.revised;
    let row = record::blank(conn, Mode::Undo, &params)?
        .with("licence", known.licence.as_str())
        .with("citation", known.citation.as_str())
        .with("undoes", undone)
        .with("added", report.events_added)
        .with("revised", report.events_revised)
        .with("removed", report.events_removed);
    run(conn, "recording the load", catalog::step("record"), &row)?;
    refresh::check(conn)?;
    begun.commit()?;
    run(conn, "storing", "checkpoint", &Params::new())?;
    Ok(report)
}

fn find(conn: &Connection, undone: i64, params: &Params) -> Result<Undone> {
    let fail = |error: duckdb::Error| Error::engine(DOING, error);
    let mut statement = prepare(conn, DOING, catalog::step("load_to_undo"), params)?;
    statement.raw_execute().map_err(fail)?;
    let mut rows = statement.raw_query();
    let Some(row) = rows.next().map_err(fail)? else {
        return Err(Error::Refused {
            reason: format!("there is no load {undone}"),
            hint: "`warledger loads` lists them".to_owned(),
        });
    };
    Ok(Undone {
        source: row.get(0).map_err(fail)?,
        mode: row.get(1).map_err(fail)?,
        licence: row.get(2).map_err(fail)?,
        citation: row.get(3).map_err(fail)?,
        by: row.get(4).map_err(fail)?,
    })
}

fn refuse(conn: &Connection, undone: i64, known: &Undone, params: &Params) -> Result<()> {
    let refused = |reason: String, hint: &str| Err(Error::Refused { reason, hint: hint.to_owned() });
    if let Some(by) = &known.by {
        return refused(
            format!("load {undone} is undone already, by load {by}"),
            "load its files again to bring it back",
        );
    }
    if known.mode == Mode::Undo.as_str() {
        return refused(
            format!("load {undone} is itself the undoing of a load"),
            "load the files of the load that it undid again",
        );
    }
    if known.mode == Mode::Reference.as_str() {
        return refused(
            format!("load {undone} changed reference data, of which no earlier state is kept"),
            "load files with the former rows: they take the place of the present ones",
        );
    }
    let found = numbers(conn, DOING, catalog::step("undo_conflict"), params)?;
    if let (Some(later), touched) = (found.first().copied().flatten(), found.get(1).copied().flatten().unwrap_or(0)) {
        return refused(
            format!(
                "load {later} has touched {touched} of the events, claims or sums that load {undone} touched; nothing was changed"
            ),
            &format!("undo load {later} first, or load a file with the right states"),
        );
    }
    Ok(())
}

fn restore(conn: &Connection, known: &Undone, kept_table: Option<&str>, params: &Params) -> Result<()> {
    let step = |name: &'static str| run(conn, DOING, catalog::step(name), params);
    for name in ["keep_event_history", "keep_actor_history", "end_events", "end_actors", "undo_events"] {
        step(name)?;
    }
    let new = reference::names(conn, catalog::step("undo_names"), params)?;
    if !new.is_empty() {
        let resolver = Resolver::new(&reference::read(conn)?)?;
        let names: Vec<(String, String)> = new.into_iter().map(|name| (known.source.clone(), name)).collect();
        reference::spell(conn, &resolver, &names)?;
    }
    step("undo_actors")?;
    step("all_actor_kinds")?;
    // What follows from reference data follows from the present ones.
    for name in ["current_side_kind", "rederived", "only_touched", "rederive_events"] {
        step(name)?;
    }
    if let Some(table) = kept_table {
        kept::undo(conn, table, params)?;
    }
    for name in [
        "keep_undone_aggregates",
        "end_undone_aggregates",
        "undo_aggregates",
        "keep_claim_history",
        "end_claims",
        "undo_claims",
        "undo_coverage",
        "undo_deletions",
        "undo_releases",
    ] {
        step(name)?;
    }
    Ok(())
}

fn count(conn: &Connection, undoes: i64, load_id: i64, known: &Undone, params: &Params) -> Result<UndoReport> {
    let number = |sql: &str| Ok::<i64, Error>(one_number(conn, DOING, sql, params)?.unwrap_or(0));
    let of = |kind: &str| number(&format!("select count(*)::bigint from change where kind = '{kind}'"));
    Ok(UndoReport {
        load_id,
        undoes,
        source: known.source.clone(),
        events_added: of("added")?,
        events_revised: of("revised")?,
        events_removed: of("removed")?,
        claims_changed: number("select count(*)::bigint from claim_change")?,
    })
}
