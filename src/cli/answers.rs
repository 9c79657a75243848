//! The answers: `fatalities`, `attacks`, `trends`, and the events and actors behind them.

use crate::error::{Error, Result};
use crate::ledger::{EventsOf, Filter, Ledger, Rows};
use crate::remote::Answer;

use super::args::{ActorsArgs, AnswerArgs, AttacksArgs, ByArg, Cli, EventsArgs, FilterArgs, OutputArgs, SortArg};
use super::engine::asked;
use super::reading::{self, Shown};
use super::{notes, render, terms};

/// Rows that a table on a terminal shows.
const MOST_ROWS: usize = 200;

const SIDES: &str =
    "Deaths are in events involving the actor, on all sides: not \"killed by\" it. Groups do not add up.";

pub(crate) fn fatalities(cli: &Cli, args: &AnswerArgs) -> Result<()> {
    let ledger = asked(cli, &args.filter, &args.engine, (!args.events).then_some(Answer::Fatalities))?;
    if args.events {
        return list(&ledger, &args.filter, &args.out, EventsOf::Any);
    }
    let rows = ledger.fatalities(&args.filter.filter())?;
    show(
        &ledger,
        &rows,
        &args.out,
        reading::FATALITIES,
        &format!("fatalities{}", args.filter.words()),
        &["Sources record the same events under different rules: never add them."],
    )
}

pub(crate) fn attacks(cli: &Cli, args: &AttacksArgs) -> Result<()> {
    let period = args.by.filter(|_| !args.events).map(ByArg::period);
    let ledger = asked(cli, &args.filter, &args.engine, period.map(Answer::Frequency))?;
    let of = if args.all_kinds || args.filter.group.is_some() { EventsOf::Any } else { EventsOf::Groups };
    if args.events {
        return list(&ledger, &args.filter, &args.out, of);
    }
    let filter = args.filter.filter();
    let by = args.by.map_or("", ByArg::words);
    let query = format!("attacks{by}{}{}", args.filter.words(), if args.all_kinds { " --all-kinds" } else { "" });
    match args.by {
        None => {
            let rows = ledger.attacks(&filter, args.all_kinds)?;
            let unknown = ledger.actors_of_unknown_kind()?;
            let left_out = format!(
                "Not ranked: communities, and {unknown} actors of which nothing tells whether they are organised; --all-kinds lists them."
            );
            let lines: &[&str] = if of == EventsOf::Groups && unknown > 0 { &[SIDES, &left_out] } else { &[SIDES] };
            show(&ledger, &rows, &args.out, reading::ATTACKS, &query, lines)
        }
        Some(by) => {
            let rows = ledger.attacks_by(&filter, by.period(), args.all_kinds)?;
            show(&ledger, &rows, &args.out, reading::FREQUENCY, &query, &[SIDES])
        }
    }
}

pub(crate) fn trends(cli: &Cli, args: &AnswerArgs) -> Result<()> {
    let ledger = asked(cli, &args.filter, &args.engine, (!args.events).then_some(Answer::Trends))?;
    let filter = args.filter.filter();
    if let Some(source) = &filter.source
        && ledger.is_aggregate(source)?
    {
        return sums(&ledger, args, &filter);
    }
    if args.events {
        return list(&ledger, &args.filter, &args.out, EventsOf::Any);
    }
    let rows = ledger.trends(&filter)?;
    let lines =
        ["Ratios are to the same month of the year before and to the mean of the 12 months before; they are no test."];
    show(&ledger, &rows, &args.out, reading::TRENDS, &format!("trends{}", args.filter.words()), &lines)
}

/// Trends of a source that publishes sums instead of events.
fn sums(ledger: &Ledger, args: &AnswerArgs, filter: &Filter) -> Result<()> {
    if args.events {
        return Err(Error::Refused {
            reason: "published sums hold no single events".to_owned(),
            hint: "leave out --events, or ask a source of events".to_owned(),
        });
    }
    let rows = ledger.trends(filter)?;
    let lines = [
        "An aggregate: sums as the source publishes them, not counted from events, and never added to events.",
        "Categories may overlap and are not added up.",
    ];
    show(ledger, &rows, &args.out, reading::AGGREGATES, &format!("trends{}", args.filter.words()), &lines)
}

pub(crate) fn events(cli: &Cli, args: &EventsArgs) -> Result<()> {
    let ledger = Ledger::open_as_of(&cli.db, args.filter.as_of)?;
    let filter = Filter { search: args.search.clone(), ..args.filter.filter() };
    let order = match args.sort {
        SortArg::Deaths => "deaths",
        SortArg::Date => "date",
    };
    let rows = ledger.events(&filter, order, args.limit.map(i64::from), EventsOf::Any)?;
    let search = args.search.as_ref().map_or(String::new(), |text| format!(" --search {text:?}"));
    let limit = args.limit.map_or(String::new(), |limit| format!(" --limit {limit}"));
    let query = format!("events --sort {order}{limit}{}{search}", args.filter.words());
    terms::admit_events(&ledger, &rows, &args.out)?;
    show(&ledger, &rows, &args.out, reading::EVENTS, &query, &[])
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

/// Every event that filters let through, instead of an answer.
pub(crate) fn list_any(ledger: &Ledger, filter: &FilterArgs, out: &OutputArgs) -> Result<()> {
    list(ledger, filter, out, EventsOf::Any)
}

pub(crate) fn list(ledger: &Ledger, filter: &FilterArgs, out: &OutputArgs, of: EventsOf) -> Result<()> {
    let rows = ledger.events(&filter.filter(), "date", None, of)?;
    terms::admit_events(ledger, &rows, out)?;
    show(ledger, &rows, out, reading::EVENTS, &format!("events{}", filter.words()), &[])
}

/// Shows the columns for reading, or writes all of them.
pub(crate) fn show(
    ledger: &Ledger,
    rows: &Rows,
    out: &OutputArgs,
    columns: &[Shown],
    query: &str,
    lines: &[&str],
) -> Result<()> {
    if !render::is_for_reading(out)? {
        let provenance = render::provenance(out, || ledger.provenance(query, Some(rows)))?;
        return render::rows(rows, out, provenance.as_ref(), None).map(drop);
    }
    let shown = if columns.is_empty() { rows.clone() } else { reading::table(rows, columns)? };
    render::rows(&shown, out, None, Some(MOST_ROWS))?;
    if rows.is_empty() {
        let as_of = ledger.as_of().map_or_else(String::new, |as_of| format!("{}\n", as_of.lines().join("\n")));
        return render::print(&format!(
            "\nNothing in {} fits these filters. {}\n{as_of}",
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
