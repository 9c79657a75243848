//! Parquet files: every plain column as text, as a CSV export of the same table would hold it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray, TimestampSecondArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float32Type, Float64Type, Int64Type, Schema, TimeUnit, TimestampSecondType};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::cell::float_text;
use super::guard::guarded;
use super::parquet_sizes::{check_footer, check_pages};
use super::raw::{BatchBuilder, RawBatch, RawReader, RowForm, TableHead};
use crate::error::{Error, Result};

/// A Parquet file whose schema has been read.
pub(crate) struct ParquetReader {
    path: PathBuf,
    tables: Vec<TableHead>,
    plain: Vec<usize>,
    nested: Vec<String>,
    rows: u64,
}

/// Rows that are decoded at a time.
const DECODED_ROWS: usize = 8_192;

impl ParquetReader {
    /// Opens a file and reads its schema.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        guarded(path, "Parquet", || {
            let builder = builder(path)?;
            let rows = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
            let schema: Arc<Schema> = builder.schema().clone();
            let (mut header, mut plain, mut nested) = (Vec::new(), Vec::new(), Vec::new());
            for (at, field) in schema.fields().iter().enumerate() {
                if is_plain(field.data_type()) {
                    header.push(field.name().clone());
                    plain.push(at);
                } else {
                    nested.push(field.name().clone());
                }
            }
            if rows == 0 {
                return Err(Error::file(path, "the file holds no rows", "download or export it again"));
            }
            let tables = vec![TableHead { name: String::new(), header }];
            Ok(ParquetReader { path: path.to_path_buf(), tables, plain, nested, rows })
        })
    }
}

fn builder(path: &Path) -> Result<ParquetRecordBatchReaderBuilder<File>> {
    let file = File::open(path).map_err(|error| Error::io("reading", path, error))?;
    if let Some(doubt) = check_footer(&file).map_err(|error| Error::io("reading", path, error))? {
        return Err(damaged(path, &doubt));
    }
    ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| damaged(path, &error))
}

impl RawReader for ParquetReader {
    fn tables(&self) -> &[TableHead] {
        &self.tables
    }

    fn may_lack_header(&self) -> bool {
        false
    }

    fn remarks(&self, _table: usize) -> Vec<String> {
        if self.nested.is_empty() {
            return Vec::new();
        }
        vec![format!("columns that hold no plain values are not read: {}", self.nested.join(", "))]
    }

    fn read(
        &mut self,
        _table: usize,
        form: &RowForm,
        batch_rows: usize,
        sink: &mut dyn FnMut(RawBatch) -> Result<()>,
    ) -> Result<()> {
        let path = self.path.clone();
        let (plain, rows) = (self.plain.clone(), self.rows.max(1) as f64);
        let mut batches = guarded(&path, "Parquet", || {
            let builder = builder(&path)?;
            let file = File::open(&path).map_err(|error| Error::io("reading", &path, error))?;
            if let Some(doubt) = check_pages(&file, builder.metadata()).map_err(|error| damaged(&path, &error))? {
                return Err(damaged(&path, &doubt));
            }
            let mask = ProjectionMask::roots(builder.parquet_schema(), plain);
            builder.with_projection(mask).with_batch_size(DECODED_ROWS).build().map_err(|error| damaged(&path, &error))
        })?;
        let mut builder = BatchBuilder::new(form, batch_rows);
        let mut row: u64 = 0;
        loop {
            let next = guarded(&path, "Parquet", || match batches.next() {
                Some(Ok(batch)) => texts(&batch).map(Some).map_err(|error| damaged(&path, &error)),
                Some(Err(error)) => Err(damaged(&path, &error)),
                None => Ok(None),
            })?;
            let Some((height, columns)) = next else { break };
            for at in 0..height {
                row += 1;
                let cells: Vec<&str> =
                    columns.iter().map(|column| if column.is_null(at) { "" } else { column.value(at) }).collect();
                builder.push(row, &cells);
                builder.pass_on(|| row as f64 / rows, sink)?;
            }
        }
        builder.pass_rest(sink)
    }
}

/// True for types that one cell of a CSV file can hold.
fn is_plain(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, value) => is_plain(value),
        DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View
        | DataType::Null
        | DataType::Boolean
        | DataType::Date32
        | DataType::Date64
        | DataType::Timestamp(..) => true,
        other => other.is_numeric(),
    }
}

/// Seconds by which a zone is before UTC; only zones that are always the same are read.
fn zone_offset(zone: &str) -> std::result::Result<i64, ArrowError> {
    if ["UTC", "Z", "GMT", "Etc/UTC", "Etc/GMT", "Zulu"].contains(&zone) {
        return Ok(0);
    }
    let refused =
        || ArrowError::CastError(format!("the times are in the zone '{zone}'; write dates, or times without a zone"));
    let (sign, digits) = match (zone.strip_prefix('+'), zone.strip_prefix('-')) {
        (Some(digits), _) => (1, digits),
        (_, Some(digits)) => (-1, digits),
        _ => return Err(refused()),
    };
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    let (hours, minutes) = digits.split_at_checked(2).ok_or_else(refused)?;
    let number = |text: &str| if text.is_empty() { Ok(0) } else { text.parse::<i64>().map_err(|_| refused()) };
    Ok(sign * (number(hours)? * 3_600 + number(minutes)? * 60))
}

/// Moments moved by the offset of their zone.
fn local_seconds(moments: &ArrayRef, offset: i64) -> ArrayRef {
    let moved: TimestampSecondArray =
        moments.as_primitive::<TimestampSecondType>().unary(|seconds| seconds.saturating_add(offset));
    Arc::new(moved)
}

/// The columns of a batch as text.
fn texts(batch: &RecordBatch) -> std::result::Result<(usize, Vec<StringArray>), ArrowError> {
    let columns = batch.columns().iter().map(text_column).collect::<std::result::Result<_, _>>()?;
    Ok((batch.num_rows(), columns))
}

fn text_column(column: &ArrayRef) -> std::result::Result<StringArray, ArrowError> {
    Ok(match column.data_type() {
        DataType::Float64 => column.as_primitive::<Float64Type>().iter().map(|value| value.map(float_text)).collect(),
        // The shortest text of the single precision, not of its double.
        DataType::Float32 => column
            .as_primitive::<Float32Type>()
            .iter()
            .map(|value| value.filter(|value| value.is_finite()).map(|value| value.to_string()))
            .collect(),
        DataType::Dictionary(_, value) => text_column(&cast(column, value)?)?,
        // A day is the day where it was written: in the zone, not in UTC.
        DataType::Timestamp(unit, Some(zone)) => {
            let offset = zone_offset(zone)?;
            if offset == 0 {
                return text_column(&cast(column, &DataType::Timestamp(*unit, None))?);
            }
            let moments = cast(column, &DataType::Timestamp(TimeUnit::Second, None))?;
            text_column(&local_seconds(&moments, offset))?
        }
        DataType::Date64 => text_column(&cast(column, &DataType::Timestamp(TimeUnit::Millisecond, None))?)?,
        DataType::Date32 | DataType::Timestamp(_, None) => date_texts(column)?,
        _ => cast(column, &DataType::Utf8)?.as_string::<i32>().clone(),
    })
}

/// Dates as text. One that no calendar has stays the number that it is, and its row is rejected for it.
fn date_texts(column: &ArrayRef) -> std::result::Result<StringArray, ArrowError> {
    let numbers = cast(column, &DataType::Int64)?;
    let options = FormatOptions::default();
    let shown = ArrayFormatter::try_new(column, &options)?;
    let numbers = numbers.as_primitive::<Int64Type>().iter().enumerate();
    Ok(numbers
        .map(|(at, number)| number.map(|number| shown.value(at).try_to_string().unwrap_or_else(|_| number.to_string())))
        .collect())
}

fn damaged(path: &Path, error: &dyn std::fmt::Display) -> Error {
    Error::file(
        path,
        format!("the file cannot be read as Parquet: {error}"),
        "it looks damaged or cut off: download or copy it again",
    )
}

#[cfg(test)]
mod tests {
    use arrow::array::{Date32Array, TimestampMicrosecondArray};

    use super::*;

    #[test]
    fn a_date_that_no_calendar_has_is_the_number_that_it_is() {
        let days: ArrayRef = Arc::new(Date32Array::from(vec![Some(20_179), None, Some(134_237_939)]));
        let texts = text_column(&days).expect("days are read");
        assert_eq!(texts.iter().collect::<Vec<_>>(), [Some("2025-04-01"), None, Some("134237939")]);
        let moments = TimestampMicrosecondArray::from(vec![1_743_465_600_000_000, i64::MAX]).with_timezone("UTC");
        let texts = text_column(&(Arc::new(moments) as ArrayRef)).expect("moments are read");
        assert_eq!(texts.iter().collect::<Vec<_>>(), [Some("2025-04-01T00:00:00"), Some("9223372036854775807")]);
    }
}
