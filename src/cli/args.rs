//! Arguments as they are typed; what they mean stands in each command's file.

mod claims;
mod engine;
mod files;
mod limits;
mod output;
mod patterns;
mod report;
mod session;
mod versions;
mod words;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::ledger::{Filter, Moment, Period};

use super::values::{date, date_format, days, percent};

pub(crate) use claims::{BriefArgs, CheckArgs, CheckClaimArgs, CheckShown, PoliciesArgs, TroopsArgs};
pub(crate) use engine::{AnswerEngineArgs, EngineArgs, LakeArgs, LakeCommand, LakeWriteArgs};
pub(crate) use files::{CompletionsArgs, SampleArgs, TemplateArgs, TemplateKind};
pub(crate) use limits::{ExportArgs, LimitArgs, ProvenanceArg};
pub(crate) use output::{FormatArg, OutputArgs};
pub(crate) use patterns::{CoastArgs, CoordinatedArgs, DeadliestArgs, HistoryArgs, NewcomersArgs};
pub(crate) use report::{ReportArgs, ReportCommand, TrendArgs};
pub(crate) use session::{QueriesArgs, ShellArgs, SqlArgs, named_value};
pub(crate) use versions::moment;
pub(crate) use versions::{CiteArgs, DiffArgs, LoadsArgs, LoadsCommand, ShowLoadArgs};

/// Analytics for armed-conflict events: every number with its range, its source and its cut-off.
#[derive(Debug, Parser)]
#[command(name = "warledger", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "First steps:
  warledger demo                                    the founding questions on built-in data
  warledger load GEDEvent_v26_0_8.csv               load a file; source and layout are recognised
  warledger fatalities --since 2025-05-01           deaths since a date, per source and country
  warledger attacks --region central_sahel          which groups are in how many events
  warledger sql \"select * from regional_trends limit 5\"")]
pub(crate) struct Cli {
    /// Database file
    #[arg(long, global = true, env = "WARLEDGER_DB", default_value = "warledger.duckdb", value_name = "FILE")]
    pub(crate) db: PathBuf,
    /// The command.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Load event files, claims, or your own actors, aliases and regions
    Load(LoadArgs),
    /// Deaths since a date, per source and country
    Fatalities(AnswerArgs),
    /// Armed groups ranked by the events that they are in, or their frequency by week or month
    Attacks(AttacksArgs),
    /// Events and deaths of regions, countries or first-order areas by month
    Trends(AnswerArgs),
    /// Troops killed by what is claimed, under each policy (claims data)
    Troops(TroopsArgs),
    /// Coordinated attacks: same group, several places, within two days; stated so, or unlikely by chance
    Coordinated(CoordinatedArgs),
    /// Deadliest weeks of a group or area: ranks among 52 weeks and in all, deadliest since
    Deadliest(DeadliestArgs),
    /// Events in the coastal states of West Africa and their northern regions, by quarter
    Coast(CoastArgs),
    /// Areas that groups enter: their first event there in 12 months
    NewAreas(NewcomersArgs),
    /// Actors that appear in a country: their first event there in 12 months
    NewActors(NewcomersArgs),
    /// What happened at a place: who took, regained or left it, with sources
    History(HistoryArgs),
    /// Check a published figure: how far it holds, under each policy and in each census source
    Check(CheckArgs),
    /// Check a figure that a claim in the ledger states
    CheckClaim(CheckClaimArgs),
    /// What is known of an event, a place or a group, who says what, and what is not known
    Brief(BriefArgs),
    /// A trend report to print, send and cite: HTML, PDF, Markdown or JSON
    Report(ReportArgs),
    /// List the policies: whose claims count
    Policies(PoliciesArgs),
    /// List the events behind an answer
    Events(EventsArgs),
    /// Ask anything in SQL (read-only unless --write)
    Sql(SqlArgs),
    /// Ask in a session: completion, history, paged results; or statements through a pipe
    Shell(ShellArgs),
    /// List ready questions, or show one with its parameters and its SQL
    Queries(QueriesArgs),
    /// Write a table, view or query to a file
    Export(ExportArgs),
    /// Write the ledger as a lake of Parquet files that any engine reads
    Lake(LakeArgs),
    /// Answer the founding questions on built-in data
    Demo(DemoArgs),
    /// What differs between two loads: events, fields, totals
    Diff(DiffArgs),
    /// What to cite for a file, a query or a source
    Cite(CiteArgs),
    /// List the loads, or tell all that is recorded of one
    Loads(LoadsArgs),
    /// List sources: what they are, where to get them, what is loaded
    Sources(JsonArgs),
    /// Describe the tables, views and macros, or one of them
    Describe(DescribeArgs),
    /// List actors, or those that no reference row matches
    Actors(ActorsArgs),
    /// Print a commented definition to describe a table of your own
    Template(TemplateArgs),
    /// Write the ledger anew, without the space of what is gone
    Compact(JsonArgs),
    /// Bring a ledger of an earlier version forward
    Upgrade(JsonArgs),
    /// Recompute everything from the events and compare: precomputed answers, history, hashes, actors
    Verify(JsonArgs),
    /// Check this machine and the database
    Doctor(JsonArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Write a synthetic event file: invented countries, groups and places
    Sample(SampleArgs),
}

/// What a question is about.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct FilterArgs {
    /// First start date, YYYY-MM-DD
    #[arg(long, alias = "from", value_name = "DATE", value_parser = date, help_heading = "Filters")]
    pub(crate) since: Option<NaiveDate>,
    /// Last start date, YYYY-MM-DD
    #[arg(long, alias = "to", value_name = "DATE", value_parser = date, help_heading = "Filters")]
    pub(crate) until: Option<NaiveDate>,
    /// Country, by any of its names or its ISO code
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    pub(crate) country: Option<String>,
    /// First-order area; case, accents and words such as "region" do not matter
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    pub(crate) admin1: Option<String>,
    /// Region, such as central_sahel
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    pub(crate) region: Option<String>,
    /// Group, by identifier or any of its names
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    pub(crate) group: Option<String>,
    /// Class of events, such as Battles or one_sided
    #[arg(long, value_name = "CLASS", help_heading = "Filters")]
    pub(crate) class: Option<String>,
    /// Only events that target civilians
    #[arg(long, help_heading = "Filters")]
    pub(crate) civilians: bool,
    /// Source, such as ucdp_ged
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    pub(crate) source: Option<String>,
    /// Count a group's allies with it
    #[arg(long, help_heading = "Filters")]
    pub(crate) with_allies: bool,
    /// Count a group without its members
    #[arg(long, help_heading = "Filters")]
    pub(crate) without_members: bool,
    /// Answer as of a load, or of the last one by the end of a day (UTC)
    #[arg(long, value_name = "LOAD|DATE", value_parser = moment, help_heading = "Filters")]
    pub(crate) as_of: Option<Moment>,
}

impl FilterArgs {
    /// As the library takes it.
    pub(crate) fn filter(&self) -> Filter {
        Filter {
            since: self.since,
            until: self.until,
            country: self.country.clone(),
            admin1: self.admin1.clone(),
            region: self.region.clone(),
            group: self.group.clone(),
            class: self.class.clone(),
            civilians: self.civilians,
            source: self.source.clone(),
            search: None,
            with_allies: self.with_allies,
            no_members: self.without_members,
        }
    }
}

/// Arguments of `load`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger load GEDEvent_v26_0_2.xlsx
  warledger load ged261-csv.zip
  warledger load acled_export.csv --accessed-on 2026-11-01
  warledger load old_export.csv --date-format '%d/%m/%Y'
  warledger load events.csv claims.csv
  warledger load builtin:sahel_2025
  warledger load mine.csv --source path/to/source.toml
  warledger load my_aliases.csv --source aliases
  warledger load my_claims.csv --source claims   figures on events of any source: template claims
  warledger load my_policy.csv --source policies whose claims count: template policies
  warledger load acled_2025.csv --snapshot --covers 2025-01-01..2025-12-31
  warledger load acled_deleted.csv              a list of event_id_cnty, deleted_timestamp

Nothing is half-written: a load is whole or it did not happen, and questions go on while it runs. Files of several
sources or releases are one load each. Loading a file twice changes nothing, and an older state never replaces a newer
one. An update never removes events; a snapshot removes those that it covers and lacks; earlier states are kept.")]
pub(crate) struct LoadArgs {
    /// Files: CSV, XLSX, JSON, GeoJSON or Parquet, plain or in a .zip; builtin:sahel_2025 for the built-in data
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Source: a name from `warledger sources` (claims for your own), a path to a source.toml, or actors, aliases, regions, policies
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    /// Release of the files, such as 26.1, if their names do not tell it
    #[arg(long, value_name = "VERSION")]
    pub(crate) release: Option<String>,
    /// When you obtained the files
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) accessed_on: Option<NaiveDate>,
    /// Form of dates such as 03/04/2025, where the file does not tell: '%d/%m/%Y' or '%m/%d/%Y'
    #[arg(long, value_name = "FORM", value_parser = date_format)]
    pub(crate) date_format: Option<String>,
    /// Percent of rows that may be rejected before the load fails
    #[arg(long, value_name = "PERCENT", default_value_t = 1.0, value_parser = percent)]
    pub(crate) max_rejects: f64,
    /// The files are complete in what they cover: remove what they lack [default: as the release says]
    #[arg(long, conflicts_with = "update", help_heading = "What a load removes")]
    pub(crate) snapshot: bool,
    /// The files are a part: add and revise, remove nothing [default where no release says otherwise]
    #[arg(long, help_heading = "What a load removes")]
    pub(crate) update: bool,
    /// First and last day that the files cover whole [default: those of the release]
    #[arg(long, value_name = "FROM..TO", value_parser = days, help_heading = "What a load removes")]
    pub(crate) covers: Option<(NaiveDate, NaiveDate)>,
    /// The files cover only this country; may be repeated
    #[arg(long, value_name = "NAME", help_heading = "What a load removes")]
    pub(crate) covers_country: Vec<String>,
    /// Remove events even if they are more than 5 % of what the load covers
    #[arg(long, help_heading = "What a load removes")]
    pub(crate) yes: bool,
    /// Filters of the export, in your words; recorded with the load
    #[arg(long, value_name = "TEXT")]
    pub(crate) filters: Option<String>,
    /// Say what would happen and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Report as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of an answer.
#[derive(Debug, Args)]
pub(crate) struct AnswerArgs {
    /// Filters.
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    /// List the events behind the answer instead
    #[arg(long)]
    pub(crate) events: bool,
    /// Another engine.
    #[command(flatten)]
    pub(crate) engine: AnswerEngineArgs,
    /// Output.
    #[command(flatten)]
    pub(crate) out: OutputArgs,
}

/// Arguments of `attacks`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger attacks --since 2025-05-01 --region central_sahel
  warledger attacks --group JNIM --by month
  warledger attacks --group \"Islamic State (Sahel)\" --events --format csv -o events.csv

`events` counts events in which the group is a side; `attacks` only those that the source codes as its attack.
Deaths are in these events, on all sides: not \"killed by\" the group.")]
pub(crate) struct AttacksArgs {
    /// Filters.
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    /// Frequency over time instead of a ranking
    #[arg(long, value_enum, value_name = "PERIOD")]
    pub(crate) by: Option<ByArg>,
    /// Actors of every kind, not only organised groups
    #[arg(long)]
    pub(crate) all_kinds: bool,
    /// List the events behind the answer instead
    #[arg(long)]
    pub(crate) events: bool,
    /// Another engine.
    #[command(flatten)]
    pub(crate) engine: AnswerEngineArgs,
    /// Output.
    #[command(flatten)]
    pub(crate) out: OutputArgs,
}

/// Periods of `attacks --by`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ByArg {
    /// ISO week, Monday to Sunday
    Week,
    /// ACLED's week, Saturday to Friday
    AcledWeek,
    /// Calendar month
    Month,
}

impl ByArg {
    /// As the library takes it.
    pub(crate) fn period(self) -> Period {
        match self {
            ByArg::Week => Period::Week,
            ByArg::AcledWeek => Period::AcledWeek,
            ByArg::Month => Period::Month,
        }
    }
}

/// Arguments of `events`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger events --country Mali --since 2025-06-01 --sort deaths
  warledger events --search Boulikessi
  warledger events --group JNIM --civilians --format csv -o jnim_civilians.csv")]
pub(crate) struct EventsArgs {
    /// Filters.
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    /// Text in names, places, types and summaries
    #[arg(long, value_name = "TEXT", help_heading = "Filters")]
    pub(crate) search: Option<String>,
    /// Order
    #[arg(long, value_enum, default_value_t = SortArg::Date)]
    pub(crate) sort: SortArg,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<u32>,
    /// Output.
    #[command(flatten)]
    pub(crate) out: OutputArgs,
}

/// Orders of `events`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SortArg {
    /// Deadliest first
    Deaths,
    /// Newest first
    Date,
}

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// Keep the database and the Parquet files in this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// Arguments of commands that report as text or JSON.
#[derive(Debug, Args)]
pub(crate) struct JsonArgs {
    /// Report as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of `describe`.
#[derive(Debug, Args)]
pub(crate) struct DescribeArgs {
    /// Table, view or macro
    pub(crate) name: Option<String>,
    /// Output.
    #[command(flatten)]
    pub(crate) out: OutputArgs,
}

/// Arguments of `actors`.
#[derive(Debug, Args)]
pub(crate) struct ActorsArgs {
    /// Only names that no reference row matches
    #[arg(long)]
    pub(crate) unmatched: bool,
    /// Only this kind
    #[arg(long, value_name = "KIND", value_parser = clap::builder::PossibleValuesParser::new(crate::event::ACTOR_KINDS))]
    pub(crate) kind: Option<String>,
    /// Output.
    #[command(flatten)]
    pub(crate) out: OutputArgs,
}
