//! Arguments of the commands on the versions of a ledger: what there is, what differs, what to cite.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::ledger::{DiffBy, Moment};

use super::OutputArgs;
use crate::cli::values::date;

/// Arguments of `diff`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger diff 3 now
  warledger diff 2026-10-01 2026-11-01 --by country --source ucdp_ged
  warledger diff 3 4 --fields --format csv -o fields.csv
  warledger diff --since-report october.md

A table, Markdown and JSON hold totals, groups and events. CSV, JSON lines, Parquet and Arrow hold one table: the events,
with --by the totals of each group, with --fields each field that differs.")]
pub(crate) struct DiffArgs {
    /// Load or date to compare from
    #[arg(value_name = "BEFORE", value_parser = moment, required_unless_present = "since_report")]
    pub(crate) before: Option<Moment>,
    /// Load or date to compare with [default: now]
    #[arg(value_name = "AFTER", value_parser = moment)]
    pub(crate) after: Option<Moment>,
    /// Compare from the load that an earlier export, answer or comparison was made as of
    #[arg(long, value_name = "FILE", conflicts_with_all = ["before", "after"])]
    pub(crate) since_report: Option<PathBuf>,
    /// Totals of each group too
    #[arg(long, value_enum, value_name = "GROUP")]
    pub(crate) by: Option<DiffByArg>,
    /// Only this source
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    /// Each field that differs, as it was and as it is
    #[arg(long)]
    pub(crate) fields: bool,
    /// Output.
    #[command(flatten)]
    pub(crate) out: OutputArgs,
}

/// Groups of `diff --by`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffByArg {
    /// The source alone
    Source,
    /// Country
    Country,
    /// Actor; an event counts for each of its actors
    Actor,
    /// Region; regions overlap
    Region,
    /// Month in which events begin
    Month,
}

impl From<DiffByArg> for DiffBy {
    fn from(by: DiffByArg) -> Self {
        match by {
            DiffByArg::Source => DiffBy::Source,
            DiffByArg::Country => DiffBy::Country,
            DiffByArg::Actor => DiffBy::Actor,
            DiffByArg::Region => DiffBy::Region,
            DiffByArg::Month => DiffBy::Month,
        }
    }
}

/// Arguments of `cite`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger cite                               every source in the ledger
  warledger cite mali.parquet                  an earlier export: no ledger is needed
  warledger cite --sql \"select * from regional_trends where area = 'central_sahel'\"
  warledger cite --source ucdp_ged")]
pub(crate) struct CiteArgs {
    /// File that warledger wrote
    #[arg(value_name = "FILE", conflicts_with_all = ["sql", "source"])]
    pub(crate) file: Option<PathBuf>,
    /// Query whose sources to cite
    #[arg(long, value_name = "QUERY", conflicts_with = "source")]
    pub(crate) sql: Option<String>,
    /// Source to cite
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    /// Ask as of a load, or of the last one by the end of a day (UTC)
    #[arg(long, value_name = "LOAD|DATE", value_parser = moment, conflicts_with = "file")]
    pub(crate) as_of: Option<Moment>,
    /// Report as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of `loads`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:
  warledger loads
  warledger loads show 3
  warledger loads undo 3

Each load is a version: `--as-of 3` asks the state after load 3, and `warledger diff 3 now` tells what has changed since.")]
pub(crate) struct LoadsArgs {
    /// What to do; without it the loads are listed.
    #[command(subcommand)]
    pub(crate) command: Option<LoadsCommand>,
    /// Output.
    #[command(flatten)]
    pub(crate) out: OutputArgs,
}

/// What `loads` does with one load.
#[derive(Debug, Subcommand)]
pub(crate) enum LoadsCommand {
    /// Tell all that is recorded of a load
    Show(ShowLoadArgs),
    /// Bring back the states before a load, as a load of its own
    Undo {
        /// Number of the load
        #[arg(value_name = "ID")]
        load: u32,
        /// Report as JSON
        #[arg(long)]
        json: bool,
    },
}

/// Arguments of `loads show`.
#[derive(Debug, Args)]
pub(crate) struct ShowLoadArgs {
    /// Number of the load
    #[arg(value_name = "ID")]
    pub(crate) load_id: i64,
    /// Report as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// A load by its number, or a day, or the present.
pub(crate) fn moment(text: &str) -> Result<Moment, String> {
    if text.eq_ignore_ascii_case("now") {
        return Ok(Moment::Now);
    }
    match text.parse::<u32>() {
        Ok(load) => Ok(Moment::Load(i64::from(load))),
        Err(_) => date(text).map(Moment::Day).map_err(|_| {
            "write the number of a load (`warledger loads` lists them), a date as YYYY-MM-DD, or now".to_owned()
        }),
    }
}
