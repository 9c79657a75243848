//! `upgrade`: a ledger of an earlier version is brought forward, step by step; every answer is computed anew.

use std::path::Path;

use duckdb::Connection;
use serde::Serialize;

use super::draft::Draft;
use super::params::{Params, run};
use super::transaction::Transaction;
use super::{install, kept, load, open, policies, reference, refresh};
use crate::catalog::{self, Kind, SCHEMA_VERSION};
use crate::error::Result;
use crate::reference::{Reference, builtin_policies};

const DOING: &str = "bringing the ledger forward";

/// What bringing a ledger forward did.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct UpgradeReport {
    /// Version of its tables before.
    pub from: i32,
    /// Version of its tables now.
    pub to: i32,
}

/// Brings a ledger of an earlier version to this one; one of this version is left alone.
///
/// # Errors
/// [`Error::Database`](crate::error::Error::Database) for a ledger of a later version; the ledger is as it was.
pub fn upgrade(ledger: &Path, on_wait: fn(&str)) -> Result<UpgradeReport> {
    open::must_exist(ledger)?;
    let draft = Draft::begin(ledger, 0, on_wait, |conn, path| open::version_of(conn, path).map(drop))?;
    let report = upgrade_in(&draft, ledger)?;
    if report.from < report.to {
        draft.publish()?;
    }
    Ok(report)
}

fn upgrade_in(draft: &Draft, ledger: &Path) -> Result<UpgradeReport> {
    let database = load::open_draft(draft)?;
    let conn = database.statements();
    let from = open::version_of(conn, ledger)?;
    let report = UpgradeReport { from, to: SCHEMA_VERSION };
    if from == SCHEMA_VERSION {
        return Ok(report);
    }
    let mut begun = Transaction::begin(conn)?;
    drop_what_is_made(conn)?;
    for version in from + 1..=SCHEMA_VERSION {
        for statement in super::admit::split_statements(catalog::upgrade_to(version)) {
            run(conn, DOING, statement, &Params::new())?;
        }
    }
    let made = make_missing_tables(conn)?;
    for table in reference::STATEMENTS.iter().filter(|table| made.contains(*table)) {
        reference::write_statements(conn, table, &Reference::builtin()?)?;
    }
    let has_policies = "select count(*)::text from policy";
    if reference::texts(conn, has_policies)?.first().is_some_and(|row| row[0] == "0") {
        policies::write(conn, &builtin_policies()?)?;
    }
    for row in reference::texts(conn, "select kept_table, title from source")? {
        kept::make(conn, &row[0], &row[1])?;
    }
    install::define_all(conn)?;
    install::document(conn)?;
    let load_id = load::next_load(conn)? - 1;
    for row in reference::texts(conn, "select source, has_claims::text from source order by source")? {
        let none = "create or replace temp table change (source_event_id text, kind text)";
        run(conn, DOING, none, &Params::new())?;
        let params = Params::new().with("source", row[0].as_str()).with("load_id", load_id);
        refresh::refresh_source(&mut begun, row[1] == "true", None, &params)?;
    }
    let version = Params::new().with("version", i64::from(SCHEMA_VERSION));
    run(conn, DOING, "update ledger set schema_version = $version", &version)?;
    refresh::check(conn)?;
    begun.commit()?;
    run(conn, DOING, "checkpoint", &Params::new())?;
    Ok(report)
}

/// Makes the tables that earlier versions did not have; their names.
fn make_missing_tables(conn: &Connection) -> Result<Vec<&'static str>> {
    let mut made = Vec::new();
    for table in catalog::of_kind(Kind::Table) {
        if kept::columns(conn, table.name)?.is_empty() {
            run(conn, DOING, &table.body, &Params::new())?;
            made.push(table.name);
        }
    }
    Ok(made)
}

/// Views, macros and marts are made anew: they follow from the tables.
fn drop_what_is_made(conn: &Connection) -> Result<()> {
    let made = "select 'view', view_name from duckdb_views() where not internal and database_name = current_database() \
                union all \
                select 'macro table', function_name from duckdb_functions() \
                where not internal and function_type = 'table_macro' and database_name = current_database()";
    for row in reference::texts(conn, made)? {
        run(conn, DOING, &format!("drop {} if exists {}", row[0], kept::identifier(&row[1])), &Params::new())?;
    }
    for mart in catalog::of_kind(Kind::Mart) {
        run(conn, DOING, &format!("drop table if exists {}", mart.name), &Params::new())?;
    }
    Ok(())
}
