//! Arguments of the commands about patterns.

use clap::Args;

use super::{FilterArgs, OutputArgs};

/// Arguments of `coordinated`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger coordinated --since 2025-04-01
  warledger coordinated --group JNIM --source sahel_2025
  warledger coordinated --group JNIM --since 2023-01-01 --until 2023-12-31 --all
  warledger coordinated --region central_sahel --all --distance 100 --format csv

A cluster: the same group (its members included) attacks places at least 25 km apart on one day or on two in a row. It is
called coordinated if somebody states so, or if attacks on days of their own would fall so close in less than one of
twenty such periods (chance, an upper bound). `warledger describe simultaneous_attacks` says how that is computed, and
when there is no chance level. Statements of your own: warledger load FILE --source coordination")]
pub(crate) struct CoordinatedArgs {
    /// Filters.
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    /// Every cluster of simultaneous attacks, also those that nothing calls coordinated
    #[arg(long)]
    pub(crate) all: bool,
    /// Least distance between two of its places, in km, from 25 on
    #[arg(long, value_name = "KM", default_value_t = 25.0)]
    pub(crate) distance: f64,
    /// Output.
    #[command(flatten)]
    pub(crate) out: OutputArgs,
}
