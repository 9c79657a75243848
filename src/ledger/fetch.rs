//! Large results, batch by batch: nothing is held but what is on its way.

use std::sync::atomic::Ordering;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;

use super::params::{Params, prepare};
use super::{Ledger, statements};
use crate::error::{Error, Result};

/// The batches of a result, one at a time.
pub type Batches<'b> = dyn Iterator<Item = std::result::Result<RecordBatch, ArrowError>> + 'b;

impl Ledger {
    /// Runs all statements of a text but the last one, which is given back, admitted and not yet run.
    ///
    /// # Errors
    /// As [`Ledger::query_all`].
    pub fn run_up_to_last<'s>(&self, sql: &'s str) -> Result<&'s str> {
        let (last, before) = statements(sql)?;
        for statement in before {
            self.admit_as_of(statement)?;
            self.timed(|| self.query(statement, &Params::new()))?;
        }
        self.admit_as_of(last)?;
        Ok(last)
    }

    /// Hands the rows of one statement on as they come, within the time that it may take.
    ///
    /// # Errors
    /// [`Error::Engine`], also where the engine fails after the first rows: then that is the error, whatever `take` made
    /// of the broken stream. [`Error::Refused`] for a statement that reaches outside or runs longer than allowed.
    pub fn stream<T>(&self, sql: &str, take: impl FnOnce(&SchemaRef, &mut Batches<'_>) -> Result<T>) -> Result<T> {
        self.admit_as_of(sql)?;
        self.timed(|| self.streamed(sql, take))
    }

    fn streamed<T>(&self, sql: &str, take: impl FnOnce(&SchemaRef, &mut Batches<'_>) -> Result<T>) -> Result<T> {
        const DOING: &str = "the statement";
        self.stopped.store(false, Ordering::Relaxed);
        let mut statement = prepare(&self.conn, DOING, sql, &Params::new())?;
        // The stream's own iterator panics where the engine fails late; `step` reads the same stream and says so.
        let schema = statement.stream_arrow([]).map_err(|error| Error::engine(DOING, error))?.get_schema();
        let mut broken = None;
        let mut batches = std::iter::from_fn(|| match statement.step() {
            Ok(chunk) => chunk.map(|chunk| Ok(RecordBatch::from(chunk))),
            Err(error) => {
                let reason = error.to_string();
                broken = Some(error);
                Some(Err(ArrowError::ExternalError(reason.into())))
            }
        });
        let taken = take(&schema, &mut batches);
        let Some(error) = broken else { return taken };
        drop(statement);
        let told = error.to_string();
        if told.starts_with("INTERRUPT") && !self.stopped.load(Ordering::Relaxed) {
            // Where one of the engine's threads fails, the others tell only that they were stopped: run without handing
            // rows on, the statement tells why.
            self.query(&format!("explain analyze {sql}"), &Params::new())?;
        }
        Err(Error::engine(DOING, told))
    }
}
