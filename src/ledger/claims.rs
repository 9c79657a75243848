//! Claims of a load: the events that they are of.

use duckdb::Connection;

use super::params::{Params, prepare, run};
use super::stage::StagedFile;
use super::sync::numbers;
use crate::catalog;
use crate::error::{Error, Result};
use crate::ingest::Reject;
use crate::source::{Content, Definition};

const DOING: &str = "finding the events of claims";

/// Finds the event of each staged claim, in the temporary table `claim_event`; true if there are claims without one.
///
/// A claim that names no event of the ledger, or several, is a rejected row of its file.
pub(crate) fn find_events(
    conn: &Connection,
    definition: &Definition,
    staged: &mut [StagedFile],
    params: &Params,
) -> Result<bool> {
    let fail = |error: duckdb::Error| Error::engine(DOING, error);
    let has_events = definition.layouts.iter().any(|layout| layout.content == Content::Events);
    run(conn, DOING, catalog::step("claim_event"), &params.clone().with("own_events", has_events))?;
    let mut statement = prepare(conn, DOING, catalog::step("claim_unplaced"), &Params::new())?;
    let mut rows = statement.query([]).map_err(fail)?;
    let mut any = false;
    while let Some(row) = rows.next().map_err(fail)? {
        let (number, at): (i64, i64) = (row.get(0).map_err(fail)?, row.get(1).map_err(fail)?);
        let (given, reason): (Option<String>, String) = (row.get(3).map_err(fail)?, row.get(4).map_err(fail)?);
        if let Some(file) = staged.iter_mut().find(|file| file.number == number) {
            file.rejects.push(Reject {
                row: at.unsigned_abs(),
                column: "event_key".to_owned(),
                reason,
                raw: given.unwrap_or_default(),
            });
            any = true;
        }
    }
    Ok(any)
}

/// Compares the staged claims with the ledger's: how many are taken, how many of them change it.
pub(crate) fn compare(conn: &Connection, params: &Params) -> Result<(i64, i64)> {
    for step in ["claim_change", "claim_removed"] {
        run(conn, "comparing claims", catalog::step(step), params)?;
    }
    let counts = numbers(conn, "counting claims", catalog::step("claim_counts"), params)?;
    let count = |at: usize| counts.get(at).copied().flatten().unwrap_or(0);
    Ok((count(0), count(1)))
}
