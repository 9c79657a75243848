//! What a load is told, and what it says that it did.

use chrono::NaiveDate;
use serde::Serialize;

use super::stage::StagedFile;

/// How a change of the ledger came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Files add and revise; what they lack stays.
    #[default]
    Update,
    /// Files are all that there is in what they cover; what they lack goes.
    Snapshot,
    /// A list of events that the source has deleted.
    Deletions,
    /// Reference data were changed.
    Reference,
    /// An earlier load was undone.
    Undo,
}

impl Mode {
    /// As the table `load` has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Mode::Update => "update",
            Mode::Snapshot => "snapshot",
            Mode::Deletions => "deletions",
            Mode::Reference => "reference",
            Mode::Undo => "undo",
        }
    }
}

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
    /// Update or snapshot; without it what the source definition says of the release, else an update.
    pub mode: Option<Mode>,
    /// First and last day that the files cover whole, if their release does not tell it.
    pub covers: Option<(NaiveDate, NaiveDate)>,
    /// The only countries that the files cover; none = every country.
    pub countries: Vec<String>,
    /// Filters of the export, in the user's words.
    pub filters: Option<String>,
    /// Remove events even if they are more than [`REMOVAL_LIMIT`] percent of what the load covers.
    pub accept_removals: bool,
    /// Told once, in a sentence, if another process holds the ledger and this one waits for it.
    pub on_wait: fn(&str),
}

/// Percent of the events that a load covers which it may remove unasked.
pub const REMOVAL_LIMIT: f64 = 5.0;

impl Default for LoadOptions {
    fn default() -> Self {
        LoadOptions {
            release: None,
            accessed_on: None,
            max_rejects: 1.0,
            dry_run: false,
            mode: None,
            covers: None,
            countries: Vec::new(),
            filters: None,
            accept_removals: false,
            on_wait: |_| {},
        }
    }
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
    /// How the load changes the ledger.
    pub mode: Mode,
    /// First and last day that the load covers whole, where its release or the user tells.
    pub covers: Option<(String, String)>,
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
    /// Events whose state it replaces: those in the files with other content, and those whose deaths its claims change.
    pub events_revised: i64,
    /// Of these, as before.
    pub events_unchanged: i64,
    /// Of these, older than the ledger's state, which stays.
    pub events_older: i64,
    /// Events that the load ends.
    pub events_removed: i64,
    /// Events that a snapshot covers and lacks, but that something newer than its files has given: they stay.
    pub events_newer: i64,
    /// Events that a snapshot or a list of deletions covers.
    pub events_covered: i64,
    /// Listed deletions of events that were uploaded anew since: these stay.
    pub deletions_outdated: i64,
    /// Listed deletions of events that the ledger does not hold.
    pub deletions_absent: i64,
    /// True if the load needs a yes, because it removes more than [`REMOVAL_LIMIT`] percent of what it covers.
    pub needs_yes: bool,
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
