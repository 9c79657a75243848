//! Weeks of groups and areas ranked by their deaths, week by week.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{IntoLazy, LazyFrame, col, lit};
use warledger::ledger::Ledger;

use super::calendar::Period;
use super::cover::{Cover, Days, Nature};
use super::events::cols;
use super::table::{Cell, Row, Table};
use super::tally;

/// Events of areas by week.
pub(crate) fn area_week(placed: LazyFrame) -> Table {
    let keys = ["source", "area_kind", "area", "country", "week"];
    let violence = placed.filter(col("disorder").eq(lit("political_violence")));
    let counted = tally::by_area(violence, &keys, Period::Week.owns_event());
    let wanted = [
        "events",
        "events_without_figure",
        "deaths_low",
        "deaths_best",
        "deaths_high",
        "provisional_deaths_best",
        "unplaced_events",
        "unplaced_deaths_best",
    ];
    Table::collect(counted.collect().expect("weeks of areas").lazy().select(cols(&[&keys[..], &wanted].concat())))
}

/// A week's deaths and what they are made of.
#[derive(Clone, Copy, Default)]
struct Week {
    events: i64,
    /// By the low, the best and the high estimate.
    deaths: [Option<i64>; 3],
    provisional: i64,
    without_figure: i64,
    unplaced: i64,
    whole: bool,
}

type Subject<'t> = (&'t str, &'static str, &'t str, Option<&'t str>);

/// The view `deadliest_weeks`, from the weeks of groups and areas that have events.
pub(crate) fn deadliest_weeks(
    ledger: &Ledger,
    cover: &Cover,
    sources: &BTreeMap<String, Nature>,
    groups: &Table,
    countries: &Table,
    areas: &Table,
) -> Table {
    let mut subjects: BTreeMap<Subject<'_>, BTreeMap<i32, Week>> = BTreeMap::new();
    let of_groups = groups.rows().map(|row| ((row.name("source"), "group", row.name("actor_id"), None), row));
    let of_areas = areas.rows().map(|row| {
        let kind = ["country", "admin1", "region"].into_iter().find(|kind| *kind == row.name("area_kind"));
        ((row.name("source"), kind.expect("a kind of area"), row.name("area"), row.text("country")), row)
    });
    for (subject, row) in of_groups.chain(of_areas) {
        let week = held(row);
        if week.events > 0 || row.get("unplaced_events").count() > 0 {
            subjects.entry(subject).or_default().insert(row.get("week").day().expect("a week"), week);
        }
    }
    let members = Table::query(ledger, "select distinct region, country_iso3 from region_member");
    let names = Table::query(ledger, "select actor_id, actor_name from actor");
    let names = names.by("actor", &["actor_id"]);
    let mut rows = Vec::new();
    for (subject, mut weeks) in subjects {
        let (source, kind, name, country) = subject;
        let nature = sources[source];
        let needed = needed(cover, subject, countries, &members);
        fill(&mut weeks, &needed, nature);
        let shown = match kind {
            "group" => names.get(&format!("actor_id={name}")).map_or(name, |row| row.name("actor_name")),
            _ => name,
        };
        for start in
            weeks.iter().filter(|(_, week)| week.deaths[2].or(week.deaths[1]).unwrap_or(0) > 0).map(|(s, _)| *s)
        {
            let mut row = vec![
                ("source", source.into()),
                ("subject_kind", kind.into()),
                ("subject", name.into()),
                ("subject_name", shown.into()),
                ("country", country.into()),
                ("week", Cell::Day(start)),
            ];
            row.extend(ranked(&weeks, start, nature));
            rows.push(row);
        }
    }
    Table::of(rows)
}

fn held(row: Row<'_>) -> Week {
    let events = row.get("events").count();
    let deaths = |name: &str| if events > 0 { row.get(name).whole() } else { None };
    Week {
        events,
        deaths: ["deaths_low", "deaths_best", "deaths_high"].map(deaths),
        provisional: if events > 0 { row.get("provisional_deaths_best").count() } else { 0 },
        without_figure: row.get("events_without_figure").count(),
        unplaced: row.get("unplaced_deaths_best").count(),
        whole: false,
    }
}

/// The days of each country that must be covered; nothing where the loads do not name one.
fn needed(
    cover: &Cover,
    (source, kind, name, country): Subject<'_>,
    countries: &Table,
    members: &Table,
) -> Vec<Option<Days>> {
    let days = |country: Option<&str>| cover.days(source, country).cloned();
    match kind {
        "group" => {
            let mut been: BTreeSet<Option<&str>> = countries
                .rows()
                .filter(|row| row.name("source") == source && row.name("actor_id") == name)
                .map(|row| row.text("country"))
                .collect();
            if been.len() > 1 {
                been.remove(&None);
            }
            been.into_iter().map(days).collect()
        }
        "region" => members
            .rows()
            .filter(|row| row.name("region") == name)
            .map(|row| cover.days_of_code(source, row.name("country_iso3")))
            .collect(),
        _ => vec![days(country)],
    }
}

/// Adds the weeks that are covered whole, and says which of the others are.
fn fill(weeks: &mut BTreeMap<i32, Week>, needed: &[Option<Days>], nature: Nature) {
    let born = *weeks.keys().next().expect("a subject has a first week");
    let none = [nature.has_range.then_some(0), Some(0), nature.has_range.then_some(0)];
    for week in weeks.values_mut().filter(|week| week.events == 0) {
        week.deaths = none;
    }
    if !nature.census || needed.is_empty() || needed.iter().any(Option::is_none) {
        return;
    }
    let last = needed.iter().flatten().filter_map(Days::last).min().unwrap_or(born);
    for start in (born..=last).step_by(7) {
        if needed.iter().flatten().all(|days| days.hold_all(start, start + 6)) {
            weeks.entry(start).or_insert(Week { deaths: none, ..Week::default() }).whole = true;
        }
    }
}

fn ranked(weeks: &BTreeMap<i32, Week>, start: i32, nature: Nature) -> Vec<(&'static str, Cell)> {
    let this = weeks[&start];
    let year: Vec<&Week> = weeks.range(start - 51 * 7..=start).map(|(_, week)| week).collect();
    let all: Vec<&Week> = weeks.values().collect();
    let of_census = |cell: Cell| if nature.census { cell } else { Cell::Null };
    let rank = |among: &[&Week], at: usize| {
        of_census(
            this.deaths[at]
                .map(|deaths| 1 + among.iter().filter(|week| week.deaths[at] > Some(deaths)).count() as i64)
                .into(),
        )
    };
    let mixed = |among: &[&Week]| {
        let provisional = among.iter().any(|week| week.provisional > 0);
        of_census((provisional && among.iter().any(|week| week.deaths[1] > Some(week.provisional))).into())
    };
    let since = weeks.range(..start).rev().find(|(_, week)| {
        this.deaths[1].is_some() && week.deaths[1] >= this.deaths[1] && week.deaths[2].or(week.deaths[1]) > Some(0)
    });
    vec![
        ("events", this.events.into()),
        ("deaths_low", this.deaths[0].into()),
        ("deaths_best", this.deaths[1].into()),
        ("deaths_high", this.deaths[2].into()),
        ("rank_52_low", rank(&year, 0)),
        ("rank_52_best", rank(&year, 1)),
        ("rank_52_high", rank(&year, 2)),
        ("weeks_52", of_census(Cell::Whole(year.len() as i64))),
        ("rank_all_low", rank(&all, 0)),
        ("rank_all_best", rank(&all, 1)),
        ("rank_all_high", rank(&all, 2)),
        ("weeks_all", of_census(Cell::Whole(all.len() as i64))),
        ("deadliest_since", of_census(since.map_or(Cell::Null, |(week, _)| Cell::Day(*week)))),
        ("earlier_since", of_census(weeks.keys().next().map_or(Cell::Null, |week| Cell::Day(*week)))),
        (
            "unknown_weeks",
            of_census(Cell::Whole({
                let from = since.map_or_else(|| *weeks.keys().next().expect("a week"), |(week, _)| *week);
                (from..start).step_by(7).filter(|week| !weeks.contains_key(week)).count() as i64
            })),
        ),
        (
            "provisional_deaths_best",
            if this.events > 0 && this.deaths[1].is_none() { Cell::Null } else { this.provisional.into() },
        ),
        ("mixes_status_52", mixed(&year)),
        ("mixes_status_all", mixed(&all)),
        ("events_without_figure", this.without_figure.into()),
        ("unplaced_deaths_best", this.unplaced.into()),
        ("unplaced_52_best", Cell::Whole(year.iter().map(|week| week.unplaced).sum())),
        ("is_partial", (!this.whole).into()),
        ("rank_missing", (!nature.census).then_some("coded_sample").into()),
    ]
}
