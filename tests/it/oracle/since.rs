//! Deaths since a day, per source and country.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use super::calendar;
use super::cover::{Cover, Days, Nature};
use super::table::{Cell, Row, Table, day};
use super::tally;

const COUNTRY: [&str; 2] = ["source", "country"];
const SIDES: [&str; 5] =
    ["state_forces_best", "auxiliaries_best", "nonstate_best", "civilians_best", "unspecified_best"];

/// First and, where it has one, last day of a period.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub(crate) first: i32,
    pub(crate) last: Option<i32>,
}

impl Span {
    /// The macro's arguments.
    pub(crate) fn arguments(self) -> String {
        let first = calendar::date(self.first);
        match self.last {
            Some(last) => format!("date '{first}', until := date '{}'", calendar::date(last)),
            None => format!("date '{first}'"),
        }
    }

    /// True if the day lies in it.
    pub(crate) fn holds(self, day: i32) -> bool {
        self.first <= day && self.last.is_none_or(|last| day <= last)
    }

    fn begins(self) -> Expr {
        let start = || col("start_date").cast(DataType::Int32);
        let begun = start().gt_eq(lit(self.first));
        self.last.map_or(begun.clone(), |last| begun.and(start().lt_eq(lit(last))))
    }

    fn straddled(self) -> Expr {
        let begun = col("start_date").cast(DataType::Int32).lt(lit(self.first));
        begun.and(col("end_date").cast(DataType::Int32).gt_eq(lit(self.first)))
    }

    /// True if the days hold the whole period, up to the last of them where the period has no end.
    fn within(self, days: &Days) -> bool {
        let end = self.last.or(days.last().filter(|last| *last >= self.first));
        end.is_some_and(|end| days.hold_all(self.first, end))
    }

    fn touched_by(self, days: &Days) -> bool {
        days.hold_any(self.first, self.last.unwrap_or(i32::MAX))
    }
}

/// What is known about a country.
struct Country<'t> {
    country: Option<String>,
    sums: Option<Row<'t>>,
    straddling: Option<Row<'t>>,
    days: Option<&'t Days>,
}

impl Country<'_> {
    fn is_covered(&self, span: Span) -> bool {
        self.sums.is_some()
            || self.straddling.is_some_and(|row| row.get("events").count() > 0)
            || self.days.is_some_and(|days| span.touched_by(days))
    }
}

/// Deaths since a day.
pub(crate) fn fatalities_since(
    events: &LazyFrame,
    cover: &Cover,
    sources: &BTreeMap<String, Nature>,
    span: Span,
) -> Table {
    let inside = events.clone().filter(span.begins());
    let sums = Table::collect(tally::by_side(inside, &COUNTRY, &tally::first_and_last()));
    let straddling = Table::collect(tally::by_side(events.clone().filter(span.straddled()), &COUNTRY, &[]));
    let named = Table::collect(
        events.clone().select([col("source"), col("country")]).unique_generic(None, UniqueKeepStrategy::Any),
    );
    let [sums, straddling] = [&sums, &straddling].map(|table| table.by("sums", &COUNTRY));
    let mut rows = Vec::new();
    for (source, nature) in sources {
        let of_source = named.rows().filter(|row| row.name("source") == source);
        let mut names: BTreeSet<Option<String>> = of_source.map(|row| row.text("country").map(str::to_owned)).collect();
        names.extend(cover.countries(source).map(|country| Some(country.to_owned())));
        let countries: Vec<Country<'_>> = names
            .into_iter()
            .map(|country| {
                let key = format!("source={source}, country={}", Cell::from(country.as_deref()));
                Country {
                    sums: sums.get(&key).copied(),
                    straddling: straddling.get(&key).copied(),
                    days: cover.days(source, country.as_deref()),
                    country,
                }
            })
            .collect();
        if countries.iter().any(|country| country.is_covered(span)) {
            rows.extend(countries.iter().map(|country| with_figures(source, *nature, country, span)));
        } else if !countries.is_empty() {
            rows.push(without_figures(source, &countries));
        }
    }
    Table::of(rows)
}

fn with_figures(source: &str, nature: Nature, country: &Country<'_>, span: Span) -> Vec<(&'static str, Cell)> {
    let covered = country.is_covered(span);
    let sum = |name: &str| country.sums.map_or(Cell::Null, |row| row.get(name).clone());
    let count = |name: &str| if covered { sum(name).count().into() } else { Cell::Null };
    // A sum over no events is 0 if nothing happened, and nothing if nobody looked or the source never says.
    let over = |events: i64, says: bool, sum: Cell| if covered && says && events == 0 { Cell::Whole(0) } else { sum };
    let events = sum("events").count();
    let best = |says: bool, name: &str| over(events, says, sum(name));
    let share = |part: &str, whole: &str| match (sum(part).whole(), sum(whole).whole()) {
        (Some(part), Some(whole)) if whole != 0 && nature.has_rules => Cell::Number(part as f64 / whole as f64),
        _ => Cell::Null,
    };
    let straddling = |name: &str| country.straddling.map_or(Cell::Null, |row| row.get(name).clone());
    let mut row = vec![
        ("source", source.into()),
        ("country", country.country.as_deref().into()),
        ("events", count("events")),
        ("deaths_low", best(nature.has_range, "deaths_low")),
        ("deaths_best", best(true, "deaths_best")),
        ("deaths_high", best(nature.has_range, "deaths_high")),
        ("provisional_deaths_best", best(true, "provisional_deaths_best")),
    ];
    row.extend(SIDES.map(|side| (side, best(nature.has_sides, side))));
    for (events, deaths) in [
        ("civilian_targeting_events", "civilian_targeting_deaths_best"),
        ("demonstration_events", "demonstration_deaths_best"),
        ("strategic_events", "strategic_deaths_best"),
    ] {
        row.push((events, count(events)));
        row.push((deaths, over(sum(events).count(), true, sum(deaths))));
    }
    let straddling_events = straddling("events").count();
    row.extend([
        ("events_without_figure", count("events_without_figure")),
        ("rule_value_share", share("coded_value_deaths_best", "deaths_best")),
        ("unknown_zero_share", share("unknown_zero_events", "events")),
        ("straddling_events", if covered { straddling_events.into() } else { Cell::Null }),
        ("straddling_deaths_best", over(straddling_events, true, straddling("deaths_best"))),
        ("first_date", sum("first_date")),
        ("last_date", sum("last_date")),
        ("coverage_from", day(country.days.and_then(Days::first))),
        ("coverage_to", day(country.days.and_then(Days::last))),
        ("covers_period", (nature.census && country.days.is_some_and(|days| span.within(days))).into()),
    ]);
    row
}

/// The one row of a source that covers nothing of the period.
fn without_figures(source: &str, countries: &[Country<'_>]) -> Vec<(&'static str, Cell)> {
    let nothing = Country { country: None, sums: None, straddling: None, days: None };
    let nature = Nature { census: false, has_range: false, has_sides: false, has_rules: false, has_claims: false };
    let never = Span { first: 0, last: None };
    let mut row = with_figures(source, nature, &nothing, never);
    for (name, cell) in &mut row {
        match *name {
            "country" => {
                if let [only] = countries {
                    *cell = only.country.as_deref().into();
                }
            }
            "coverage_from" => *cell = day(countries.iter().filter_map(|known| known.days?.first()).min()),
            "coverage_to" => *cell = day(countries.iter().filter_map(|known| known.days?.last()).max()),
            _ => {}
        }
    }
    row
}
