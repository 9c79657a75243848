//! Results on their way out: Arrow record batches become bytes in one of seven formats.
//!
//! [`write()`] sends a stream of batches to any writer, [`write_file`] puts a file in place whole or not at all,
//! and [`write_partitioned`] lays out a Hive-style folder. CSV, JSON, Parquet and Arrow carry the exact values;
//! the text table and Markdown are for reading, so they group thousands and round fractions.

mod arrow_ipc;
mod cell;
mod csv;
mod error;
mod file;
mod json;
mod layout;
mod markdown;
mod parquet;
mod partition;
mod parts;
mod storage;
mod text;
mod value;
mod width;

#[cfg(test)]
mod tests;

use std::fmt;
use std::io::Write;
use std::path::Path;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;

pub(crate) use self::cell::FIGURE;
pub use self::error::OutputError;
pub use self::file::write_file;
pub(crate) use self::markdown::comment as markdown_comment;
pub use self::partition::write_partitioned;

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
    /// An Arrow IPC file, also known as Feather version 2.
    Arrow,
}

impl Format {
    /// The names that [`Format::parse`] is documented to take, in the order in which to list them.
    pub const NAMES: &[&str] = &["table", "csv", "json", "jsonl", "markdown", "parquet", "arrow"];

    /// The format with this name, in any letter case; common other names (`md`, `ndjson`, `feather`) are taken too.
    pub fn parse(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "table" | "text" | "txt" => Some(Self::Table),
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "markdown" | "md" => Some(Self::Markdown),
            "parquet" => Some(Self::Parquet),
            "arrow" | "feather" | "ipc" => Some(Self::Arrow),
            _ => None,
        }
    }

    /// The format that a file's extension stands for; `None` where the extension is missing or not known.
    pub fn from_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "txt" | "csv" | "json" | "jsonl" | "ndjson" | "md" | "markdown" | "parquet" | "arrow" | "feather"
            | "ipc" => Self::parse(&extension),
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
            Self::Arrow => "arrow",
        }
    }

    /// Whether the form has room for [`Options::metadata`].
    pub fn holds_metadata(self) -> bool {
        matches!(self, Self::Markdown | Self::Parquet | Self::Arrow)
    }

    /// Whether the bytes would garble a terminal.
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Parquet | Self::Arrow)
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
    /// Provenance as key and value, kept in Markdown, Parquet and Arrow output.
    pub metadata: Vec<(String, String)>,
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
        Format::Csv => Box::new(self::csv::Csv::new(schema, out)),
        Format::Json => Box::new(self::json::Json::array(schema, out)),
        Format::Jsonl => Box::new(self::json::Json::lines(schema, out)),
        Format::Markdown => Box::new(self::markdown::Markdown::new(schema, out, options)),
        Format::Parquet => Box::new(self::parquet::Parquet::new(schema, out, options)?),
        Format::Arrow => Box::new(self::arrow_ipc::ArrowFile::new(schema, out, options)?),
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
