//! Days as numbers since 1970, and the weeks and months that they lie in.

use chrono::{Datelike, Months, NaiveDate, TimeDelta};
use polars::prelude::{DataType, Expr, col, lit};

/// The date of a day.
pub(crate) fn date(day: i32) -> NaiveDate {
    NaiveDate::default() + TimeDelta::days(day.into())
}

/// The day of a date.
pub(crate) fn day(date: NaiveDate) -> i32 {
    i32::try_from((date - NaiveDate::default()).num_days()).expect("a day of recorded history")
}

/// Kinds of periods that answers are given by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Period {
    Week,
    AcledWeek,
    Month,
}

impl Period {
    pub(crate) const ALL: [Period; 3] = [Period::Week, Period::AcledWeek, Period::Month];

    /// Its name in columns and marts.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Period::Week => "week",
            Period::AcledWeek => "acled_week",
            Period::Month => "month",
        }
    }

    /// First day of the period of a day.
    pub(crate) fn start(self, of: i32) -> i32 {
        let since_monday = || date(of).weekday().num_days_from_monday();
        let passed = match self {
            Period::Week => since_monday(),
            Period::AcledWeek => (since_monday() + 2) % 7,
            Period::Month => date(of).day0(),
        };
        of - i32::try_from(passed).expect("days of a month")
    }

    /// First day of the period after the one that begins on a day.
    pub(crate) fn next(self, start: i32) -> i32 {
        match self {
            Period::Week | Period::AcledWeek => start + 7,
            Period::Month => day(date(start) + Months::new(1)),
        }
    }

    /// First day of the period in which an event starts.
    pub(crate) fn of_event(self) -> Expr {
        let first = || col("start_date").dt();
        let passed = match self {
            Period::Week => first().weekday().cast(DataType::Int32) - lit(1),
            Period::AcledWeek => (first().weekday().cast(DataType::Int32) + lit(1)) % lit(7),
            Period::Month => first().day().cast(DataType::Int32) - lit(1),
        };
        (col("start_date").cast(DataType::Int32) - passed).cast(DataType::Date).alias(self.name())
    }

    /// True for events that belong to a period of this kind and do not merely begin in it: for weeks, at most 7 days
    /// long and no less precise than a week; for months, inside one month and no less precise than a month.
    pub(crate) fn owns_event(self) -> Expr {
        let vague = |precision: &'static str| col("date_precision").eq(lit(precision));
        let (first, last) = (|| col("start_date"), || col("end_date"));
        match self {
            Period::Week | Period::AcledWeek => {
                let days = last().cast(DataType::Int32) - first().cast(DataType::Int32) + lit(1);
                days.lt_eq(lit(7)).and(vague("month").or(vague("longer")).not())
            }
            Period::Month => {
                let same_month = first().dt().month().eq(last().dt().month());
                same_month.and(first().dt().year().eq(last().dt().year())).and(vague("longer").not())
            }
        }
    }
}
