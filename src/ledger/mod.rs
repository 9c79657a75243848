//! The ledger: one DuckDB file with events, their history, actors, claims and precomputed answers.
//!
//! This is the only module that names DuckDB. Record batches cross in (from `ingest`) and out (to `output`).

mod access;
mod admit;
mod advise;
mod affected;
mod aggregate;
mod area;
mod around;
mod as_of;
mod brief;
mod brief_event;
mod cells;
mod check;
mod claims;
mod clusters;
mod compact;
mod data_files;
mod diff;
mod draft;
mod extend;
mod fetch;
mod figure;
mod filter;
mod install;
mod interactive;
mod kept;
mod load;
mod loads;
mod lock;
mod named;
mod numbered;
mod open;
mod params;
mod patterns;
mod places;
mod policies;
mod provenance;
mod question;
mod record;
mod reference;
mod refresh;
mod report;
mod row_file;
mod said;
mod stage;
mod stand_in;
mod statement;
mod stream;
mod sync;
mod testimony;
mod tidy;
mod transaction;
mod trend_report;
mod undo;
mod upgrade;
mod verdict;
mod verify;
mod wide;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use duckdb::Connection;

use crate::error::{Error, Result};

pub use access::{Access, Interrupter};
pub(crate) use admit::split_statements;
pub use advise::Advice;
pub use around::{Cluster, Held};
pub use as_of::{AsOf, Moment};
pub use brief::{Brief, Counted, Listed, Subject, Testimony, Toll};
pub(crate) use cells::{CellRow, read as cell_rows};
pub use check::{Carrier, Check, Difference, Published, Ruling};
pub use compact::{CompactReport, compact};
pub use diff::{Diff, DiffBy};
pub use extend::{ExtendReport, extend_reference};
pub use fetch::Batches;
pub use filter::Filter;
pub(crate) use filter::distance;
pub use interactive::{FirstRows, Narrowing, Words};
pub use load::load;
pub(crate) use load::now;
pub use loads::LoadDetails;
pub(crate) use lock::LoaderLock;
pub use named::Answered;
pub(crate) use named::found as ready_question;
pub use open::is_database;
pub use params::{Params, Value};
pub use patterns::{Clusters, LEAST_KM, WeekOrder, WithoutWeek};
pub use places::{Newcomers, at_the_coast};
pub use question::{EventsOf, Period};
pub use report::{AggregateReport, FileReport, LoadOptions, LoadReport, Mode, REMOVAL_LIMIT, RejectReport, Totals};
pub use said::Said;
pub use stand_in::StandIn;
pub(crate) use stand_in::refused as asks_single_events;
pub use statement::{Claimed, Sense, Statement};
pub(crate) use trend_report::{NamedSubject, SourceFacts};
pub use undo::{UndoReport, undo};
pub use upgrade::{UpgradeReport, upgrade};
pub use verdict::{Range, Verdict};
pub use verify::Finding;

/// Rows of a result.
#[derive(Clone, Debug)]
pub struct Rows {
    /// Columns.
    pub schema: SchemaRef,
    /// Batches in order.
    pub batches: Vec<RecordBatch>,
}

impl Rows {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A ledger opened for questions.
pub struct Ledger {
    conn: Connection,
    path: PathBuf,
    as_of: Option<AsOf>,
    /// True if statements may read files of a folder.
    files: bool,
    /// How long a statement may run.
    time: Option<Duration>,
    /// True once somebody has stopped a statement.
    stopped: std::sync::Arc<std::sync::atomic::AtomicBool>,
    /// Temporary tables and views of the connection, as the guard knows them.
    session: RefCell<crate::guard::Session>,
    /// The same before the last text of statements that was examined.
    session_before: RefCell<crate::guard::Session>,
    /// What the file holds beyond the catalog, once it has been asked, and whether that tells its macros.
    surroundings: RefCell<Option<(crate::guard::Surroundings, bool)>>,
    /// Tables that hold only rows of what the session is narrowed to.
    narrowed: Vec<String>,
    /// True if another engine keeps the events, and only precomputed answers are here.
    is_stand_in: bool,
    /// Held while statements may change the ledger, so that no load takes a copy in between.
    _lock: Option<lock::LoaderLock>,
}

impl Ledger {
    /// Opens a ledger read-only: statements reach nothing outside the file and change nothing in it.
    ///
    /// # Errors
    /// [`Error::Database`] if there is none, [`Error::Locked`] if another process is writing to it.
    pub fn open(path: &Path) -> Result<Self> {
        Ledger::open_within(path, &Access::default())
    }

    /// Opens a ledger for statements of the user that change it, in place; `on_wait` is told if a load holds it.
    ///
    /// # Errors
    /// As [`Ledger::open`], and [`Error::Locked`] also while another process reads it.
    pub fn open_writable(path: &Path, on_wait: fn(&str)) -> Result<Self> {
        open::must_exist(path)?;
        let file = std::fs::canonicalize(path).map_err(|error| Error::io("finding", path, error))?;
        let lock = lock::LoaderLock::take(&file, on_wait)?;
        let ledger = Ledger::over(open::read_write(path)?, path, &Access::default());
        Ok(Ledger { _lock: Some(lock), ..ledger })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs every check of `sql/checks`; how many there are.
    ///
    /// # Errors
    /// [`Error::Check`] with the first rows of the first check that finds any.
    pub fn run_checks(&self) -> Result<usize> {
        refresh::check(&self.conn)?;
        Ok(crate::catalog::of_kind(crate::catalog::Kind::Check).count())
    }

    /// Runs one statement with named values and gives its rows.
    ///
    /// # Errors
    /// [`Error::Engine`] with the engine's own words.
    pub fn query(&self, sql: &str, params: &Params) -> Result<Rows> {
        question::rows(&self.conn, "the statement", sql, params)
    }

    /// Runs statements one after the other and gives the rows of the last one.
    ///
    /// # Errors
    /// [`Error::Engine`]; statements before the faulty one have run. [`Error::Refused`] for statements that reach outside,
    /// and for one that runs longer than allowed.
    pub fn query_all(&self, sql: &str) -> Result<Rows> {
        let last = self.run_up_to_last(sql)?;
        self.timed(|| self.query(last, &Params::new()))
    }
}

/// The last statement of a text, and those before it.
fn statements(sql: &str) -> Result<(&str, Vec<&str>)> {
    let mut statements = admit::split_statements(sql);
    let last = statements.pop().ok_or_else(|| Error::Usage {
        reason: "there is no statement".to_owned(),
        hint: "give one: warledger sql \"select count(*) from event\"".to_owned(),
    })?;
    Ok((last, statements))
}
