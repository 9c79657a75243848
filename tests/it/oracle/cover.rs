//! The days that loads cover, day by day.

use std::collections::{BTreeMap, BTreeSet};

use warledger::ledger::Ledger;

use super::calendar::Period;
use super::table::{Cell, Table};

/// Before the first day on which anything is covered.
const DAWN: i32 = -40_000;

/// What a source is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nature {
    pub(crate) census: bool,
    pub(crate) has_range: bool,
    pub(crate) has_sides: bool,
    pub(crate) has_rules: bool,
    pub(crate) has_claims: bool,
}

/// Loaded sources by name.
pub(crate) fn sources(ledger: &Ledger) -> BTreeMap<String, Nature> {
    let table = Table::query(ledger, "select source, census, has_range, has_sides, has_rules, has_claims from source");
    let nature = |row: super::table::Row<'_>| Nature {
        census: row.get("census").is_true(),
        has_range: row.get("has_range").is_true(),
        has_sides: row.get("has_sides").is_true(),
        has_rules: row.get("has_rules").is_true(),
        has_claims: row.get("has_claims").is_true(),
    };
    table.rows().map(|row| (row.name("source").to_owned(), nature(row))).collect()
}

/// A set of days, a flag for each since [`DAWN`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Days(Vec<bool>);

impl Days {
    fn place(day: i32) -> usize {
        usize::try_from(day - DAWN).expect("a day after the dawn")
    }

    fn add(&mut self, first: i32, last: i32) {
        let end = Self::place(last) + 1;
        if self.0.len() < end {
            self.0.resize(end, false);
        }
        self.0[Self::place(first)..end].fill(true);
    }

    pub(crate) fn add_all(&mut self, other: &Days) {
        self.0.resize(self.0.len().max(other.0.len()), false);
        self.0.iter_mut().zip(&other.0).for_each(|(mine, others)| *mine |= others);
    }

    /// True if the day is covered.
    pub(crate) fn holds(&self, day: i32) -> bool {
        self.0.get(Self::place(day)).copied().unwrap_or(false)
    }

    /// True if every day from the first to the last is covered.
    pub(crate) fn hold_all(&self, first: i32, last: i32) -> bool {
        (first..=last).all(|day| self.holds(day))
    }

    /// True if any day from the first to the last is covered.
    pub(crate) fn hold_any(&self, first: i32, last: i32) -> bool {
        self.each().any(|day| first <= day && day <= last)
    }

    /// Covered days in order.
    pub(crate) fn each(&self) -> impl DoubleEndedIterator<Item = i32> {
        (DAWN..).zip(&self.0).filter(|(_, held)| **held).map(|(day, _)| day).collect::<Vec<_>>().into_iter()
    }

    /// First covered day.
    pub(crate) fn first(&self) -> Option<i32> {
        self.each().next()
    }

    /// Last covered day.
    pub(crate) fn last(&self) -> Option<i32> {
        self.each().next_back()
    }

    /// Periods with a covered day; true where every day is covered.
    pub(crate) fn periods(&self, kind: Period) -> BTreeMap<i32, bool> {
        let starts: BTreeSet<i32> = self.each().map(|day| kind.start(day)).collect();
        starts.into_iter().map(|start| (start, self.hold_all(start, kind.next(start) - 1))).collect()
    }
}

/// A source and a country as the source writes it, or none for all countries of the source.
pub(crate) type Place = (String, Option<String>);

/// The days that loads cover.
pub(crate) struct Cover {
    listed: BTreeMap<Place, Days>,
    /// Codes of countries by the source's names of them.
    codes: BTreeMap<(String, String), String>,
}

impl Cover {
    pub(crate) fn of(ledger: &Ledger) -> Self {
        let mut listed: BTreeMap<Place, Days> = BTreeMap::new();
        for row in Table::query(
            ledger,
            "select source, country, covers_from, covers_to from coverage where ended_load_id is null",
        )
        .rows()
        {
            let place = (row.name("source").to_owned(), row.text("country").map(str::to_owned));
            let [first, last] = ["covers_from", "covers_to"].map(|name| row.get(name).day().expect("a day"));
            listed.entry(place).or_default().add(first, last);
        }
        let everywhere: Vec<(String, Days)> = listed
            .iter()
            .filter(|((_, country), _)| country.is_none())
            .map(|((source, _), days)| (source.clone(), days.clone()))
            .collect();
        for (source, days) in everywhere {
            listed.iter_mut().filter(|(place, _)| place.0 == source).for_each(|(_, own)| own.add_all(&days));
        }
        let mut codes = BTreeMap::new();
        let sql = "select distinct source, country, country_iso3 from event \
                   where country is not null and country_iso3 is not null";
        for row in Table::query(ledger, sql).rows() {
            let [source, country, code] = ["source", "country", "country_iso3"].map(|name| row.name(name).to_owned());
            assert!(codes.insert((source, country), code).is_none(), "a country has one code");
        }
        Cover { listed, codes }
    }

    /// Days of a country that the loads name, or of all countries.
    pub(crate) fn listed(&self, source: &str, country: Option<&str>) -> Option<&Days> {
        self.listed.get(&(source.to_owned(), country.map(str::to_owned)))
    }

    /// Days of a country: its own, or those of every country where the loads do not name it.
    pub(crate) fn days(&self, source: &str, country: Option<&str>) -> Option<&Days> {
        self.listed(source, country).or_else(|| self.listed(source, None))
    }

    /// Countries of a source that the loads name.
    pub(crate) fn countries(&self, source: &str) -> impl Iterator<Item = &str> {
        self.listed.keys().filter(move |place| place.0 == source).filter_map(|place| place.1.as_deref())
    }

    /// Days of all countries with a code; none where the loads cover no such country.
    pub(crate) fn days_of_code(&self, source: &str, code: &str) -> Option<Days> {
        let mut days = self.listed(source, None).cloned();
        for ((of, country), known) in &self.codes {
            if let Some(own) = self.listed(source, Some(country)).filter(|_| of == source && known == code) {
                days.get_or_insert_default().add_all(own);
            }
        }
        days
    }

    fn code(&self, place: &Place) -> Cell {
        let country = place.1.clone();
        country.and_then(|country| self.codes.get(&(place.0.clone(), country))).map(String::as_str).into()
    }

    fn head(&self, place: &Place) -> Vec<(&'static str, Cell)> {
        vec![
            ("source", place.0.as_str().into()),
            ("country", place.1.as_deref().into()),
            ("country_iso3", self.code(place)),
        ]
    }

    /// Spans of covered days without gaps between them.
    pub(crate) fn country_coverage(&self) -> Table {
        let mut rows = Vec::new();
        for (place, days) in &self.listed {
            for first in days.each().filter(|day| !days.holds(day - 1)) {
                let last = (first..).find(|day| !days.holds(day + 1)).expect("every span ends");
                let mut row = self.head(place);
                row.extend([("coverage_from", Cell::Day(first)), ("coverage_to", Cell::Day(last))]);
                rows.push(row);
            }
        }
        Table::of(rows)
    }

    /// Periods that the loads of sources of the nature of a census touch, and whether they cover them whole.
    pub(crate) fn coverage_period(&self, sources: &BTreeMap<String, Nature>) -> Table {
        let mut rows = Vec::new();
        for (place, days) in self.listed.iter().filter(|(place, _)| sources[&place.0].census) {
            for kind in Period::ALL {
                for (start, whole) in days.periods(kind) {
                    let mut row = self.head(place);
                    let period = [("period_kind", kind.name().into()), ("period_start", Cell::Day(start))];
                    row.extend(period);
                    row.push(("is_whole", whole.into()));
                    rows.push(row);
                }
            }
        }
        Table::of(rows)
    }
}
