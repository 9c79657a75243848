//! Arguments of the commands about claims: who says so.

use clap::Args;

use crate::event::METRICS;
use crate::ledger::Moment;

use super::{AnswerArgs, FilterArgs, OutputArgs, moment};

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
    /// State of a load, or of the last one by the end of a day (UTC); the policies are those in force now
    #[arg(long, value_name = "LOAD|DATE", value_parser = moment)]
    pub(crate) as_of: Option<Moment>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// Output.
    #[command(flatten)]
    pub(crate) out: OutputArgs,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger check \"more than 400\" --metric killed --side state_forces --region central_sahel --from 2025-05-01 --to 2025-06-02
  warledger check \"at least 30\" --side state_forces --country Mali --from 2025-06-01 --to 2025-06-01
  warledger check-claim agg-c09                  the statement as a claim in the ledger makes it

supported: the whole range is what is said; compatible: some of it is; not reached, exceeded: all of it lies below, above;
cannot be decided: no figure, no coverage, or events without a figure that could exceed what is said to be the most.
Every verdict is that of one policy, or of one census source; nothing is added across sources.")]
pub(crate) struct CheckArgs {
    /// The figure: a number, a range, or words such as "more than 400 troops", "about 60", "up to 200", "400-500"
    #[arg(value_name = "FIGURE")]
    pub(crate) figure: String,
    /// What it counts
    #[arg(long, value_name = "METRIC", default_value = "killed", value_parser = clap::builder::PossibleValuesParser::new(METRICS))]
    pub(crate) metric: String,
    /// Whose losses: state_forces, civilians, militants, unspecified, or all
    #[arg(long, value_name = "SIDE", default_value = "all", value_parser = ["state_forces", "civilians", "militants", "unspecified", "all"])]
    pub(crate) side: String,
    /// Filters.
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    /// How it is shown.
    #[command(flatten)]
    pub(crate) shown: CheckShown,
}

/// Arguments of `check-claim`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger check-claim agg-c09
  warledger check-claim 2025-06-01-boulikessi-c02
  warledger sql \"select claim_id, claimant, value_best, period_start, region from claim where source_event_id is null\"

A claim on one event is checked against the other statements on it, not against itself and its echoes.")]
pub(crate) struct CheckClaimArgs {
    /// The claim; with its data set before it where several have one of that name
    #[arg(value_name = "CLAIM")]
    pub(crate) claim: String,
    /// Check the state of a load, or of the last one by the end of a day (UTC)
    #[arg(long, value_name = "LOAD|DATE", value_parser = moment)]
    pub(crate) as_of: Option<Moment>,
    /// How it is shown.
    #[command(flatten)]
    pub(crate) shown: CheckShown,
}

/// How a check is shown.
#[derive(Debug, Args)]
pub(crate) struct CheckShown {
    /// The policy whose events and sensitivity are shown, see `warledger policies` [default: the first]
    #[arg(long, value_name = "NAME")]
    pub(crate) policy: Option<String>,
    /// Everything as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of `brief`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger brief 2025-06-01-boulikessi
  warledger brief Djibo
  warledger brief JNIM --region central_sahel --since 2025-05-01
  warledger brief 2025-06-01-boulikessi --no-links

Pages are those of outlets and monitors; a belligerent's own channel is never linked.")]
pub(crate) struct BriefArgs {
    /// An event's identifier, a place, or a group by any of its names
    #[arg(value_name = "PLACE|GROUP|EVENT")]
    pub(crate) subject: String,
    /// Only this policy, see `warledger policies` [default: each]
    #[arg(long, value_name = "NAME")]
    pub(crate) policy: Option<String>,
    /// Notes and source texts too: they may name victims
    #[arg(long)]
    pub(crate) with_notes: bool,
    /// Leave out the addresses of the pages
    #[arg(long)]
    pub(crate) no_links: bool,
    /// Filters.
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    /// Everything as JSON
    #[arg(long)]
    pub(crate) json: bool,
}
