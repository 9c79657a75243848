//! A user's own reference data: merged into the ledger's, and every answer recomputed under them.

use std::path::Path;

use serde::Serialize;

use super::load::open_for_writing;
use super::params::{Params, run};
use super::transaction::Transaction;
use super::{open, reference, refresh};
use crate::catalog;
use crate::error::{Error, Result};
use crate::reference::Resolver;

/// What new reference data changed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ExtendReport {
    /// File and what it was read as.
    pub files: Vec<(String, String)>,
    /// Names whose actors changed.
    pub names_changed: i64,
    /// Sources whose answers were recomputed.
    pub sources: Vec<String>,
    /// True if nothing was written because it was asked so.
    pub dry_run: bool,
}

/// Extends the reference data of a ledger by files of actors, aliases, patterns, memberships, regions or countries.
///
/// # Errors
/// [`Error::Reference`] if the whole would contradict itself; the ledger is as it was.
pub fn extend_reference(ledger: &Path, files: &[&Path], dry_run: bool) -> Result<ExtendReport> {
    let mut texts = Vec::new();
    for file in files {
        texts.push((file, std::fs::read(file).map_err(|error| Error::io("reading", file, error))?));
    }
    if !ledger.exists() {
        return Err(Error::Database {
            path: ledger.to_path_buf(),
            reason: "there is no such database yet".to_owned(),
            hint: "load events first: warledger load FILE".to_owned(),
        });
    }
    let database = open_for_writing(ledger)?;
    let conn = database.statements();
    open::check_ledger(conn, ledger)?;
    let begun = Transaction::begin(conn)?;
    let mut known = reference::read(conn)?;
    let mut report = ExtendReport { dry_run, ..ExtendReport::default() };
    for (file, bytes) in &texts {
        let what = known.extend(&file.display().to_string(), bytes)?;
        report.files.push((file.display().to_string(), what.to_owned()));
    }
    reference::write(conn, &known)?;
    report.names_changed = respell(conn, &Resolver::new(&known)?)?;
    run(conn, "recounting sides", catalog::step("current_side_kind"), &Params::new())?;
    run(conn, "recounting sides", catalog::step("recount_sides"), &Params::new())?;
    run(conn, "recounting countries", catalog::step("recode_countries"), &Params::new())?;
    for row in reference::texts(conn, "select source, has_claims::text from source order by source")? {
        if let [source, has_claims] = row.as_slice() {
            refresh::refresh_source(conn, source, has_claims == "true")?;
            report.sources.push(source.clone());
        }
    }
    refresh::check(conn)?;
    if !dry_run {
        begun.commit()?;
        run(conn, "storing", "checkpoint", &Params::new())?;
    }
    Ok(report)
}

/// Matches every name anew; how many mean other actors than before.
fn respell(conn: &duckdb::Connection, resolver: &Resolver) -> Result<i64> {
    let doing = "matching actors";
    run(conn, doing, "create or replace temp table former_spelling as select * from actor_spelling", &Params::new())?;
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
    run(conn, doing, catalog::step("respell_actors"), &Params::new())?;
    run(conn, doing, "delete from event_actor", &Params::new())?;
    run(conn, doing, "insert into event_actor select * from respelled", &Params::new())?;
    run(conn, doing, catalog::step("actors_of_sources"), &Params::new())?;
    conn.query_row(
        "select count(distinct (source, actor_name)) from ((select source, actor_name, actor_id, shared from former_spelling \
         except select source, actor_name, actor_id, shared from actor_spelling))",
        [],
        |row| row.get(0),
    )
    .map_err(|error| Error::engine(doing, error))
}
