//! Published sums: kept beside the events, never among them, with the states that later loads replaced.

use std::path::Path;

use duckdb::Connection;

use super::filter::Filter;
use super::params::{Params, prepare};
use super::question::rows;
use super::report::AggregateReport;
use super::{Ledger, Rows};
use crate::catalog::{self, Kind};
use crate::error::{Error, Result};
use crate::ingest::Reject;

/// A staged sum that an earlier row of the load gives with other figures.
pub(crate) struct Contradiction {
    /// Number of its file in the load.
    pub file_number: i64,
    /// The fault.
    pub reject: Reject,
}

/// Compares the staged sums with the ledger's.
pub(crate) fn compare(conn: &Connection, params: &Params) -> Result<(AggregateReport, Vec<Contradiction>)> {
    let doing = "comparing sums";
    let fail = |error: duckdb::Error| Error::engine(doing, error);
    super::params::run(conn, doing, catalog::step("incoming_aggregates"), params)?;
    let mut statement = prepare(conn, doing, catalog::step("aggregate_counts"), params)?;
    let report = statement
        .query_row([], |row| {
            Ok(AggregateReport {
                accepted: row.get(0)?,
                added: row.get(1)?,
                revised: row.get(2)?,
                repeated: row.get(3)?,
                first_date: row.get(4)?,
                last_date: row.get(5)?,
            })
        })
        .map_err(fail)?;
    let mut statement = prepare(conn, doing, catalog::step("contradicting_aggregates"), params)?;
    let mut found = statement.query([]).map_err(fail)?;
    let mut contradictions = Vec::new();
    while let Some(row) = found.next().map_err(fail)? {
        let (file_number, at, id, first): (i64, i64, String, i64) = (
            row.get(0).map_err(fail)?,
            row.get(1).map_err(fail)?,
            row.get(2).map_err(fail)?,
            row.get(3).map_err(fail)?,
        );
        let reason = format!("row {first} gives this area, period and category already, with other figures: {id}");
        let reject = Reject { row: at.unsigned_abs(), column: String::new(), reason, raw: id };
        contradictions.push(Contradiction { file_number, reject });
    }
    Ok((report, contradictions))
}

/// Writes new and revised sums, and keeps what they replace.
pub(crate) fn write(conn: &Connection, params: &Params) -> Result<()> {
    for step in ["keep_aggregate_history", "end_aggregates", "add_aggregates"] {
        super::params::run(conn, "writing sums", catalog::step(step), params)?;
    }
    Ok(())
}

impl Ledger {
    /// True if the source has published sums in the ledger.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn is_aggregate(&self, source: &str) -> Result<bool> {
        // Where another engine keeps the sums, what they span tells them apart.
        let known = match self.is_stand_in {
            true => "select count(*) > 0 from source_span where events = 0 and source = ?",
            false => "select count(*) > 0 from aggregate where source = ?",
        };
        self.conn.query_row(known, [source], |row| row.get(0)).map_err(|error| Error::engine("looking for sums", error))
    }

    /// Published sums of a source by area, period and category: columns of the view `aggregate_trends`.
    ///
    /// # Errors
    /// [`Error::Usage`] for filters that sums cannot be asked by, and for names that the ledger does not know.
    pub fn aggregate_trends(&self, filter: &Filter) -> Result<Rows> {
        if self.is_stand_in {
            return Err(super::stand_in::refused());
        }
        let asks_more = filter.group.is_some() || filter.class.is_some() || filter.civilians || filter.search.is_some();
        if asks_more {
            return Err(Error::Usage {
                reason: "published sums tell neither groups nor single events".to_owned(),
                hint: "ask by --since, --until, --country, --admin1 or --region; categories stand in the answer"
                    .to_owned(),
            });
        }
        let found = filter.resolve(self)?;
        let body = catalog::body(Kind::Report, "aggregate_trends_of");
        rows(&self.conn, "trends", body, &found.params())
    }
}

/// The fault of a load whose files hold both events and sums: one source is the one or the other.
pub(crate) fn mixed(path: &Path) -> Error {
    Error::file(
        path,
        "the files hold events and published sums",
        "load them one after the other: sums are never added to events",
    )
}
