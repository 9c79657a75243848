//! The answers: `fatalities`, `attacks`, `trends`, `troops`, and the events and actors behind them.

use arrow::datatypes::Schema;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::ledger::{EventsOf, Filter, Ledger, Period, Rows};

use super::args::{ActorsArgs, AnswerArgs, AttacksArgs, ByArg, Cli, EventsArgs, FilterArgs, OutputArgs, SortArg};
use super::{notes, render};

/// Rows that a table on a terminal shows.
const MOST_ROWS: usize = 200;

const FATALITIES: &[&str] = &[
    "source",
    "country",
    "events",
    "deaths_low",
    "deaths_best",
    "deaths_high",
    "provisional_deaths_best",
    "state_forces_best",
    "auxiliaries_best",
    "nonstate_best",
    "civilians_best",
    "unspecified_best",
    "straddling_events",
    "coverage_to",
    "covers_period",
];

const ATTACKS: &[&str] = &[
    "source",
    "actor_name",
    "member_of",
    "events",
    "attacks",
    "deaths_low",
    "deaths_best",
    "deaths_high",
    "own_deaths_best",
    "opponent_deaths_best",
    "civilian_deaths_best",
    "unplaced_events",
    "last_date",
    "unidentified_share",
];

const FREQUENCY: &[&str] = &[
    "source",
    "actor_name",
    "week",
    "acled_week",
    "month",
    "events",
    "attacks",
    "deaths_low",
    "deaths_best",
    "deaths_high",
    "civilian_targeting_events",
    "active_days",
    "days_since_previous",
    "unplaced_events",
    "is_partial",
];

const TRENDS: &[&str] = &[
    "source",
    "area",
    "month",
    "events",
    "attacks",
    "deaths_low",
    "deaths_best",
    "deaths_high",
    "events_ratio_year_before",
    "events_ratio_12_months",
    "deaths_ratio_12_months",
    "unplaced_events",
    "is_partial",
];

const TROOPS: &[&str] = &[
    "source",
    "area",
    "policy",
    "deaths_low",
    "deaths_best",
    "deaths_high",
    "events_with_figure",
    "events_without_figure",
];

const EVENTS: &[&str] = &[
    "source",
    "source_event_id",
    "start_date",
    "country",
    "admin1",
    "place",
    "side_a",
    "side_b",
    "event_class",
    "deaths_low",
    "deaths_best",
    "deaths_high",
    "status",
];

const SIDES: &str =
    "Deaths are in events involving the actor, on all sides: not \"killed by\" it. Groups do not add up.";

pub(crate) fn fatalities(cli: &Cli, args: &AnswerArgs) -> Result<()> {
    let ledger = Ledger::open(&cli.db)?;
    if args.events {
        return list(&ledger, &args.filter, &args.out, EventsOf::Any);
    }
    let rows = ledger.fatalities(&args.filter.filter())?;
    show(
        &ledger,
        &rows,
        &args.out,
        FATALITIES,
        "fatalities",
        &["Sources record the same events under different rules: never add them."],
    )
}

pub(crate) fn attacks(cli: &Cli, args: &AttacksArgs) -> Result<()> {
    let ledger = Ledger::open(&cli.db)?;
    let of = if args.all_kinds || args.filter.group.is_some() { EventsOf::Any } else { EventsOf::Groups };
    if args.events {
        return list(&ledger, &args.filter, &args.out, of);
    }
    let filter = args.filter.filter();
    match args.by {
        None => {
            let rows = ledger.attacks(&filter, args.all_kinds)?;
            show(&ledger, &rows, &args.out, ATTACKS, "attacks", &[SIDES])
        }
        Some(by) => {
            let period = match by {
                ByArg::Week => Period::Week,
                ByArg::AcledWeek => Period::AcledWeek,
                ByArg::Month => Period::Month,
            };
            let rows = ledger.attacks_by(&filter, period, args.all_kinds)?;
            show(&ledger, &rows, &args.out, FREQUENCY, "attacks", &[SIDES])
        }
    }
}

pub(crate) fn trends(cli: &Cli, args: &AnswerArgs) -> Result<()> {
    let ledger = Ledger::open(&cli.db)?;
    if args.events {
        return list(&ledger, &args.filter, &args.out, EventsOf::Any);
    }
    let rows = ledger.trends(&args.filter.filter())?;
    let lines =
        ["Ratios are to the same month of the year before and to the mean of the 12 months before; they are no test."];
    show(&ledger, &rows, &args.out, TRENDS, "trends", &lines)
}

pub(crate) fn troops(cli: &Cli, args: &AnswerArgs) -> Result<()> {
    let ledger = Ledger::open(&cli.db)?;
    if args.events {
        return list(&ledger, &args.filter, &args.out, EventsOf::Troops);
    }
    let rows = ledger.troops(&args.filter.filter())?;
    let lines = [
        "A sum of known tolls, not a total. Policies differ in who counts: as_reported lets in every undisputed claim,",
        "without_perpetrator drops the armed groups' own claims and their echoes, official keeps what a government confirmed.",
    ];
    show(&ledger, &rows, &args.out, TROOPS, "troops", &lines)
}

pub(crate) fn events(cli: &Cli, args: &EventsArgs) -> Result<()> {
    let ledger = Ledger::open(&cli.db)?;
    let filter = Filter { search: args.search.clone(), ..args.filter.filter() };
    let order = match args.sort {
        SortArg::Deaths => "deaths",
        SortArg::Date => "date",
    };
    let rows = ledger.events(&filter, order, args.limit.map(i64::from), EventsOf::Any)?;
    show(&ledger, &rows, &args.out, EVENTS, "events", &[])
}

pub(crate) fn actors(cli: &Cli, args: &ActorsArgs) -> Result<()> {
    let ledger = Ledger::open(&cli.db)?;
    let rows = ledger.actors(args.unmatched, args.kind.as_deref())?;
    let lines: &[&str] = if args.unmatched {
        &[
            "To give a name its actor: a CSV with the columns alias,actor_id,source, and warledger load FILE --source aliases",
        ]
    } else {
        &[]
    };
    show(&ledger, &rows, &args.out, &[], "actors", lines)
}

fn list(ledger: &Ledger, filter: &FilterArgs, out: &OutputArgs, of: EventsOf) -> Result<()> {
    let rows = ledger.events(&filter.filter(), "date", None, of)?;
    show(ledger, &rows, out, EVENTS, "events", &[])
}

/// Shows the columns for reading, or writes all of them.
fn show(ledger: &Ledger, rows: &Rows, out: &OutputArgs, columns: &[&str], query: &str, lines: &[&str]) -> Result<()> {
    if !render::is_for_reading(out)? {
        render::rows(rows, out, &notes::provenance(ledger, query)?, None)?;
        return Ok(());
    }
    let shown = if columns.is_empty() { rows.clone() } else { only(rows, columns)? };
    render::rows(&shown, out, &[], Some(MOST_ROWS))?;
    if rows.is_empty() {
        return render::print(&format!(
            "\nNothing in {} fits these filters. {}\n",
            ledger.path().display(),
            loaded(ledger)?
        ));
    }
    render::print(&notes::below(ledger, rows, lines)?)
}

/// What the ledger holds, in one line, for an answer that is empty.
fn loaded(ledger: &Ledger) -> Result<String> {
    let known: Vec<String> = notes::sources(ledger)?
        .into_iter()
        .map(|note| format!("{} to {}", note.source, note.cut_off.as_deref().unwrap_or("-")))
        .collect();
    Ok(format!("It holds: {}.", known.join(", ")))
}

/// Some of the columns, in the order of the result; columns without any value are left out.
fn only(rows: &Rows, columns: &[&str]) -> Result<Rows> {
    let has_values = |at: usize| rows.batches.iter().any(|batch| batch.column(at).null_count() < batch.num_rows());
    let kept: Vec<usize> = columns
        .iter()
        .filter_map(|name| rows.schema.index_of(name).ok())
        .filter(|at| rows.is_empty() || has_values(*at))
        .collect();
    let fail = |error: arrow::error::ArrowError| Error::internal("showing a result", error);
    let schema: Arc<Schema> = Arc::new(rows.schema.project(&kept).map_err(fail)?);
    let batches =
        rows.batches.iter().map(|batch| batch.project(&kept)).collect::<std::result::Result<_, _>>().map_err(fail)?;
    Ok(Rows { schema, batches })
}
