//! How often actors are in events: the periods that loads cover, empty ones too.

use std::collections::{BTreeMap, BTreeSet};

use warledger::ledger::Ledger;

use super::calendar::Period;
use super::cover::{Cover, Days, Nature};
use super::table::{Cell, Row, Table, day};

/// An actor in the events of a source: where it has been, since when, and its periods with events.
#[derive(Default)]
struct Presence<'t> {
    countries: BTreeSet<Option<&'t str>>,
    first: Option<i32>,
    active: BTreeMap<i32, Row<'t>>,
}

/// Frequency of every actor by week or month, from its periods with events and the countries where it has been.
pub(crate) fn attack_frequency(
    ledger: &Ledger,
    cover: &Cover,
    sources: &BTreeMap<String, Nature>,
    kind: Period,
    active: &Table,
    countries: &Table,
) -> Table {
    let mut presences: BTreeMap<(&str, &str), Presence<'_>> = BTreeMap::new();
    for row in countries.rows() {
        let presence = presences.entry((row.name("source"), row.name("actor_id"))).or_default();
        presence.countries.insert(row.text("country"));
        let first = row.get("first_date").day();
        presence.first = presence.first.min(first).or(first);
    }
    for row in active.rows() {
        let presence =
            presences.get_mut(&(row.name("source"), row.name("actor_id"))).expect("an actor has been somewhere");
        presence.active.insert(row.get(kind.name()).day().expect("a period"), row);
    }
    let actors = Table::query(ledger, "select actor_id, actor_name, actor_kind from actor");
    let actors: BTreeMap<&str, Row<'_>> = actors.rows().map(|row| (row.name("actor_id"), row)).collect();
    let mut touched: BTreeMap<(&str, Option<&str>), BTreeMap<i32, bool>> = BTreeMap::new();
    for ((source, _), presence) in presences.iter().filter(|((source, _), _)| sources[*source].census) {
        for country in &presence.countries {
            let periods = || cover.days(source, *country).map(|days| days.periods(kind)).unwrap_or_default();
            touched.entry((source, *country)).or_insert_with(periods);
        }
    }
    let mut rows = Vec::new();
    for ((source, actor_id), presence) in &presences {
        let nature = sources[*source];
        let born = kind.start(presence.first.expect("an actor has a first event"));
        // A place without a country is none of the countries that must be covered, unless there is no other.
        let mut required = presence.countries.clone();
        if required.len() > 1 {
            required.remove(&None);
        }
        let mut reached = std::collections::BTreeSet::new();
        let mut periods: BTreeMap<i32, usize> = presence.active.keys().map(|start| (*start, 0)).collect();
        for country in &presence.countries {
            let Some(covered) = touched.get(&(*source, *country)) else { continue };
            for (start, whole) in covered.range(born..) {
                reached.insert(*start);
                *periods.entry(*start).or_default() += usize::from(*whole && required.contains(country));
            }
        }
        let days: Vec<&Days> = presence.countries.iter().filter_map(|country| cover.days(source, *country)).collect();
        let (from, to) =
            (days.iter().filter_map(|days| days.first()).min(), days.iter().filter_map(|days| days.last()).max());
        let mut last_active = None;
        for (start, whole) in periods {
            let active = presence.active.get(&start).copied();
            let mut row = vec![
                ("source", Cell::from(*source)),
                ("actor_id", (*actor_id).into()),
                ("actor_name", actors.get(actor_id).map_or(Cell::Null, |row| row.get("actor_name").clone())),
                ("actor_kind", actors.get(actor_id).map_or(Cell::Null, |row| row.get("actor_kind").clone())),
                (kind.name(), Cell::Day(start)),
            ];
            row.extend(figures(nature, active, reached.contains(&start)));
            let first_active = active.and_then(|row| row.get("first_date").day());
            let passed = first_active.zip(last_active).map(|(first, last): (i32, i32)| i64::from(first - last));
            row.extend([
                ("days_since_previous", passed.into()),
                ("is_partial", (whole < required.len()).into()),
                ("covers_period", (whole >= required.len()).into()),
                ("coverage_from", day(from)),
                ("coverage_to", day(to)),
            ]);
            last_active = active.and_then(|row| row.get("last_date").day()).or(last_active);
            rows.push(row);
        }
    }
    Table::of(rows)
}

fn figures(nature: Nature, active: Option<Row<'_>>, reached: bool) -> Vec<(&'static str, Cell)> {
    let got = |name: &str| active.map_or(Cell::Null, |row| row.get(name).clone());
    let count = |name: &str| got(name).count();
    let events = count("events");
    // A sum over no events is 0, unless the source never says.
    let sum = |says: bool, name: &str, over: i64| match over {
        0 if says => Cell::Whole(0),
        0 => Cell::Null,
        _ => got(name),
    };
    let share = |part: &str, whole: &str| match (got(part).whole(), got(whole).whole()) {
        (Some(part), Some(whole)) if nature.has_rules && whole != 0 => Cell::Number(part as f64 / whole as f64),
        _ => Cell::Null,
    };
    // Nothing is known of a period that the loads do not reach and that holds no placed event.
    let known = reached || events > 0;
    let attacks = match (events, count("attacker_coded_events")) {
        (0, _) if !known => Cell::Null,
        (0, _) => Cell::Whole(0),
        (_, 0) => Cell::Null,
        _ => got("attacks"),
    };
    vec![
        ("events", if known { events.into() } else { Cell::Null }),
        ("attacks", attacks),
        ("deaths_low", sum(known && nature.has_range, "deaths_low", events)),
        ("deaths_best", sum(known, "deaths_best", events)),
        ("deaths_high", sum(known && nature.has_range, "deaths_high", events)),
        ("provisional_deaths_best", sum(known, "provisional_deaths_best", events)),
        ("own_deaths_best", sum(known && nature.has_sides, "own_deaths_best", events)),
        ("opponent_deaths_best", sum(known && nature.has_sides, "opponent_deaths_best", events)),
        ("civilian_deaths_best", sum(known && nature.has_sides, "civilian_deaths_best", events)),
        ("civilian_targeting_events", count("civilian_targeting_events").into()),
        (
            "civilian_targeting_deaths_best",
            sum(true, "civilian_targeting_deaths_best", count("civilian_targeting_events")),
        ),
        ("events_without_figure", count("events_without_figure").into()),
        ("rule_value_share", share("coded_value_deaths_best", "deaths_best")),
        ("unknown_zero_share", share("unknown_zero_events", "events")),
        ("demonstration_events", count("demonstration_events").into()),
        ("strategic_events", count("strategic_events").into()),
        ("active_days", count("active_days").into()),
        ("unplaced_events", count("unplaced_events").into()),
        ("unplaced_deaths_best", sum(true, "unplaced_deaths_best", count("unplaced_events"))),
    ]
}
