//! The Arrow IPC file format, with the metadata in the schema.

use std::io::{BufWriter, Write};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::ipc::writer::FileWriter;

use super::storage::Plan;
use super::{Format, Options, OutputError, Sink, Written};

/// Writes one Arrow file.
pub(super) struct ArrowFile<W: Write> {
    plan: Plan,
    writer: FileWriter<BufWriter<W>>,
    rows: u64,
}

impl<W: Write> ArrowFile<W> {
    pub(super) fn new(schema: &SchemaRef, out: W, options: &Options) -> Result<Self, OutputError> {
        let plan = Plan::arrow(schema, &options.metadata);
        let writer =
            FileWriter::try_new(BufWriter::new(out), &plan.schema).map_err(OutputError::encode(Format::Arrow))?;
        Ok(Self { plan, writer, rows: 0 })
    }
}

impl<W: Write> Sink for ArrowFile<W> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<(), OutputError> {
        let write = |batch: RecordBatch| self.writer.write(&batch);
        self.plan.apply(batch).and_then(write).map_err(OutputError::encode(Format::Arrow))?;
        self.rows += batch.num_rows() as u64;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, OutputError> {
        self.writer.finish().map_err(OutputError::encode(Format::Arrow))?;
        self.writer.get_mut().flush()?;
        Ok(Written::all(self.rows))
    }
}
