//! Claims of a load: the events that they are of.

use duckdb::Connection;

use super::area::{HOW, area_of};
use super::params::{Params, prepare, run};
use super::reference::texts;
use super::stage::StagedFile;
use super::sync::numbers;
use crate::catalog;
use crate::error::{Error, Result};
use crate::ingest::Reject;
use crate::source::{Content, Definition};

const DOING: &str = "finding the events of claims";

/// Finds the event of each staged claim, in the temporary table `claim_event`.
///
/// A claim that names no event of the ledger, or several, is a rejected row of its file; so is a sum over an area that the
/// ledger does not know, but for a data set of events and claims, which keeps the words of the pages.
pub(crate) fn find_events(
    conn: &Connection,
    definition: &Definition,
    staged: &mut [StagedFile],
    params: &Params,
) -> Result<()> {
    let fail = |error: duckdb::Error| Error::engine(DOING, error);
    let has_events = definition.layouts.iter().any(|layout| layout.content == Content::Events);
    run(conn, DOING, catalog::step("claim_event"), &params.clone().with("own_events", has_events))?;
    let mut statement = prepare(conn, DOING, catalog::step("claim_unplaced"), &Params::new())?;
    let mut rows = statement.query([]).map_err(fail)?;
    while let Some(row) = rows.next().map_err(fail)? {
        let (number, at): (i64, i64) = (row.get(0).map_err(fail)?, row.get(1).map_err(fail)?);
        let (given, reason): (Option<String>, String) = (row.get(3).map_err(fail)?, row.get(4).map_err(fail)?);
        reject(staged, number, at, "event_key", reason, given.unwrap_or_default());
    }
    if has_events {
        return Ok(());
    }
    let sums = "select held.file_number::text, held.row_number::text, coalesce(held.region, '') \
                from stage.claim as held join claim_event using (file_number, row_number) \
                where claim_event.reason is null and claim_event.source_event_id is null";
    for row in texts(conn, sums)? {
        if area_of(conn, &row[2])?.is_none() {
            let number = |text: &str| text.parse::<i64>().map_err(|error| Error::internal(DOING, error));
            let place = (number(&row[0])?, number(&row[1])?);
            let reason = if row[2].is_empty() {
                format!("a sum over a period is of an area: {HOW}")
            } else {
                format!("'{}' is no area that the ledger knows: write {HOW}", row[2])
            };
            reject(staged, place.0, place.1, "region", reason, row[2].clone());
            let place = Params::new().with("file_number", place.0).with("row_number", place.1);
            let leave = "update claim_event set reason = 'region' where file_number = $file_number and row_number = $row_number";
            run(conn, DOING, leave, &place)?;
        }
    }
    Ok(())
}

fn reject(staged: &mut [StagedFile], file: i64, row: i64, column: &str, reason: String, raw: String) {
    if let Some(file) = staged.iter_mut().find(|known| known.number == file) {
        file.rejects.push(Reject { row: row.unsigned_abs(), column: column.to_owned(), reason, raw });
    }
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
