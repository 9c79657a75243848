//! Cells of answers as the values of a document.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::ledger::CellRow;
use crate::report::document::{Cell, Lang};

/// A best estimate with its range, as far as the source gives them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Deaths {
    pub(super) low: Option<i64>,
    pub(super) best: Option<i64>,
    pub(super) high: Option<i64>,
}

impl Deaths {
    /// The columns `deaths_low`, `deaths_best` and `deaths_high` of a row.
    pub(super) fn of(row: &CellRow) -> Self {
        Deaths { low: row.whole("deaths_low"), best: row.whole("deaths_best"), high: row.whole("deaths_high") }
    }

    /// The sum of what is known of both.
    pub(super) fn plus(self, other: Deaths) -> Deaths {
        Deaths {
            low: known_sum(self.low, other.low),
            best: known_sum(self.best, other.best),
            high: known_sum(self.high, other.high),
        }
    }

    /// The range, where the source gives one.
    pub(super) fn range(self) -> Option<(i64, i64)> {
        Some((self.low?, self.high?))
    }

    pub(super) fn cell(self) -> Cell {
        match (self.low, self.best, self.high) {
            (Some(low), Some(best), Some(high)) => Cell::Estimate { low, best, high },
            (_, Some(best), _) => Cell::Count(best),
            (_, None, Some(high)) => Cell::Text(format!("≤ {high}")),
            _ => Cell::Unknown,
        }
    }

    /// `422 (285–543)`, or a word where nothing is known.
    pub(super) fn said(self, lang: Lang) -> String {
        match (self.low, self.best, self.high) {
            (Some(low), Some(best), Some(high)) => lang.estimate(low, best, high),
            (_, Some(best), _) => lang.count(best),
            (_, None, Some(high)) => match lang {
                Lang::En => format!("up to {}", lang.count(high)),
                Lang::Fr => format!("jusqu’à {}", lang.count(high)),
            },
            _ => match lang {
                Lang::En => "an unknown number of".to_owned(),
                Lang::Fr => "un nombre inconnu de".to_owned(),
            },
        }
    }
}

/// A sum of what is known; nothing known stays unknown.
pub(super) fn known_sum(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a + b),
        (one, other) => one.or(other),
    }
}

/// Puts names with the most events first, and names of as many by themselves.
pub(super) fn busiest_first<N: Ord>(names: &mut [(N, i64)]) {
    names.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
}

pub(super) fn count(value: Option<i64>) -> Cell {
    value.map_or(Cell::Unknown, Cell::Count)
}

pub(super) fn text(value: impl Into<String>) -> Cell {
    Cell::Text(value.into())
}

pub(super) fn day(row: &CellRow, name: &str) -> Option<NaiveDate> {
    row.text(name).and_then(|text| text.get(..10)).and_then(|text| text.parse().ok())
}

pub(super) fn number(row: &CellRow, name: &str) -> Option<f64> {
    row.text(name).and_then(|text| text.parse().ok())
}

/// The Monday of a day's week.
pub(super) fn monday(day: NaiveDate) -> NaiveDate {
    day.week(Weekday::Mon).checked_first_day().unwrap_or(day)
}

/// The first day of a day's month.
pub(super) fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// A day so many weeks later, or earlier.
pub(super) fn weeks_later(day: NaiveDate, weeks: i64) -> NaiveDate {
    let days = Days::new(weeks.unsigned_abs() * 7);
    if weeks < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) }.unwrap_or(day)
}
