//! What a load is told, and what it says that it did.

use chrono::NaiveDate;
use serde::Serialize;

use super::stage::StagedFile;

/// What a load is told.
#[derive(Clone, Debug)]
pub struct LoadOptions {
    /// Release of the files, if their names do not tell it.
    pub release: Option<String>,
    /// When the files were obtained.
    pub accessed_on: Option<NaiveDate>,
    /// Share of rejected rows that ends the load, in percent.
    pub max_rejects: f64,
    /// Say what would happen and change nothing.
    pub dry_run: bool,
}

/// What happened to one file.
#[derive(Clone, Debug, Serialize)]
pub struct FileReport {
    /// Name as recorded.
    pub file: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Layout that was recognised.
    pub layout: String,
    /// Rows read.
    pub rows_read: u64,
    /// Rows not taken.
    pub rows_rejected: u64,
    /// Columns that the layout does not know, kept as text.
    pub extra_columns: Vec<String>,
    /// What a person should know of what is not read.
    pub remarks: Vec<String>,
    /// The first of the rejected rows.
    pub rejected: Vec<RejectReport>,
}

/// One rejected row.
#[derive(Clone, Debug, Serialize)]
pub struct RejectReport {
    /// Row, header = 1.
    pub row: u64,
    /// Column of the source.
    pub column: String,
    /// What is wrong.
    pub reason: String,
}

/// What a load did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LoadReport {
    /// Number of the load; none if nothing was written.
    pub load_id: Option<i64>,
    /// The source.
    pub source: String,
    /// The release, where known.
    pub release: Option<String>,
    /// True if nothing was written because it was asked so.
    pub dry_run: bool,
    /// True if the ledger held all of this already.
    pub nothing_new: bool,
    /// The files.
    pub files: Vec<FileReport>,
    /// Events in the files.
    pub events_accepted: i64,
    /// Of these, new.
    pub events_added: i64,
    /// Of these, with other content than before.
    pub events_revised: i64,
    /// Of these, as before.
    pub events_unchanged: i64,
    /// Rows that repeat an earlier row of the load.
    pub rows_duplicate: i64,
    /// Claims in the files.
    pub claims_accepted: i64,
    /// Published sums in the files.
    pub aggregates: AggregateReport,
    /// First start date.
    pub first_event_date: Option<String>,
    /// Last end date.
    pub last_event_date: Option<String>,
    /// Sums over the files' events.
    pub totals: Totals,
    /// Names of actors that no reference row matches.
    pub unmatched_actors: i64,
    /// Names of countries that are not known.
    pub unknown_countries: Vec<String>,
}

/// Published sums of a load.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AggregateReport {
    /// Sums in the files.
    pub accepted: i64,
    /// Of these, new.
    pub added: i64,
    /// Of these, with other figures than before.
    pub revised: i64,
    /// Rows that repeat an earlier row of the load.
    pub repeated: i64,
    /// First day of the first period.
    pub first_date: Option<String>,
    /// Last day of the last period.
    pub last_date: Option<String>,
}

/// Sums over the events of a load, as reported and with broken ranges repaired.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Totals {
    /// Best estimate; NULL if no event has one.
    pub deaths_best: Option<i64>,
    /// Low estimate after repair.
    pub deaths_low: Option<i64>,
    /// High estimate after repair.
    pub deaths_high: Option<i64>,
    /// Low estimate as reported.
    pub deaths_low_reported: Option<i64>,
    /// High estimate as reported.
    pub deaths_high_reported: Option<i64>,
    /// Events whose range was widened.
    pub ranges_repaired: i64,
    /// Events whose status is not final.
    pub provisional_events: i64,
    /// Best estimate in these.
    pub provisional_deaths_best: Option<i64>,
}

/// What happened to a staged file.
pub(crate) fn file_report(file: &StagedFile) -> FileReport {
    FileReport {
        file: file.name.clone(),
        sha256: file.sha256.clone(),
        layout: file.layout.clone(),
        rows_read: file.read,
        rows_rejected: file.rejects.len() as u64,
        extra_columns: file.extra.clone(),
        remarks: file.remarks.clone(),
        rejected: file
            .rejects
            .iter()
            .take(20)
            .map(|reject| RejectReport {
                row: reject.row,
                column: reject.column.clone(),
                reason: reject.reason.clone(),
            })
            .collect(),
    }
}
