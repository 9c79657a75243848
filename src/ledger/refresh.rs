//! Keeping what is precomputed: marts of a source, tolls of claims data, and the checks that must find nothing.

use duckdb::Connection;

use super::affected::Affected;
use super::params::{Params, prepare, run};
use super::sync::numbers;
use crate::catalog::{self, Kind};
use crate::error::{Error, Result};

/// Marts that the deaths of claims data are made from; the others read those deaths.
const TOLL_MARTS: &[&str] = &["event_toll", "event_toll_total"];

/// Events of earlier loads whose deaths a load's claims or actors changed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tolled {
    /// How many.
    pub revised: i64,
    /// Of these, in the load's files and otherwise unchanged.
    pub unchanged_before: i64,
}

/// Recomputes everything that is derived from a source's events, inside the caller's transaction.
///
/// Takes the parameters `source` and `load_id`: an event whose deaths follow from changed claims gets a new state.
///
/// With `affected`, only the groups that the load touches; claims change deaths all over, so their source is whole.
pub(crate) fn refresh_source(
    conn: &Connection,
    has_claims: bool,
    affected: Option<&Affected>,
    params: &Params,
) -> Result<Tolled> {
    let mut tolled = Tolled::default();
    if has_claims {
        let doing = "computing tolls from claims";
        TOLL_MARTS.iter().try_for_each(|mart| refresh_mart(conn, mart, params))?;
        run(conn, doing, catalog::step("tolled"), params)?;
        let counts = numbers(conn, doing, catalog::step("toll_counts"), params)?;
        tolled.revised = counts.first().copied().flatten().unwrap_or(0);
        tolled.unchanged_before = counts.get(1).copied().flatten().unwrap_or(0);
        for step in ["keep_tolled_history", "toll_events"] {
            run(conn, doing, catalog::step(step), params)?;
        }
    }
    let affected = affected.filter(|_| !has_claims);
    for mart in catalog::of_kind(Kind::Mart).filter(|mart| !TOLL_MARTS.contains(&mart.name)) {
        if affected.is_none() || !Affected::has(mart.name) {
            refresh_mart(conn, mart.name, params)?;
        }
    }
    if let Some(affected) = affected {
        affected.refresh(conn, params)?;
    }
    Ok(tolled)
}

fn refresh_mart(conn: &Connection, mart: &str, params: &Params) -> Result<()> {
    let doing = format!("refreshing {mart}");
    run(conn, &doing, &format!("delete from {mart} where source = $source"), params)?;
    let grain = catalog::find(mart).map(|object| object.header.grain.join(", ")).unwrap_or_default();
    let statement = format!(
        "insert into {mart} select * from ({}) where source = $source order by {grain}",
        catalog::body(Kind::Mart, mart)
    );
    run(conn, &doing, &statement, params).map(drop)
}

/// Runs every check; the first that finds a row ends the load.
pub(crate) fn check(conn: &Connection) -> Result<()> {
    for object in catalog::of_kind(Kind::Check) {
        let fail = |error: duckdb::Error| Error::engine(format!("running the check {}", object.name), error);
        let sql = format!("select found::text from ({}) as found limit 3", object.body);
        let mut statement = prepare(conn, object.name, &sql, &Params::new())?;
        let mut rows = statement.query([]).map_err(fail)?;
        let mut found: Vec<String> = Vec::new();
        while let Some(row) = rows.next().map_err(fail)? {
            found.push(row.get(0).map_err(fail)?);
        }
        if !found.is_empty() {
            return Err(Error::Check { check: object.name.to_owned(), rows: found.join("; ") });
        }
    }
    Ok(())
}
