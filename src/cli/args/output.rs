//! How a result leaves: its form, and where to.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::output::Format;

/// How a result leaves.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct OutputArgs {
    /// Form of the result [default: table, or by the extension of --output]
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Output")]
    pub(crate) format: Option<FormatArg>,
    /// Write to a file instead of the terminal
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Overwrite the file if it exists
    #[arg(long, help_heading = "Output")]
    pub(crate) force: bool,
    /// Let rows of ACLED leave, to a file or through a pipe in another form than the table: they stay with you, and you cite
    /// the source (sums always leave)
    #[arg(long, help_heading = "Output")]
    pub(crate) accept_acled_terms: bool,
}

/// Forms of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatArg {
    /// Table for reading
    Table,
    /// Comma-separated values
    Csv,
    /// One JSON array
    Json,
    /// One JSON object a line
    Jsonl,
    /// Markdown table
    Markdown,
    /// Parquet
    Parquet,
    /// Parquet with a column of points
    Geoparquet,
    /// GeoJSON
    Geojson,
    /// Arrow IPC file
    Arrow,
    /// Arrow IPC stream
    ArrowStream,
    /// Excel workbook
    Xlsx,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Table => Format::Table,
            FormatArg::Csv => Format::Csv,
            FormatArg::Json => Format::Json,
            FormatArg::Jsonl => Format::Jsonl,
            FormatArg::Markdown => Format::Markdown,
            FormatArg::Parquet => Format::Parquet,
            FormatArg::Geoparquet => Format::Geoparquet,
            FormatArg::Geojson => Format::Geojson,
            FormatArg::Arrow => Format::Arrow,
            FormatArg::ArrowStream => Format::ArrowStream,
            FormatArg::Xlsx => Format::Xlsx,
        }
    }
}
