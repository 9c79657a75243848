//! The Arrow IPC formats, file and stream, with the metadata in the schema.

use std::io::{BufWriter, Write};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::ipc::writer::{FileWriter, StreamWriter};

use super::storage::{Gather, Plan};
use super::{Format, Options, OutputError, Sink, Written};

/// Rows in a record batch of the file: the engine's own are too small to be read fast.
const BATCH_ROWS: usize = 65_536;

enum Writer<W: Write> {
    File(FileWriter<BufWriter<W>>),
    Stream(StreamWriter<BufWriter<W>>),
}

/// Writes one Arrow file or stream.
pub(super) struct Arrow<W: Write> {
    plan: Plan,
    gather: Gather,
    writer: Writer<W>,
    format: Format,
    rows: u64,
}

impl<W: Write> Arrow<W> {
    pub(super) fn file(schema: &SchemaRef, out: W, options: &Options) -> Result<Self, OutputError> {
        let plan = Plan::arrow(schema, &options.metadata);
        let writer =
            FileWriter::try_new(BufWriter::new(out), &plan.schema).map_err(OutputError::encode(Format::Arrow))?;
        Ok(Self::new(plan, Writer::File(writer), Format::Arrow))
    }

    pub(super) fn stream(schema: &SchemaRef, out: W, options: &Options) -> Result<Self, OutputError> {
        let plan = Plan::arrow(schema, &options.metadata);
        let writer = StreamWriter::try_new(BufWriter::new(out), &plan.schema)
            .map_err(OutputError::encode(Format::ArrowStream))?;
        Ok(Self::new(plan, Writer::Stream(writer), Format::ArrowStream))
    }

    fn new(plan: Plan, writer: Writer<W>, format: Format) -> Self {
        Self { gather: Gather::new(&plan.schema, BATCH_ROWS), plan, writer, format, rows: 0 }
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<(), OutputError> {
        let written = match &mut self.writer {
            Writer::File(writer) => writer.write(batch),
            Writer::Stream(writer) => writer.write(batch),
        };
        written.map_err(OutputError::encode(self.format))
    }
}

impl<W: Write> Sink for Arrow<W> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<(), OutputError> {
        let encode = OutputError::encode(self.format);
        self.rows += batch.num_rows() as u64;
        let ready = self.plan.apply(batch).and_then(|batch| self.gather.take(batch)).map_err(encode)?;
        ready.map_or(Ok(()), |batch| self.write(&batch))
    }

    fn finish(mut self: Box<Self>) -> Result<Written, OutputError> {
        let rest = self.gather.rest().map_err(OutputError::encode(self.format))?;
        rest.map_or(Ok(()), |batch| self.write(&batch))?;
        match &mut self.writer {
            Writer::File(writer) => {
                writer.finish().map_err(OutputError::encode(self.format))?;
                writer.get_mut().flush()?;
            }
            Writer::Stream(writer) => {
                writer.finish().map_err(OutputError::encode(self.format))?;
                writer.get_mut().flush()?;
            }
        }
        Ok(Written::all(self.rows))
    }
}
