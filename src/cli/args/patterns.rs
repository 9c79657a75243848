//! Arguments of the commands about patterns.

use chrono::NaiveDate;
use clap::Args;

use crate::cli::values::date;
use crate::ledger::Moment;

use super::versions::moment;
use super::{AnswerEngineArgs, FilterArgs, OutputArgs, SortArg};

/// Arguments of `deadliest`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger deadliest --group JNIM
  warledger deadliest --region central_sahel --since 2025-01-01 --sort date
  warledger deadliest --country Nigeria --limit 20 --format csv
  warledger deadliest --group JNIM --country \"Burkina Faso\"

Weeks of the group, or else of the first-order area, the country or the region; without any, of each country. Ranks are
among the 52 weeks that end with a week, and among all that are loaded; --since and --until choose which of them are shown.
An event of more than a week is in no week: such deaths are unplaced and said beside. A coded sample has no ranks.")]
pub(crate) struct DeadliestArgs {
    /// Filters.
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    /// Order
    #[arg(long, value_enum, default_value_t = SortArg::Deaths)]
    pub(crate) sort: SortArg,
    /// At most so many weeks of each source
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) limit: u32,
    /// Another engine.
    #[command(flatten)]
    pub(crate) engine: AnswerEngineArgs,
    /// Output.
    #[command(flatten)]
    pub(crate) out: OutputArgs,
}

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
    /// At most so many clusters, the newest
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<u32>,
    /// Another engine.
    #[command(flatten)]
    pub(crate) engine: AnswerEngineArgs,
    /// Output.
    #[command(flatten)]
    pub(crate) out: OutputArgs,
}

/// Arguments of `coast`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger coast --since 2023-01-01
  warledger coast --group JNIM --limit 8
  warledger coast --group JNIM --since 2025-01-01 --events

An event belongs to the quarter that holds it whole; one that crosses the end of a quarter is unplaced and said beside.")]
pub(crate) struct CoastArgs {
    /// Filters.
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    /// List the events at the coast instead
    #[arg(long)]
    pub(crate) events: bool,
    /// At most so many quarters of each source, the newest
    #[arg(long, value_name = "N", conflicts_with = "events")]
    pub(crate) limit: Option<u32>,
    /// Another engine.
    #[command(flatten)]
    pub(crate) engine: AnswerEngineArgs,
    /// Output.
    #[command(flatten)]
    pub(crate) out: OutputArgs,
}

/// Arguments of `new-areas` and `new-actors`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger new-areas --group JNIM
  warledger new-areas --country Benin --since 2025-01-01
  warledger new-actors --region central_sahel --format csv

new: the loads cover the 365 days before in that country. Where they do not, an earlier event may be missing, and nothing is said.")]
pub(crate) struct NewcomersArgs {
    /// Filters.
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    /// Actors of every kind, not only organised groups
    #[arg(long)]
    pub(crate) all_kinds: bool,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(crate) limit: u32,
    /// Another engine.
    #[command(flatten)]
    pub(crate) engine: AnswerEngineArgs,
    /// Output.
    #[command(flatten)]
    pub(crate) out: OutputArgs,
}

/// Arguments of `history`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger history Timbuktu
  warledger history Djibo --changes
  warledger history Boulikessi --format json

A place is found where its whole name stands in the source's (\"Djibo town\"). Context is what reports mention from before,
and is never counted; more of it: warledger load FILE --source context. Changes that a source does not code in its
types: warledger load FILE --source place_changes")]
pub(crate) struct HistoryArgs {
    /// Place
    #[arg(value_name = "PLACE")]
    pub(crate) place: String,
    /// Only events that changed who holds the place
    #[arg(long)]
    pub(crate) changes: bool,
    /// With the source's own words, which may name people
    #[arg(long)]
    pub(crate) with_notes: bool,
    /// First day, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Filters")]
    pub(crate) since: Option<NaiveDate>,
    /// Last day, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Filters")]
    pub(crate) until: Option<NaiveDate>,
    /// Country, by any of its names or its ISO code
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    pub(crate) country: Option<String>,
    /// Source, such as ucdp_ged
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    pub(crate) source: Option<String>,
    /// Answer as of a load, or of the last one by the end of a day (UTC)
    #[arg(long, value_name = "LOAD|DATE", value_parser = moment, help_heading = "Filters")]
    pub(crate) as_of: Option<Moment>,
    /// Output.
    #[command(flatten)]
    pub(crate) out: OutputArgs,
}

impl HistoryArgs {
    /// Period, country and source as filters of other answers.
    pub(crate) fn filter(&self) -> FilterArgs {
        FilterArgs {
            since: self.since,
            until: self.until,
            country: self.country.clone(),
            source: self.source.clone(),
            as_of: self.as_of,
            ..FilterArgs::default()
        }
    }
}
