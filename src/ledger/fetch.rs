//! Large results, batch by batch: nothing is held but what is on its way.

use std::sync::atomic::Ordering;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;

use super::params::{Params, prepare};
use super::wide::Wide;
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

    /// Refuses a text of which more than one statement gives rows, where only those of the last one would be kept.
    ///
    /// # Errors
    /// [`Error::Usage`].
    pub fn admit_one_result(sql: &str) -> Result<()> {
        let giving =
            super::admit::split_statements(sql).into_iter().filter(|one| super::admit::gives_rows(one)).count();
        if giving < 2 {
            return Ok(());
        }
        Err(Error::Usage {
            reason: format!("{giving} statements give rows, and a file holds one result"),
            hint: "write each to a file of its own; steps before the last one can be: create temp table x as ..., or with x as (...)"
                .to_owned(),
        })
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
        let wide = Wide::of(&statement, &schema);
        let schema = wide.schema(&schema);
        let mut broken = None;
        let mut batches = std::iter::from_fn(|| match statement.step() {
            Ok(chunk) => chunk.map(|chunk| wide.batch(&RecordBatch::from(chunk))),
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
