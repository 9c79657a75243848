//! Limits of statements, and how a result leaves by `export`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::cli::values::{memory, time};
use crate::ledger::{Access, Moment};

use super::FormatArg;
use super::versions::moment;

/// What statements may reach and take.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct LimitArgs {
    /// Let statements read the files of this folder
    #[arg(long, value_name = "DIR", help_heading = "Limits")]
    pub(crate) allow_files: Option<PathBuf>,
    /// Stop a statement that takes longer: 30, 90s, 5m
    #[arg(long, value_name = "TIME", value_parser = time, help_heading = "Limits")]
    pub(crate) timeout: Option<Duration>,
    /// Memory of the engine before it writes to the disk: 500MB, 2GB [default: four fifths of the machine's; 384MiB for export,
    /// which stays below 1 GiB with what is being encoded]
    #[arg(long, value_name = "SIZE", value_parser = memory, help_heading = "Limits")]
    pub(crate) memory: Option<u64>,
}

impl LimitArgs {
    /// As the library takes them, with the state that is asked.
    pub(crate) fn access(&self, moment: Option<Moment>) -> Access {
        Access { moment, files: self.allow_files.clone(), memory: self.memory, time: self.timeout }
    }
}

/// Where the provenance of a form without room for it goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProvenanceArg {
    /// In a JSON file beside
    #[default]
    Beside,
    /// Inside: CSV in comment lines, JSON around the rows, JSON lines in the first line
    Inside,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger export event -o events.parquet
  warledger export regional_trends -o trends.xlsx
  warledger export event -o map.geojson                     points for a map
  warledger export event --format geoparquet -o events.parquet
  warledger export event --partition-by source,country -o events/
  warledger export --sql \"select * from event where country = 'Mali'\" -o mali.parquet
  warledger export regional_trends --format csv | head      to standard output

A table or view comes sorted by date where it has one, a query in its own order; Parquet of a large table that stands by
date so far is not sorted again. A file holds one result, and is put in
place whole or not at all. It says where its numbers come from (`warledger cite FILE`): Parquet, Arrow, XLSX, GeoJSON and
Markdown inside, CSV, JSON and JSON lines in FILE.provenance.json beside. Rows of a source whose terms forbid passing them
on, such as ACLED's events, leave only with --accept-acled-terms; sums always do.")]
pub(crate) struct ExportArgs {
    /// Table or view to export
    #[arg(value_name = "NAME", required_unless_present = "sql", conflicts_with = "sql")]
    pub(crate) name: Option<String>,
    /// Query to export
    #[arg(long, value_name = "QUERY")]
    pub(crate) sql: Option<String>,
    /// File, whose extension says the form; a folder with --partition-by; `-` or nothing for standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Form, if the extension does not say it
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) format: Option<FormatArg>,
    /// Export the state of a load, or of the last one by the end of a day (UTC)
    #[arg(long, value_name = "LOAD|DATE", value_parser = moment)]
    pub(crate) as_of: Option<Moment>,
    /// Columns that make folders col=value (Hive style)
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', requires = "output")]
    pub(crate) partition_by: Vec<String>,
    /// Where the provenance of CSV and JSON goes
    #[arg(long, value_enum, value_name = "WHERE", default_value_t)]
    pub(crate) provenance: ProvenanceArg,
    /// Let rows of ACLED leave: the file stays with you, and you cite the source (sums always leave)
    #[arg(long)]
    pub(crate) accept_acled_terms: bool,
    /// Overwrite what is there
    #[arg(long)]
    pub(crate) force: bool,
    /// Limits.
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}
