//! Lakes, and engines that are asked over them.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};

use crate::cli::values::time;
use crate::remote::Address;

/// Which engine answers.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct EngineArgs {
    /// Ask another engine over Arrow Flight SQL: grpc://host:port, with a token in WARLEDGER_ENGINE_TOKEN
    #[arg(long, value_name = "URL", value_parser = Address::parse, requires = "lake", help_heading = "Another engine")]
    pub(crate) engine: Option<Address>,
    /// The lake that the engine reads: the folder of its manifest.json
    #[arg(long, env = "WARLEDGER_LAKE", hide_env_values = true, value_name = "DIR", help_heading = "Another engine")]
    pub(crate) lake: Option<PathBuf>,
}

/// Which engine answers, and how long it may take: for commands without a limit of their own.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct AnswerEngineArgs {
    /// The engine.
    #[command(flatten)]
    pub(crate) at: EngineArgs,
    /// Give up a step of the engine that takes longer: 30, 90s, 5m [default: 10m]
    #[arg(long, value_name = "TIME", value_parser = time, requires = "engine", help_heading = "Another engine")]
    pub(crate) timeout: Option<Duration>,
}

/// Arguments of `lake`.
#[derive(Debug, Args)]
pub(crate) struct LakeArgs {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: LakeCommand,
}

/// What `lake` does.
#[derive(Debug, Subcommand)]
pub(crate) enum LakeCommand {
    /// Write the present state as a lake of Parquet files that any engine reads
    Write(LakeWriteArgs),
}

/// Arguments of `lake write`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger lake write lake
  warledger lake write lake --incremental                    only what differs from the lake that is there
  warledger lake write lake --location s3://bucket/lake      engines find a copy of it there
  warledger sql --engine grpc://127.0.0.1:32010 --lake lake \"select country, count(*) from event group by country\"

Events and their actors lie in folders source=.../year=..., every other table is one file; manifest.json says what there is:
loads, cut-offs, columns, checksums. An earlier lake stands whole until the new one takes its place. docs/scale-out.md tells
when another engine is worth it, and how to start one.")]
pub(crate) struct LakeWriteArgs {
    /// Folder
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
    /// Write only the parts whose rows differ from those of the lake that is there
    #[arg(long)]
    pub(crate) incremental: bool,
    /// Replace a lake that is there
    #[arg(long)]
    pub(crate) force: bool,
    /// Where engines find the lake, if not in this folder: a URL, or a path on their machines
    #[arg(long, value_name = "URL")]
    pub(crate) location: Option<String>,
    /// With earlier states of events, actors, claims and published sums
    #[arg(long)]
    pub(crate) history: bool,
    /// Let rows of ACLED leave to the lake: it stays with you, and you cite the source
    #[arg(long)]
    pub(crate) accept_acled_terms: bool,
    /// Report as JSON
    #[arg(long)]
    pub(crate) json: bool,
}
