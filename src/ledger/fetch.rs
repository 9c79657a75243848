//! Large results, batch by batch: nothing is held but what is on its way.

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;

use super::params::{Params, prepare};
use super::{Ledger, statements};
use crate::error::{Error, Result};

/// The batches of a result, one at a time.
pub type Batches<'b> = dyn Iterator<Item = std::result::Result<RecordBatch, ArrowError>> + 'b;

impl Ledger {
    /// Runs statements one after the other and hands the rows of the last one on as they come.
    ///
    /// # Errors
    /// As [`Ledger::query_all`], also where the engine fails after the first rows: then that is the error, whatever
    /// `take` made of the broken stream.
    pub fn stream_all<T>(&self, sql: &str, take: impl FnOnce(&SchemaRef, &mut Batches<'_>) -> Result<T>) -> Result<T> {
        let (last, before) = statements(sql)?;
        for statement in before {
            self.admit_as_of(statement)?;
            self.timed(|| self.query(statement, &Params::new()))?;
        }
        self.admit_as_of(last)?;
        self.timed(|| self.stream(last, take))
    }

    /// Hands the rows of one statement on as they come.
    ///
    /// # Errors
    /// As [`Ledger::stream_all`].
    pub fn stream<T>(&self, sql: &str, take: impl FnOnce(&SchemaRef, &mut Batches<'_>) -> Result<T>) -> Result<T> {
        const DOING: &str = "the statement";
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
        match broken {
            Some(error) => Err(Error::engine(DOING, error)),
            None => taken,
        }
    }
}
