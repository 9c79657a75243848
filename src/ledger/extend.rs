//! A user's own reference data: merged into the ledger's as a load of its own, and every answer recomputed under them.
//!
//! What the new data change in events and their actors is a new state; the earlier one goes to the history, so that an
//! answer as of an earlier load has the actors and codes that were stored then.

use std::path::Path;

use duckdb::Connection;
use serde::Serialize;

use super::draft::Draft;
use super::params::{Params, run};
use super::report::Mode;
use super::transaction::Transaction;
use super::{load, open, record, reference, refresh, sync};
use crate::catalog;
use crate::checksum;
use crate::error::{Error, Result};
use crate::reference::Resolver;

/// What new reference data changed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ExtendReport {
    /// Number of the load; none if nothing was written.
    pub load_id: Option<i64>,
    /// File and what it was read as.
    pub files: Vec<(String, String)>,
    /// Names whose actors changed.
    pub names_changed: i64,
    /// Events whose country code or deaths by side changed.
    pub events_revised: i64,
    /// Events with an actor that changed.
    pub events_with_other_actors: i64,
    /// Sources whose answers were recomputed.
    pub sources: Vec<String>,
    /// True if the ledger held all of this already.
    pub nothing_new: bool,
    /// True if nothing was written because it was asked so.
    pub dry_run: bool,
}

/// A file of reference data.
struct Given {
    path: String,
    name: String,
    bytes: Vec<u8>,
}

/// Extends the reference data of a ledger by files of actors, aliases, patterns, memberships, regions or countries.
///
/// # Errors
/// [`Error::Reference`] if the whole would contradict itself; the ledger is as it was.
pub fn extend_reference(ledger: &Path, files: &[&Path], dry_run: bool, on_wait: fn(&str)) -> Result<ExtendReport> {
    let mut given = Vec::new();
    for file in files {
        given.push(Given {
            path: file.display().to_string(),
            name: file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            bytes: std::fs::read(file).map_err(|error| Error::io("reading", file, error))?,
        });
    }
    if !ledger.exists() {
        return Err(Error::Database {
            path: ledger.to_path_buf(),
            reason: "there is no such database yet".to_owned(),
            hint: "load events first: warledger load FILE".to_owned(),
        });
    }
    let draft = Draft::begin(ledger, 0, on_wait, open::check_ledger)?;
    let report = extend(&draft, &given, dry_run)?;
    if report.load_id.is_some() {
        draft.publish()?;
    }
    Ok(report)
}

fn extend(draft: &Draft, given: &[Given], dry_run: bool) -> Result<ExtendReport> {
    let database = load::open_draft(draft)?;
    let conn = database.statements();
    let mut begun = Transaction::begin(conn)?;
    let mut report = ExtendReport { dry_run, ..ExtendReport::default() };
    let before = contents(conn)?;
    let mut known = reference::read(conn)?;
    for file in given {
        let what = known.extend(&file.path, &file.bytes)?;
        report.files.push((file.path.clone(), what.to_owned()));
    }
    reference::write(conn, &known)?;
    report.nothing_new = contents(conn)? == before;
    if report.nothing_new {
        return Ok(report);
    }
    let load_id = load::next_load(conn)?;
    let params = Params::new().with("load_id", load_id).with("source", "reference");
    apply(&mut begun, &Resolver::new(&known)?, &params, &mut report)?;
    write_load(conn, given, &params, &report)?;
    refresh::check(conn)?;
    if !dry_run {
        begun.commit()?;
        run(conn, "storing", "checkpoint", &Params::new())?;
        report.load_id = Some(load_id);
    }
    Ok(report)
}

/// All reference data, to tell whether anything of them changed.
fn contents(conn: &Connection) -> Result<Vec<Vec<String>>> {
    let mut all = Vec::new();
    for table in reference::TABLES {
        all.extend(reference::texts(conn, &format!("select {table}::text from {table} order by all"))?);
    }
    Ok(all)
}

fn apply(begun: &mut Transaction<'_>, resolver: &Resolver, params: &Params, report: &mut ExtendReport) -> Result<()> {
    let conn = begun.connection();
    report.names_changed = respell(conn, resolver, params)?;
    report.events_with_other_actors =
        sync::one_number(conn, "matching actors", "select count(*)::bigint from reactored", params)?.unwrap_or(0);
    let doing = "recounting sides and countries";
    for step in ["current_side_kind", "rederived", "keep_rederived_history", "rederive_events"] {
        run(conn, doing, catalog::step(step), params)?;
    }
    report.events_revised =
        sync::one_number(conn, doing, "select count(*)::bigint from rederived", params)?.unwrap_or(0);
    for row in reference::texts(conn, "select source, has_claims::text from source order by source")? {
        if let [source, has_claims] = row.as_slice() {
            let params = params.clone().with("source", source.as_str());
            // No event of a file is at hand: what claims change is counted as revised alone.
            let none = "create or replace temp table change (source_event_id text, kind text)";
            run(conn, doing, none, &params)?;
            report.events_revised += refresh::refresh_source(begun, has_claims == "true", None, &params)?.revised;
            report.sources.push(source.clone());
        }
    }
    Ok(())
}

fn write_load(conn: &Connection, given: &[Given], params: &Params, report: &ExtendReport) -> Result<()> {
    let join = |parts: Vec<String>| parts.join("; ");
    let rows: usize = given.iter().map(|file| csv::Reader::from_reader(&*file.bytes).records().count()).sum();
    let row = record::blank(conn, Mode::Reference, params)?
        .with("file_name", join(given.iter().map(|file| file.name.clone()).collect()))
        .with("sha256", join(given.iter().map(|file| checksum::of_bytes(&file.bytes)).collect()))
        .with("layout", join(report.files.iter().map(|(_, what)| what.clone()).collect()))
        .with("bytes", given.iter().map(|file| file.bytes.len() as i64).sum::<i64>())
        .with("read", rows as i64)
        .with("revised", report.events_revised);
    run(conn, "recording the load", catalog::step("record"), &row).map(drop)
}

/// Matches every name anew; how many mean other actors than before.
fn respell(conn: &Connection, resolver: &Resolver, params: &Params) -> Result<i64> {
    let doing = "matching actors";
    run(conn, doing, "create or replace temp table former_spelling as select * from actor_spelling", &Params::new())?;
    run(conn, doing, "create or replace temp table former_actor as select * from actor", &Params::new())?;
    let names: Vec<(String, String)> = reference::texts(conn, catalog::step("all_names"))?
        .into_iter()
        .filter_map(|row| match row.as_slice() {
            [source, name] => Some((source.clone(), name.clone())),
            _ => None,
        })
        .collect();
    run(conn, doing, "delete from actor_spelling", &Params::new())?;
    run(conn, doing, "delete from actor", &Params::new())?;
    reference::spell(conn, resolver, &names)?;
    let steps = [
        "respell_actors",
        "reactored",
        "keep_reactored_history",
        "end_reactored",
        "add_reactored",
        "former_actors",
        "all_actor_kinds",
    ];
    for step in steps {
        run(conn, doing, catalog::step(step), params)?;
    }
    conn.query_row(
        "select count(distinct (source, actor_name)) from ((select source, actor_name, actor_id, shared from former_spelling \
         except select source, actor_name, actor_id, shared from actor_spelling))",
        [],
        |row| row.get(0),
    )
    .map_err(|error| Error::engine(doing, error))
}
