//! Apache Parquet: zstd, statistics for each page and their index, the metadata in the footer. With points, GeoParquet.
//!
//! While one row group is encoded, column by column on every core, the next one is gathered.

use std::collections::{HashSet, VecDeque};
use std::io::Write;
use std::sync::Mutex;
use std::thread::JoinHandle;

use arrow::array::{Array, RecordBatch};
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::row::{RowConverter, SortField};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;

use super::geo::Points;
use super::storage::Plan;
use super::{Format, Options, OutputError, Sink, Written};

/// Rows in a row group: what is held in memory before it is written, twice while the next one is gathered.
pub(crate) const GROUP_ROWS: usize = 122_880;

/// Row groups that are encoded at a time: the last column of one, often its longest, leaves cores to the next.
const AT_ONCE: usize = 2;

/// Rows of a page, three to a group: each page is packed on its own, and smaller ones pack worse.
const PAGE_ROWS: usize = GROUP_ROWS / 3;

/// Most bytes of a page before it is packed: so many that pages of long texts have as many rows as others.
const PAGE_BYTES: usize = 32 << 20;

const ZSTD_LEVEL: i32 = 3;

type Encoded = Result<Vec<ArrowColumnChunk>, ParquetError>;

/// Writes one Parquet file. The library's writer must own its target, so it fills a buffer, which is passed on after
/// each row group.
pub(super) struct Parquet<W> {
    out: W,
    plan: Plan,
    /// Of the file; each column is given its own once its first values are known.
    properties: WriterPropertiesBuilder,
    file: Option<(SerializedFileWriter<Vec<u8>>, ArrowRowGroupWriterFactory)>,
    /// Coordinates that become a column of points.
    points: Option<Points>,
    held: Vec<RecordBatch>,
    held_rows: usize,
    groups: usize,
    /// Row groups that are being encoded, in order.
    encoding: VecDeque<JoinHandle<Encoded>>,
    rows: u64,
}

impl<W: Write> Parquet<W> {
    pub(super) fn new(schema: &SchemaRef, out: W, options: &Options) -> Result<Self, OutputError> {
        Self::build(schema, None, out, options)
    }

    /// The same with a column `geometry` of points, and what the GeoParquet standard asks for.
    pub(super) fn with_points(schema: &SchemaRef, out: W, options: &Options) -> Result<Self, OutputError> {
        let points = Points::of(schema, Format::Geoparquet)?;
        let schema = points.schema(schema);
        Self::build(&schema, Some(points), out, options)
    }

    fn build(schema: &SchemaRef, points: Option<Points>, out: W, options: &Options) -> Result<Self, OutputError> {
        let level = ZstdLevel::try_new(ZSTD_LEVEL).map_err(failed)?;
        let pairs = options.metadata.iter();
        let metadata = pairs.map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect();
        let plan = Plan::parquet(schema);
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_statistics_enabled(EnabledStatistics::Page)
            .set_data_page_size_limit(PAGE_BYTES)
            .set_data_page_row_count_limit(PAGE_ROWS)
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            .set_sorting_columns(sorting(&plan.schema, &options.sorted_by))
            .set_key_value_metadata(Some(metadata));
        Ok(Self {
            out,
            plan,
            properties,
            file: None,
            points,
            held: Vec::new(),
            held_rows: 0,
            groups: 0,
            encoding: VecDeque::new(),
            rows: 0,
        })
    }

    /// The file, which is begun with its first rows.
    fn file(
        &mut self,
        first: &[RecordBatch],
    ) -> Result<&mut (SerializedFileWriter<Vec<u8>>, ArrowRowGroupWriterFactory), OutputError> {
        let file = match self.file.take() {
            Some(file) => file,
            None => {
                let plain = mostly_distinct(first).map_err(OutputError::encode(Format::Parquet))?;
                let properties = plain.into_iter().fold(self.properties.clone(), |properties, column| {
                    properties.set_column_dictionary_enabled(ColumnPath::new(vec![column]), false)
                });
                let writer = ArrowWriter::try_new(Vec::new(), self.plan.schema.clone(), Some(properties.build()));
                writer.and_then(ArrowWriter::into_serialized_writer).map_err(failed)?
            }
        };
        Ok(self.file.insert(file))
    }

    /// Begins to encode the rows that are held, once there is room for another group.
    fn encode_held(&mut self) -> Result<(), OutputError> {
        if self.encoding.len() >= AT_ONCE {
            self.write_encoded()?;
        }
        let held = std::mem::take(&mut self.held);
        self.held_rows = 0;
        let group = self.groups;
        let (_, columns) = self.file(&held)?;
        let writers = columns.create_column_writers(group).map_err(failed)?;
        self.groups += 1;
        let thread = std::thread::Builder::new().name("parquet".to_owned()).spawn(move || encode(&held, writers));
        self.encoding.push_back(thread?);
        Ok(())
    }

    /// Waits for the first of the groups that are being encoded and writes it.
    fn write_encoded(&mut self) -> Result<(), OutputError> {
        let Some(encoding) = self.encoding.pop_front() else { return Ok(()) };
        let chunks = encoding.join().unwrap_or_else(|_| Err(stopped())).map_err(failed)?;
        let (writer, _) = self.file(&[])?;
        let mut group = writer.next_row_group().map_err(failed)?;
        for chunk in chunks {
            chunk.append_to_row_group(&mut group).map_err(failed)?;
        }
        group.close().map_err(failed)?;
        let ready = std::mem::take(writer.inner_mut());
        self.out.write_all(&ready)?;
        Ok(())
    }
}

impl<W: Write> Sink for Parquet<W> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<(), OutputError> {
        let encode = OutputError::encode(Format::Parquet);
        self.rows += batch.num_rows() as u64;
        let with_points = self.points.as_mut().map(|points| points.add_to(batch)).transpose().map_err(&encode)?;
        let mut batch = self.plan.apply(with_points.as_ref().unwrap_or(batch)).map_err(&encode)?;
        while self.held_rows + batch.num_rows() >= GROUP_ROWS {
            let room = GROUP_ROWS - self.held_rows;
            self.held.push(batch.slice(0, room));
            batch = batch.slice(room, batch.num_rows() - room);
            self.encode_held()?;
        }
        if batch.num_rows() > 0 {
            self.held_rows += batch.num_rows();
            self.held.push(batch);
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, OutputError> {
        if self.held_rows > 0 {
            self.encode_held()?;
        }
        while !self.encoding.is_empty() {
            self.write_encoded()?;
        }
        let points = self.points.as_ref().map(Points::metadata);
        let (writer, _) = self.file(&[])?;
        if let Some(points) = points {
            writer.append_key_value_metadata(KeyValue::new("geo".to_owned(), points));
        }
        writer.finish().map_err(failed)?;
        let rest = std::mem::take(writer.inner_mut());
        self.out.write_all(&rest)?;
        self.out.flush()?;
        Ok(Written::all(self.rows))
    }
}

/// Columns of which hardly a value comes twice among rows from all over the first group: a dictionary of them would be given up
/// when it is full, and the pages before would stay larger. The first rows alone may be of another source.
fn mostly_distinct(batches: &[RecordBatch]) -> Result<Vec<String>, ArrowError> {
    const LOOKED_AT: usize = 8_192;
    const LEAST: usize = 1_024;
    const PERCENT: usize = 95;
    let Some(first) = batches.first() else { return Ok(Vec::new()) };
    let share = LOOKED_AT.div_ceil(batches.len());
    let mut columns = Vec::new();
    for (at, field) in first.schema().fields().iter().enumerate().filter(|(_, field)| !field.data_type().is_nested()) {
        let converter = RowConverter::new(vec![SortField::new(field.data_type().clone())])?;
        let (mut seen, mut values) = (HashSet::new(), 0);
        for batch in batches {
            let column = batch.column(at).slice(0, batch.num_rows().min(share));
            let rows = converter.convert_columns(std::slice::from_ref(&column))?;
            seen.extend(rows.iter().enumerate().filter(|(row, _)| column.is_valid(*row)).map(|(_, row)| row.owned()));
            values += column.len() - column.null_count();
        }
        if values >= LEAST && seen.len() * 100 >= values * PERCENT {
            columns.push(field.name().clone());
        }
    }
    Ok(columns)
}

/// Encodes a row group, each column on the next free core.
fn encode(batches: &[RecordBatch], writers: Vec<ArrowColumnWriter>) -> Encoded {
    let Some(first) = batches.first() else { return Ok(Vec::new()) };
    let schema = first.schema();
    let mut writers = writers.into_iter();
    let mut columns = Vec::new();
    for (at, field) in schema.fields().iter().enumerate() {
        // A nested column has a writer for each of its leaves.
        let leaves = compute_leaves(field, &first.column(at).slice(0, 0))?.len();
        let own: Vec<ArrowColumnWriter> = writers.by_ref().take(leaves).collect();
        columns.push((at, own));
    }
    let waiting = Mutex::new(columns.into_iter());
    let done = Mutex::new(Vec::new());
    let work = || -> Result<(), ParquetError> {
        loop {
            let next = waiting.lock().map_err(|_| stopped())?.next();
            let Some((at, mut own)) = next else { return Ok(()) };
            for batch in batches {
                let leaves = compute_leaves(schema.field(at), batch.column(at))?;
                own.iter_mut().zip(&leaves).try_for_each(|(writer, leaf)| writer.write(leaf))?;
            }
            let chunks = own.into_iter().map(ArrowColumnWriter::close).collect::<Result<Vec<_>, _>>()?;
            done.lock().map_err(|_| stopped())?.push((at, chunks));
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(schema.fields().len());
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..cores).map(|_| scope.spawn(work)).collect();
        let own = work();
        others.into_iter().map(|other| other.join().unwrap_or_else(|_| Err(stopped()))).fold(own, Result::and)
    })?;
    let mut done = done.into_inner().map_err(|_| stopped())?;
    done.sort_by_key(|(at, _)| *at);
    Ok(done.into_iter().flat_map(|(_, chunks)| chunks).collect())
}

/// The order of the rows as the footer tells it: the leading columns that it is by.
fn sorting(schema: &SchemaRef, sorted_by: &[String]) -> Option<Vec<SortingColumn>> {
    let flat = schema.fields().iter().all(|field| !field.data_type().is_nested());
    let place = |name: &String| schema.index_of(name).ok().and_then(|at| i32::try_from(at).ok());
    let columns: Vec<SortingColumn> = sorted_by
        .iter()
        .map_while(place)
        .map(|column_idx| SortingColumn { column_idx, descending: false, nulls_first: false })
        .collect();
    (flat && !columns.is_empty()).then_some(columns)
}

fn stopped() -> ParquetError {
    ParquetError::General("a thread that encodes columns has stopped".to_owned())
}

fn failed(error: ParquetError) -> OutputError {
    OutputError::Encode { format: Format::Parquet, reason: error.to_string() }
}
