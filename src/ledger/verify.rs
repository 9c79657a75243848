//! `verify`: everything that is derived is computed again and compared, and the history is checked for what must hold.

use duckdb::Connection;
use serde::Serialize;

use super::kept::{columns, history_of};
use super::params::{Params, prepare, run};
use super::sync::one_number;
use super::{Ledger, reference};
use crate::catalog::{self, Kind};
use crate::error::{Error, Result};

/// How many differing rows are shown of each subject.
const SHOWN: usize = 3;

/// What one comparison found.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// Kind of comparison: mart, tolls, check, audit, columns.
    pub kind: &'static str,
    /// What was compared.
    pub subject: String,
    /// Rows that differ; 0 if all is well.
    pub differing: i64,
    /// The first of them.
    pub examples: Vec<String>,
}

impl Ledger {
    /// Recomputes every mart from the events, checks the chains of states, hashes and actors, and says what differs.
    ///
    /// # Errors
    /// [`Error::Engine`] if the ledger cannot be read; what differs is no error but a finding.
    pub fn verify(&self) -> Result<Vec<Finding>> {
        let conn = &self.conn;
        let mut findings = Vec::new();
        for mart in catalog::of_kind(Kind::Mart) {
            findings.push(compare_mart(conn, mart.name, &mart.body)?);
        }
        for row in reference::texts(conn, "select source from source where has_claims order by source")? {
            let source = row.first().cloned().unwrap_or_default();
            findings.push(compare_tolls(conn, &source)?);
        }
        for object in catalog::of_kind(Kind::Check).chain(catalog::of_kind(Kind::Audit)) {
            findings.push(must_be_empty(conn, object.kind.label(), object.name, &object.body)?);
        }
        for row in reference::texts(conn, "select source, kept_table from source order by source")? {
            if let [source, table] = row.as_slice() {
                findings.extend(compare_kept(conn, source, table)?);
            }
        }
        Ok(findings)
    }
}

/// Rows that only the stored mart or only the recomputed one has.
fn compare_mart(conn: &Connection, mart: &str, body: &str) -> Result<Finding> {
    let sql = format!(
        "select 'stored' as only_in, stored.* from (from {mart} except all ({body})) as stored \
         union all by name \
         select 'recomputed' as only_in, made.* from (({body}) except all from {mart}) as made"
    );
    must_be_empty(conn, "mart", mart, &sql)
}

fn compare_tolls(conn: &Connection, source: &str) -> Result<Finding> {
    let params = Params::new().with("source", source);
    run(conn, "computing tolls from claims", catalog::step("tolled"), &params)?;
    must_be_empty(conn, "tolls", source, "select * from tolled")
}

/// The source's own columns: chains of states, and no row without its event.
fn compare_kept(conn: &Connection, source: &str, table: &str) -> Result<Vec<Finding>> {
    let history = history_of(table);
    if columns(conn, table)?.is_empty() {
        return Ok(Vec::new());
    }
    let literal = format!("'{}'", source.replace('\'', "''"));
    let chains = format!(
        "with state as ( \
           select source_event_id, load_id, ended_load_id from {history} where source = {literal} \
           union all select source_event_id, load_id, null as ended_load_id from {table} where source = {literal} \
         ), chain as ( \
           select *, lead(load_id) over (partition by source_event_id order by load_id, ended_load_id) as next_load_id from state \
         ) select * from chain where ended_load_id <= load_id or next_load_id <= load_id \
           or (next_load_id is not null and (ended_load_id is null or ended_load_id > next_load_id))"
    );
    let orphans = format!(
        "select source_event_id from {table} where source = {literal} \
         and source_event_id not in (select source_event_id from event where source = {literal}) \
         union all \
         select source_event_id from event where source = {literal} \
         and source_event_id not in (select source_event_id from {table} where source = {literal})"
    );
    Ok(vec![
        must_be_empty(conn, "columns", &format!("{table}, states"), &chains)?,
        must_be_empty(conn, "columns", &format!("{table}, events"), &orphans)?,
    ])
}

fn must_be_empty(conn: &Connection, kind: &'static str, subject: &str, body: &str) -> Result<Finding> {
    let doing = format!("verifying {subject}");
    let fail = |error: duckdb::Error| Error::engine(&doing, error);
    let differing =
        one_number(conn, &doing, &format!("select count(*)::bigint from ({body}) as found"), &Params::new())?
            .unwrap_or(0);
    let mut examples = Vec::new();
    if differing > 0 {
        let sql = format!("select found::text from ({body}) as found order by all limit {SHOWN}");
        let mut statement = prepare(conn, &doing, &sql, &Params::new())?;
        let mut rows = statement.query([]).map_err(fail)?;
        while let Some(row) = rows.next().map_err(fail)? {
            examples.push(row.get(0).map_err(fail)?);
        }
    }
    Ok(Finding { kind, subject: subject.to_owned(), differing, examples })
}
