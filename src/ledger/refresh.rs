//! Keeping what is precomputed: marts of a source, tolls of claims data, and the checks that must find nothing.

use duckdb::Connection;

use super::params::{Params, prepare, run};
use crate::catalog::{self, Kind};
use crate::error::{Error, Result};

/// Marts that the deaths of claims data are made from; the others read those deaths.
const TOLL_MARTS: &[&str] = &["event_toll", "event_toll_total"];

/// Recomputes everything that is derived from a source's events, inside the caller's transaction.
pub(crate) fn refresh_source(conn: &Connection, source: &str, has_claims: bool) -> Result<()> {
    if has_claims {
        TOLL_MARTS.iter().try_for_each(|mart| refresh_mart(conn, mart, source))?;
        run(conn, "computing tolls from claims", catalog::step("toll_events"), &Params::new().with("source", source))?;
    }
    for mart in catalog::of_kind(Kind::Mart).filter(|mart| !TOLL_MARTS.contains(&mart.name)) {
        refresh_mart(conn, mart.name, source)?;
    }
    Ok(())
}

fn refresh_mart(conn: &Connection, mart: &str, source: &str) -> Result<()> {
    let doing = format!("refreshing {mart}");
    let params = Params::new().with("source", source);
    run(conn, &doing, &format!("delete from {mart} where source = $source"), &params)?;
    let grain = catalog::find(mart).map(|object| object.header.grain.join(", ")).unwrap_or_default();
    let statement = format!(
        "insert into {mart} select * from ({}) where source = $source order by {grain}",
        catalog::body(Kind::Mart, mart)
    );
    run(conn, &doing, &statement, &params).map(drop)
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
