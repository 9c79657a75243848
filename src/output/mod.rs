//! Results on their way out: Arrow record batches become bytes in one of eleven formats.
//!
//! [`write()`] sends a stream of batches to any writer, [`write_file`] puts a file in place whole or not at all,
//! and [`write_partitioned`] lays out a Hive-style folder. CSV, JSON, Parquet and Arrow carry the exact values;
//! the text table and Markdown are for reading, so they group thousands and round fractions.

mod arrow_ipc;
mod cell;
mod csv;
mod error;
mod file;
mod geo;
mod geojson;
mod json;
mod layout;
mod markdown;
mod parquet;
mod partition;
mod parts;
mod storage;
mod temporary;
mod text;
mod value;
mod width;
mod xlsx;

#[cfg(test)]
mod tests;

use std::fmt;
use std::io::Write;
use std::path::Path;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;

pub(crate) use self::cell::{FIGURE, count as grouped, printable};
pub use self::error::OutputError;
pub(crate) use self::file::write_bytes;
pub use self::file::write_file;
pub(crate) use self::markdown::comment as markdown_comment;
pub(crate) use self::parquet::GROUP_ROWS;
pub(crate) use self::partition::encoded as folder_name;
pub use self::partition::write_partitioned;
pub(crate) use self::temporary::{remove_put_aside, remove_unfinished, temporary_folder};
pub(crate) use self::xlsx::PROVENANCE_SHEET;

/// The form in which a result leaves the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// A plain-text table for a terminal.
    Table,
    /// Comma-separated values after RFC 4180.
    Csv,
    /// One JSON array of objects.
    Json,
    /// One JSON object on each line.
    Jsonl,
    /// A Markdown table as GitHub reads it.
    Markdown,
    /// An Apache Parquet file.
    Parquet,
    /// A Parquet file with a column of points and the GeoParquet metadata.
    Geoparquet,
    /// A GeoJSON collection of features.
    Geojson,
    /// An Arrow IPC file, also known as Feather version 2.
    Arrow,
    /// An Arrow IPC stream, which is read from the front to the end.
    ArrowStream,
    /// An Excel workbook.
    Xlsx,
}

impl Format {
    /// The names that [`Format::parse`] is documented to take, in the order in which to list them.
    pub const NAMES: &[&str] = &[
        "table",
        "csv",
        "json",
        "jsonl",
        "markdown",
        "parquet",
        "geoparquet",
        "geojson",
        "arrow",
        "arrow-stream",
        "xlsx",
    ];

    /// The format with this name, in any letter case; common other names (`md`, `ndjson`, `feather`) are taken too.
    pub fn parse(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "table" | "text" | "txt" => Some(Self::Table),
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "markdown" | "md" => Some(Self::Markdown),
            "parquet" => Some(Self::Parquet),
            "geoparquet" => Some(Self::Geoparquet),
            "geojson" => Some(Self::Geojson),
            "arrow" | "feather" | "ipc" => Some(Self::Arrow),
            "arrow-stream" | "arrows" => Some(Self::ArrowStream),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }

    /// The format that a file's extension stands for; `None` where the extension is missing or not known.
    pub fn from_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "txt" | "csv" | "json" | "jsonl" | "ndjson" | "md" | "markdown" | "parquet" | "geoparquet" | "geojson"
            | "arrow" | "feather" | "ipc" | "arrows" | "xlsx" => Self::parse(&extension),
            _ => None,
        }
    }

    /// The format's name, as [`Format::NAMES`] has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Markdown => "markdown",
            Self::Parquet => "parquet",
            Self::Geoparquet => "geoparquet",
            Self::Geojson => "geojson",
            Self::Arrow => "arrow",
            Self::ArrowStream => "arrow-stream",
            Self::Xlsx => "xlsx",
        }
    }

    /// The extension by which other programs know its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Table => "txt",
            Self::Markdown => "md",
            Self::Geoparquet => "parquet",
            Self::ArrowStream => "arrows",
            other => other.name(),
        }
    }

    /// Whether the form has room for [`Options::metadata`].
    pub fn holds_metadata(self) -> bool {
        !matches!(self, Self::Table | Self::Csv | Self::Json | Self::Jsonl)
    }

    /// Whether the bytes would garble a terminal.
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Parquet | Self::Geoparquet | Self::Arrow | Self::ArrowStream | Self::Xlsx)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// How a result is shown on a terminal or written.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Terminal columns that the text table must fit into; `None` is unlimited.
    pub width: Option<u16>,
    /// Whether the text table is styled with ANSI escapes.
    pub colour: bool,
    /// Rows that the text table shows; all other formats always hold every row.
    pub max_rows: Option<usize>,
    /// Provenance as key and value, kept in every form that has room for it.
    pub metadata: Vec<(String, String)>,
    /// Whether forms without room for it hold the provenance all the same: CSV in comment lines, JSON in an object
    /// around the rows, JSON lines in the first line.
    pub inside: bool,
    /// Columns that the rows are sorted by, as Parquet's footer tells.
    pub sorted_by: Vec<String>,
}

impl Options {
    /// The whole provenance block as JSON.
    fn provenance(&self) -> Option<&str> {
        let mut pairs = self.metadata.iter();
        pairs.find(|(key, _)| key == crate::provenance::KEY).map(|(_, block)| block.as_str())
    }

    /// The block, where it is asked for inside forms without room for it.
    fn provenance_inside(&self) -> Option<&str> {
        self.provenance().filter(|_| self.inside)
    }
}

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Rows in the result.
    pub rows: u64,
    /// Rows in the output: fewer than `rows` only in a text table cut by [`Options::max_rows`].
    pub shown: u64,
}

impl Written {
    fn all(rows: u64) -> Self {
        Self { rows, shown: rows }
    }
}

/// One output in progress: takes batches as they come and closes the format at the end.
trait Sink {
    fn batch(&mut self, batch: &RecordBatch) -> Result<(), OutputError>;
    fn finish(self: Box<Self>) -> Result<Written, OutputError>;
}

fn open<'a, W: Write + 'a>(
    format: Format,
    schema: &SchemaRef,
    out: W,
    options: &Options,
) -> Result<Box<dyn Sink + 'a>, OutputError> {
    Ok(match format {
        Format::Table => Box::new(self::text::Text::new(schema, out, options)),
        Format::Csv => Box::new(self::csv::Csv::new(schema, out, options)),
        Format::Json => Box::new(self::json::Json::array(schema, out, options)),
        Format::Jsonl => Box::new(self::json::Json::lines(schema, out, options)),
        Format::Markdown => Box::new(self::markdown::Markdown::new(schema, out, options)),
        Format::Parquet => Box::new(self::parquet::Parquet::new(schema, out, options)?),
        Format::Geoparquet => Box::new(self::parquet::Parquet::with_points(schema, out, options)?),
        Format::Geojson => Box::new(self::geojson::Geojson::new(schema, out, options)?),
        Format::Arrow => Box::new(self::arrow_ipc::Arrow::file(schema, out, options)?),
        Format::ArrowStream => Box::new(self::arrow_ipc::Arrow::stream(schema, out, options)?),
        Format::Xlsx => Box::new(self::xlsx::Xlsx::new(schema, out, options)?),
    })
}

/// Writes the batches (all of `schema`) to `out`.
///
/// Batches are taken one at a time, and nothing is written before the first has arrived: a query that fails at
/// once leaves `out` untouched. A reader that goes away shows as [`OutputError::is_broken_pipe`].
pub fn write(
    format: Format,
    schema: &SchemaRef,
    batches: &mut dyn Iterator<Item = Result<RecordBatch, ArrowError>>,
    out: &mut dyn Write,
    options: &Options,
) -> Result<Written, OutputError> {
    let mut next = batches.next().transpose().map_err(OutputError::Query)?;
    let mut sink = open(format, schema, out, options)?;
    while let Some(batch) = next {
        if batch.num_rows() > 0 {
            sink.batch(&self::storage::conform(schema, batch)?)?;
        }
        next = batches.next().transpose().map_err(OutputError::Query)?;
    }
    sink.finish()
}
