//! Apache Parquet: zstd, statistics for each page, the metadata in the footer.

use std::io::Write;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use super::storage::Plan;
use super::{Format, Options, OutputError, Sink, Written};

/// Rows in a row group: what is held in memory, encoded, before it is written.
const GROUP_ROWS: usize = 122_880;

const ZSTD_LEVEL: i32 = 3;

/// Writes one Parquet file. The library's writer must own its target, so it fills a buffer, which is passed on after
/// each batch.
pub(super) struct Parquet<W> {
    out: W,
    plan: Plan,
    writer: ArrowWriter<Vec<u8>>,
    rows: u64,
}

impl<W: Write> Parquet<W> {
    pub(super) fn new(schema: &SchemaRef, out: W, options: &Options) -> Result<Self, OutputError> {
        let level = ZstdLevel::try_new(ZSTD_LEVEL).map_err(failed)?;
        let pairs = options.metadata.iter();
        let metadata = pairs.map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect();
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_statistics_enabled(EnabledStatistics::Page)
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            .set_key_value_metadata(Some(metadata))
            .build();
        let plan = Plan::parquet(schema);
        let writer = ArrowWriter::try_new(Vec::new(), plan.schema.clone(), Some(properties)).map_err(failed)?;
        Ok(Self { out, plan, writer, rows: 0 })
    }
}

impl<W: Write> Sink for Parquet<W> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<(), OutputError> {
        let batch = self.plan.apply(batch).map_err(OutputError::encode(Format::Parquet))?;
        self.writer.write(&batch).map_err(failed)?;
        self.rows += batch.num_rows() as u64;
        let ready = std::mem::take(self.writer.inner_mut());
        self.out.write_all(&ready)?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, OutputError> {
        let rest = self.writer.into_inner().map_err(failed)?;
        self.out.write_all(&rest)?;
        self.out.flush()?;
        Ok(Written::all(self.rows))
    }
}

fn failed(error: ParquetError) -> OutputError {
    OutputError::Encode { format: Format::Parquet, reason: error.to_string() }
}
