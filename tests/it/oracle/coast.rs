//! Quarters of groups and of all events at the coast, event by event.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use warledger::ledger::Ledger;

use super::calendar;
use super::cover::{Cover, Nature};
use super::table::{Cell, Row, Table};

const COAST: &str = "coastal_west_africa";
const NORTH: &str = "coastal_north";

/// First day of the quarter of a day, and of the one after.
fn quarter(day: i32) -> (i32, i32) {
    let date = calendar::date(day);
    let first = |month: u32, year: i32| {
        calendar::day(NaiveDate::from_ymd_opt(year, month, 1).expect("the first day of a month"))
    };
    let month = date.month0() / 3 * 3 + 1;
    let next = if month == 10 { first(1, date.year() + 1) } else { first(month + 3, date.year()) };
    (first(month, date.year()), next)
}

/// Events of one group, or of all, in a quarter.
#[derive(Default)]
struct Held {
    events: i64,
    coastal: i64,
    north: i64,
    deaths: [Option<i64>; 3],
    unplaced: i64,
    unplaced_coastal: i64,
    unplaced_deaths: Option<i64>,
}

fn add(sum: &mut Option<i64>, figure: Option<i64>) {
    if let Some(figure) = figure {
        *sum = Some(sum.unwrap_or(0) + figure);
    }
}

/// The view `coastal_pressure`.
pub(crate) fn coastal_pressure(
    ledger: &Ledger,
    cover: &Cover,
    sources: &BTreeMap<String, Nature>,
    (events, actor_events): (&Table, &Table),
    areas: &Table,
    countries: &Table,
) -> Table {
    let mut regions: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for row in areas.rows().filter(|row| row.name("area_kind") == "region") {
        regions.entry((row.name("source"), row.name("source_event_id"))).or_default().insert(row.name("area"));
    }
    let mut held: BTreeMap<(&str, Option<&str>, i32), Held> = BTreeMap::new();
    let of_all = events.rows().map(|row| (row, None));
    let of_groups = actor_events.rows().map(|row| (row, Some(row.name("actor_id"))));
    for (row, actor) in of_all.chain(of_groups) {
        if row.name("disorder") != "political_violence" {
            continue;
        }
        let day = |row: Row<'_>, name: &str| row.get(name).day().expect("a day");
        let (first, last) = (day(row, "start_date"), day(row, "end_date"));
        let (start, next) = quarter(first);
        let inside = last < next && (row.name("date_precision") != "longer" || last > first);
        let none = BTreeSet::new();
        let lies_in = regions.get(&(row.name("source"), row.name("source_event_id"))).unwrap_or(&none);
        let quarter = held.entry((row.name("source"), actor, start)).or_default();
        let at_coast = lies_in.contains(COAST);
        if inside {
            quarter.events += 1;
            quarter.coastal += i64::from(at_coast);
            quarter.north += i64::from(lies_in.contains(NORTH));
            for (sum, name) in quarter.deaths.iter_mut().zip(["deaths_low", "deaths_best", "deaths_high"]) {
                add(sum, row.get(name).whole().filter(|_| at_coast));
            }
        } else {
            quarter.unplaced += 1;
            quarter.unplaced_coastal += i64::from(at_coast);
            add(&mut quarter.unplaced_deaths, row.get("deaths_best").whole().filter(|_| at_coast));
        }
    }
    let coast =
        Table::query(ledger, "select distinct country_iso3 from region_member where region = 'coastal_west_africa'");
    let names = Table::query(ledger, "select actor_id, actor_name, actor_kind from actor");
    let names = names.by("actor", &["actor_id"]);
    let rows = held.into_iter().map(|((source, actor, start), held)| {
        let last = quarter(start).1 - 1;
        let nature = sources[source];
        let covered = coast
            .rows()
            .filter(|row| {
                let days = cover.days_of_code(source, row.name("country_iso3"));
                nature.census && days.is_some_and(|days| days.hold_all(start, last))
            })
            .count();
        let whole = covered == coast.len();
        let mut been = countries
            .rows()
            .filter(|row| row.name("source") == source && Some(row.name("actor_id")) == actor)
            .filter_map(|row| row.text("country"))
            .peekable();
        let at_home = actor.is_none()
            || (been.peek().is_some()
                && been
                    .all(|country| cover.days(source, Some(country)).is_some_and(|days| days.hold_all(start, last))));
        let is_partial = !whole || !at_home;
        let share = |part: i64| match (nature.census && !is_partial, held.events) {
            (false, _) | (_, 0) => Cell::Null,
            (true, events) => Cell::Number(part as f64 / events as f64),
        };
        let known = |number: i64, told: bool| if whole || told { Cell::Whole(number) } else { Cell::Null };
        let actor_row = actor.and_then(|actor| names.get(&format!("actor_id={actor}")));
        vec![
            ("source", source.into()),
            ("actor_id", actor.into()),
            (
                "actor_name",
                match actor {
                    None => "all events".into(),
                    Some(_) => actor_row.map_or(Cell::Null, |row| row.get("actor_name").clone()),
                },
            ),
            ("actor_kind", actor_row.map_or(Cell::Null, |row| row.get("actor_kind").clone())),
            ("quarter", Cell::Day(start)),
            ("events", held.events.into()),
            ("coastal_events", known(held.coastal, held.coastal > 0)),
            ("coastal_north_events", known(held.north, held.coastal > 0)),
            ("coastal_deaths_low", held.deaths[0].into()),
            ("coastal_deaths_best", held.deaths[1].into()),
            ("coastal_deaths_high", held.deaths[2].into()),
            ("unplaced_events", held.unplaced.into()),
            ("unplaced_coastal_events", held.unplaced_coastal.into()),
            ("unplaced_coastal_deaths_best", held.unplaced_deaths.into()),
            ("coastal_share", share(held.coastal)),
            ("coastal_north_share", share(held.north)),
            ("coastal_countries", Cell::Whole(coast.len() as i64)),
            ("covered_countries", Cell::Whole(covered as i64)),
            ("is_partial", is_partial.into()),
        ]
    });
    Table::of(rows.collect())
}
