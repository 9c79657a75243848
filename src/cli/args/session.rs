//! Arguments of SQL: one question, the shell, the library of ready questions.

use std::path::PathBuf;

use clap::Args;

use crate::ledger::Moment;

use super::{EngineArgs, LimitArgs, OutputArgs, moment};

/// Arguments of `sql`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger sql \"select country, sum(deaths_best) from event where source = 'ucdp_ged' group by all\"
  warledger sql -f question.sql --format csv -o answer.csv
  echo 'from fatalities_since(date ''2025-05-01'')' | warledger sql
  warledger sql --named fatalities_by_country --param since=2025-05-01

The ledger is opened read-only and sealed: statements reach no files (but those of --allow-files DIR), no network and no
settings. A sum that counts the same events twice is answered with a warning and the way to do it right. A file, and any
form but the table where there is no terminal, is an export: rows of ACLED ask for --accept-acled-terms, sums never do.
`warledger describe` lists what there is to ask.")]
pub(crate) struct SqlArgs {
    /// Statement; without it and without -f it is read from standard input
    #[arg(allow_hyphen_values = true)]
    pub(crate) statement: Option<String>,
    /// Read the statements from a file
    #[arg(short, long, value_name = "FILE", conflicts_with = "statement")]
    pub(crate) file: Option<PathBuf>,
    /// Ask a ready question; `warledger queries` lists them
    #[arg(long, value_name = "NAME", conflicts_with_all = ["statement", "file", "write", "engine"])]
    pub(crate) named: Option<String>,
    /// Value for a parameter of the ready question; may be repeated
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = named_value)]
    pub(crate) params: Vec<(String, String)>,
    /// Allow statements that change the ledger
    #[arg(long, conflicts_with_all = ["as_of", "engine"])]
    pub(crate) write: bool,
    /// Ask the state of a load, or of the last one by the end of a day (UTC)
    #[arg(long, value_name = "LOAD|DATE", value_parser = moment)]
    pub(crate) as_of: Option<Moment>,
    /// Rows that a table on the terminal shows; 0 for all
    #[arg(long, value_name = "N", default_value_t = SqlArgs::MOST_ROWS, help_heading = "Limits")]
    pub(crate) max_rows: usize,
    /// Limits.
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    /// Another engine.
    #[command(flatten)]
    pub(crate) engine: EngineArgs,
    /// Output.
    #[command(flatten)]
    pub(crate) out: OutputArgs,
}

impl SqlArgs {
    /// Rows that a table shows unless told otherwise.
    pub(crate) const MOST_ROWS: usize = 1_000;
}

/// Arguments of `shell`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger shell
  warledger shell --as-of 2026-10-01
  warledger shell < questions.sql

Statements end with a semicolon; .help lists the commands. Tab completes, also names of actors and
regions inside quotes. ~/.warledgerrc is run first (WARLEDGERRC names another file, --no-rc runs
none); what was typed is kept in ~/.warledger_history (WARLEDGER_HISTORY; empty keeps nothing).
Through a pipe the first error ends the shell.")]
pub(crate) struct ShellArgs {
    /// Begin with the state of a load, or of the last one by the end of a day (UTC)
    #[arg(long, value_name = "LOAD|DATE", value_parser = moment)]
    pub(crate) as_of: Option<Moment>,
    /// Do not run ~/.warledgerrc
    #[arg(long)]
    pub(crate) no_rc: bool,
    /// Limits.
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

/// Arguments of `queries`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger queries
  warledger queries fatalities_by_country
  warledger sql --named fatalities_by_country --param since=2025-05-01 --param country=Mali")]
pub(crate) struct QueriesArgs {
    /// A ready question
    pub(crate) name: Option<String>,
    /// Output.
    #[command(flatten)]
    pub(crate) out: OutputArgs,
}

/// A parameter and its value.
pub(crate) fn named_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err("write a parameter and its value as NAME=VALUE, such as since=2025-05-01".to_owned()),
    }
}
