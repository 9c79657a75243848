//! Arguments of the shell and of the library of ready questions.

use clap::Args;

use crate::ledger::Moment;

use super::{LimitArgs, OutputArgs, moment};

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
