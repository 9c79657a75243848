//! Areas by month, against the year before and the twelve months before.

use std::collections::{BTreeMap, BTreeSet};

use warledger::ledger::Ledger;

use super::calendar::Period;
use super::cover::{Cover, Days, Nature};
use super::table::{Cell, Row, Table, day};

/// Kind, name and country of an area of a source.
type Area<'t> = (&'t str, &'t str, &'t str, Option<&'t str>);

/// A month of an area.
struct Month<'t> {
    active: Option<Row<'t>>,
    whole: bool,
    /// The loads reach it.
    reached: bool,
}

impl Month<'_> {
    fn get(&self, name: &str) -> Cell {
        self.active.map_or(Cell::Null, |row| row.get(name).clone())
    }

    fn count(&self, name: &str) -> i64 {
        self.get(name).count()
    }

    /// Nothing is known of a month that the loads do not reach and that holds no placed event.
    fn is_known(&self) -> bool {
        self.reached || self.count("events") > 0
    }

    /// A sum, 0 where it is over no events.
    fn sum(&self, name: &str, over: &str) -> Cell {
        if self.count(over) == 0 { Cell::Whole(0) } else { self.get(name) }
    }

    /// A sum over events, nothing where it is over none and the source never says.
    fn sum_if(&self, says: bool, name: &str) -> Cell {
        if says && self.is_known() { self.sum(name, "events") } else { self.get(name) }
    }
}

/// Every area by month, the covered months without events too.
pub(crate) fn regional_trends(
    ledger: &Ledger,
    cover: &Cover,
    sources: &BTreeMap<String, Nature>,
    active: &Table,
) -> Table {
    let members = Table::query(ledger, "select distinct region, country_iso3 from region_member");
    let mut codes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in members.rows() {
        codes.entry(row.name("region")).or_default().insert(row.name("country_iso3"));
    }
    let mut areas: BTreeMap<Area<'_>, BTreeMap<i32, Row<'_>>> = BTreeMap::new();
    for row in active.rows() {
        let area = (row.name("source"), row.name("area_kind"), row.name("area"), row.text("country"));
        areas.entry(area).or_default().insert(row.get("month").day().expect("a month"), row);
    }
    let mut touched: BTreeMap<(&str, &str, Option<&str>), BTreeMap<i32, bool>> = BTreeMap::new();
    let mut rows = Vec::new();
    for (area, active) in areas {
        let (source, kind, name, country) = area;
        let place = if kind == "region" { (source, kind, Some(name)) } else { (source, "country", country) };
        let covered = touched.entry(place).or_insert_with(|| match kind {
            _ if !sources[source].census => BTreeMap::new(),
            "region" => months_of_region(cover, source, &codes[name]),
            _ => cover.days(source, country).map(|days| days.periods(Period::Month)).unwrap_or_default(),
        });
        let mut months: BTreeMap<i32, Month<'_>> = covered
            .iter()
            .map(|(start, whole)| (*start, Month { active: None, whole: *whole, reached: true }))
            .collect();
        for (start, row) in active {
            months.entry(start).or_insert(Month { active: None, whole: false, reached: false }).active = Some(row);
        }
        let days = match kind {
            "region" => {
                codes[name].iter().filter_map(|code| cover.days_of_code(source, code)).reduce(|mut all, days| {
                    all.add_all(&days);
                    all
                })
            }
            _ => cover.days(source, country).cloned(),
        };
        rows.extend(months.keys().map(|start| {
            let mut row = month_row(area, *start, &months, sources[source]);
            row.push(("coverage_from", day(days.as_ref().and_then(Days::first))));
            row.push(("coverage_to", day(days.as_ref().and_then(Days::last))));
            row
        }));
    }
    Table::of(rows)
}

/// Months that touch a covered day of any of the countries; true where every day is covered in all of them.
fn months_of_region(cover: &Cover, source: &str, codes: &BTreeSet<&str>) -> BTreeMap<i32, bool> {
    let mut wholes: BTreeMap<i32, usize> = BTreeMap::new();
    for code in codes {
        let days = cover.days_of_code(source, code).unwrap_or_default();
        for (start, whole) in days.periods(Period::Month) {
            *wholes.entry(start).or_default() += usize::from(whole);
        }
    }
    wholes.into_iter().map(|(start, whole)| (start, whole == codes.len())).collect()
}

fn month_row(
    area: Area<'_>,
    start: i32,
    months: &BTreeMap<i32, Month<'_>>,
    nature: Nature,
) -> Vec<(&'static str, Cell)> {
    let month = &months[&start];
    let (source, kind, name, country) = area;
    let attacks = match (month.count("events"), month.count("attacker_coded_events")) {
        (0, _) if !month.is_known() => Cell::Null,
        (0, _) => Cell::Whole(0),
        (_, 0) => Cell::Null,
        (_, coded) => coded.into(),
    };
    let share = |part: &str, whole: &str| match (month.get(part).whole(), month.sum(whole, "events").whole()) {
        (Some(part), Some(whole)) if nature.has_rules && whole != 0 => Cell::Number(part as f64 / whole as f64),
        _ => Cell::Null,
    };
    let mut row = vec![
        ("source", source.into()),
        ("area_kind", kind.into()),
        ("area", name.into()),
        ("country", country.into()),
        ("month", Cell::Day(start)),
        ("events", if month.is_known() { month.count("events").into() } else { Cell::Null }),
        ("attacks", attacks),
        ("deaths_low", month.sum_if(nature.has_range, "deaths_low")),
        ("deaths_best", month.sum_if(true, "deaths_best")),
        ("deaths_high", month.sum_if(nature.has_range, "deaths_high")),
        ("provisional_deaths_best", month.sum_if(true, "provisional_deaths_best")),
        ("is_partial", (!month.whole).into()),
        ("covers_period", month.whole.into()),
        ("events_without_figure", month.count("events_without_figure").into()),
        ("rule_value_share", share("coded_value_deaths_best", "deaths_best")),
        ("unknown_zero_share", share("unknown_zero_events", "events")),
    ];
    row.extend(ratios(start, months));
    for (events, deaths) in [
        ("civilian_targeting_events", "civilian_targeting_deaths_best"),
        ("demonstration_events", "demonstration_deaths_best"),
        ("strategic_events", "strategic_deaths_best"),
        ("unplaced_events", "unplaced_deaths_best"),
    ] {
        row.push((events, month.count(events).into()));
        row.push((deaths, month.sum(deaths, events)));
    }
    row
}

/// Ratios to what was before; none without all of the twelve months before, to a partial month, or to nothing.
fn ratios(start: i32, months: &BTreeMap<i32, Month<'_>>) -> [(&'static str, Cell); 4] {
    let mut day = start;
    let mut month_before = || {
        day = Period::Month.start(day - 1);
        months.get(&day)
    };
    let before: Option<Vec<&Month<'_>>> = (1..=12).map(|_| month_before()).collect();
    let ratio = |of: Option<i64>, base: Option<f64>| match (of, base) {
        (Some(of), Some(base)) if base != 0.0 => Cell::Number(of as f64 / base),
        _ => Cell::Null,
    };
    let month = &months[&start];
    let figure = |month: &Month<'_>, name: &str| month.sum(name, "events").whole();
    let (mut year, mut mean) = ([None, None], [None, None]);
    if let Some(before) = before.filter(|_| month.whole) {
        for (at, name) in ["events", "deaths_best"].into_iter().enumerate() {
            year[at] = figure(before[11], name).filter(|_| before[11].whole).map(|base| base as f64);
            let known: Vec<i64> =
                before.iter().filter(|month| month.whole).filter_map(|month| figure(month, name)).collect();
            mean[at] = (known.len() == 12).then(|| known.iter().sum::<i64>() as f64 / 12.0);
        }
    }
    let [events, deaths] = ["events", "deaths_best"].map(|name| figure(month, name));
    [
        ("events_ratio_year_before", ratio(events, year[0])),
        ("deaths_ratio_year_before", ratio(deaths, year[1])),
        ("events_ratio_12_months", ratio(events, mean[0])),
        ("deaths_ratio_12_months", ratio(deaths, mean[1])),
    ]
}
