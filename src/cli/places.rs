//! Answers about places: `coast`, `new-areas`, `new-actors`, `history`.

use crate::error::{Error, Result};
use crate::ledger::{Ledger, Newcomers, Rows, at_the_coast};
use crate::remote::Answer;

use super::answers::{list_any, show};
use super::args::{Cli, CoastArgs, FilterArgs, HistoryArgs, NewcomersArgs};
use super::engine::asked;
use super::{notes, reading, terms};

pub(crate) fn coast(cli: &Cli, args: &CoastArgs) -> Result<()> {
    let ledger = asked(cli, &args.filter, &args.engine, (!args.events).then_some(Answer::Coast))?;
    let filter = args.filter.filter();
    if args.events {
        let region = at_the_coast(&filter)?.region;
        return list_any(&ledger, &FilterArgs { region, ..args.filter.clone() }, &args.out);
    }
    let rows = ledger.coast(&filter, args.limit.map(i64::from))?;
    let lines = [
        "Coast: the region coastal_west_africa; north: coastal_north, the northern regions of four of its states. Shares are of \
         all events of the source in the quarter. No share, and no zero, where the loads do not cover every coastal state.",
        "unplaced: events that begin in the quarter and cross its end, counted in none.",
    ];
    let has_unplaced = notes::integers(&rows, "unplaced_events")?.into_iter().flatten().any(|events| events > 0);
    let lines = if has_unplaced { &lines[..] } else { &lines[..1] };
    let limit = args.limit.map_or(String::new(), |limit| format!(" --limit {limit}"));
    show(&ledger, &rows, &args.out, reading::COAST, &format!("coast{limit}{}", args.filter.words()), lines)
}

pub(crate) fn new_areas(cli: &Cli, args: &NewcomersArgs) -> Result<()> {
    newcomers(cli, args, Newcomers::Areas, "new-areas", reading::NEW_AREAS)
}

pub(crate) fn new_actors(cli: &Cli, args: &NewcomersArgs) -> Result<()> {
    newcomers(cli, args, Newcomers::Actors, "new-actors", reading::NEW_ACTORS)
}

fn newcomers(cli: &Cli, args: &NewcomersArgs, what: Newcomers, name: &str, columns: &[reading::Shown]) -> Result<()> {
    let answer = match what {
        Newcomers::Areas => Answer::NewAreas,
        Newcomers::Actors => Answer::NewActors,
    };
    let ledger = asked(cli, &args.filter, &args.engine, Some(answer))?;
    let rows = ledger.newcomers(&args.filter.filter(), what, args.all_kinds, i64::from(args.limit))?;
    let kinds = if args.all_kinds { " --all-kinds" } else { "" };
    let query = format!("{name}{kinds} --limit {}{}", args.limit, args.filter.words());
    let lines =
        ["First events after more than 365 days without one. new: the loads cover these days in that country; \
         \"-\": they do not, or the source is a sample, and an earlier event may be missing."];
    show(&ledger, &rows, &args.out, columns, &query, &lines)
}

pub(crate) fn history(cli: &Cli, args: &HistoryArgs) -> Result<()> {
    let ledger = Ledger::open_as_of(&cli.db, args.as_of)?;
    let filter = args.filter();
    let mut rows = ledger.history(&args.place, &filter.filter(), args.changes)?;
    if !args.with_notes {
        rows = without_notes(rows)?;
    }
    let changes = if args.changes { " --changes" } else { "" };
    let notes = if args.with_notes { " --with-notes" } else { "" };
    let query = format!("history {:?}{changes}{notes}{}", args.place, filter.words());
    let lines = [
        "context: what reports mention from before, never counted. A change is what is coded of one event, not who holds the \
         place. Deaths are in these events, on all sides.",
    ];
    terms::admit_events(&ledger, &rows, &args.out)?;
    show(&ledger, &rows, &args.out, reading::HISTORY, &query, &lines)
}

/// The source's own words, which may name people, taken out of events; what context says is the project's.
fn without_notes(rows: Rows) -> Result<Rows> {
    let fail = |error: arrow::error::ArrowError| Error::internal("showing a history", error);
    let sources = notes::texts(&rows, "source")?;
    let whole = arrow::compute::concat_batches(&rows.schema, &rows.batches).map_err(fail)?;
    let words = notes::texts(&rows, "summary")?;
    let kept: arrow::array::StringArray = words
        .into_iter()
        .zip(sources)
        .map(|(words, source)| words.filter(|_| source.as_deref() == Some("context")))
        .collect();
    let at = rows.schema.index_of("summary").map_err(fail)?;
    let mut columns = whole.columns().to_vec();
    columns[at] = std::sync::Arc::new(kept);
    let batch = arrow::array::RecordBatch::try_new(rows.schema.clone(), columns).map_err(fail)?;
    Ok(Rows { schema: rows.schema, batches: vec![batch] })
}
