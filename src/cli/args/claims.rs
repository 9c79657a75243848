//! Arguments of the commands about claims: who says so.

use clap::Args;

use super::{AnswerArgs, OutputArgs};

/// Arguments of `troops`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger troops --since 2025-05-01 --until 2025-06-03 --region central_sahel
  warledger troops --since 2025-05-01 --policy without_perpetrator")]
pub(crate) struct TroopsArgs {
    /// The question.
    #[command(flatten)]
    pub(crate) answer: AnswerArgs,
    /// Only this policy, see `warledger policies` [default: each]
    #[arg(long, value_name = "NAME")]
    pub(crate) policy: Option<String>,
}

/// Arguments of `policies`.
#[derive(Debug, Args)]
#[command(after_help = "A policy of your own: warledger template policies -o policies.csv, then
warledger load policies.csv --source policies")]
pub(crate) struct PoliciesArgs {
    /// Output.
    #[command(flatten)]
    pub(crate) out: OutputArgs,
}
