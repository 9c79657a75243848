//! Synthetic event files in the layouts of UCDP GED and ACLED, for demonstrations, tests and benchmarks.
//!
//! Everything in them is invented: the countries lie in the open ocean, every identifier starts with `SYN`, and the
//! codes of the countries lie outside the assigned ranges. A file is a function of its options alone: the same seed
//! gives the same bytes on every platform, because every draw and every figure is integer arithmetic over ChaCha8.
//! Rows are made day by day, so memory does not grow with the number of events.

use std::io::Write;

use chrono::{Datelike, NaiveDate};

mod acled;
mod calendar;
mod cast;
mod codes;
mod deaths;
mod draw;
mod dyads;
mod groups;
mod names;
mod overlay;
mod press;
mod rebels;
mod roster;
mod row;
mod spelling;
mod story;
mod subtypes;
mod ucdp;
mod world;

#[cfg(test)]
mod overlay_tests;
#[cfg(test)]
mod tests;

use acled::Acled;
use calendar::{Calendar, Moment};
use draw::Draw;
use row::Row;
use ucdp::Ucdp;
use world::World;

pub use overlay::{overlay_actors, overlay_aliases, overlay_countries, overlay_region_members, overlay_regions};

/// Rows between two reports of progress.
const PROGRESS_EVERY: u64 = 10_000;
/// Bytes gathered before they go to the writer.
const CHUNK: usize = 1 << 16;
/// Years that a synthetic file may cover.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// What can go wrong while a synthetic file is written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SampleError {
    /// No layout of that name.
    #[error("there is no sample layout named '{name}'; known: ucdp_ged, acled")]
    UnknownLayout {
        /// The name that was asked for.
        name: String,
    },
    /// The period is empty, or lies outside the years that are supported.
    #[error("the period {first} to {last} cannot be used: it must not be empty and must lie within 1900 to 2199")]
    Period {
        /// First day asked for.
        first: NaiveDate,
        /// Last day asked for.
        last: NaiveDate,
    },
    /// The output cannot be written.
    #[error("the sample cannot be written")]
    Write(#[from] std::io::Error),
}

/// Layout of a synthetic file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleLayout {
    /// The 49 columns of UCDP GED since release 20.1.
    UcdpGed,
    /// The 31 columns of ACLED since 2023.
    Acled,
}

impl SampleLayout {
    /// Every layout.
    pub const ALL: [Self; 2] = [Self::UcdpGed, Self::Acled];

    /// The layout of that name: `ucdp_ged` or `acled`.
    pub fn parse(name: &str) -> Result<Self, SampleError> {
        Self::ALL
            .into_iter()
            .find(|layout| layout.name() == name)
            .ok_or_else(|| SampleError::UnknownLayout { name: name.to_owned() })
    }

    /// The name that [`SampleLayout::parse`] knows it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::UcdpGed => "ucdp_ged",
            Self::Acled => "acled",
        }
    }
}

impl std::str::FromStr for SampleLayout {
    type Err = SampleError;

    fn from_str(name: &str) -> Result<Self, SampleError> {
        Self::parse(name)
    }
}

/// What to write.
#[derive(Clone, Debug)]
pub struct SampleOptions {
    /// Layout of the file.
    pub layout: SampleLayout,
    /// Rows to write, without the header.
    pub events: u64,
    /// Seed: the same seed gives the same bytes.
    pub seed: u64,
    /// First day on which an event may start.
    pub first: NaiveDate,
    /// Last day on which an event may end.
    pub last: NaiveDate,
}

impl SampleOptions {
    /// Events from 2018-01-01 to 2025-12-31.
    pub fn new(layout: SampleLayout, events: u64, seed: u64) -> Self {
        Self { layout, events, seed, first: day(2018, 1, 1), last: day(2025, 12, 31) }
    }
}

/// A date that is known to exist; the epoch's first day stands in for one that does not.
fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// A layout being filled.
trait Filler {
    /// Names of the columns, as the header line of the file without its end.
    fn header(&self) -> &'static str;

    /// Called before the first event of each week: `rates` are the countries' weights in it, `progress` runs from 0
    /// to 1,000 over the period.
    fn begin_week(&mut self, rates: &[u64], progress: u64);

    /// Appends one event that starts on the day of `moment`; `serial` is unique in the file.
    fn event(&mut self, row: &mut Row, draw: &mut Draw, moment: &Moment, serial: u64);
}

/// Writes header and rows as CSV, sorted by date, and returns the number of rows; calls `progress` with the rows done
/// after every 10,000.
pub fn write_csv<W: Write>(options: &SampleOptions, out: W, progress: &mut dyn FnMut(u64)) -> Result<u64, SampleError> {
    let SampleOptions { first, last, .. } = *options;
    if first > last || !YEARS.contains(&first.year()) || !YEARS.contains(&last.year()) {
        return Err(SampleError::Period { first, last });
    }
    let world = World::invent();
    match options.layout {
        SampleLayout::UcdpGed => fill(options, &world, Ucdp::new(&world, last), out, progress),
        SampleLayout::Acled => fill(options, &world, Acled::new(&world), out, progress),
    }
}

fn fill<W: Write>(
    options: &SampleOptions,
    world: &World,
    mut filler: impl Filler,
    mut out: W,
    progress: &mut dyn FnMut(u64),
) -> Result<u64, SampleError> {
    let calendar = Calendar::plan(options, world.countries.len());
    let mut draw = Draw::new(options.seed, draw::EVENTS);
    let mut row = Row::default();
    row.raw(filler.header());
    row.end();

    let mut written = 0;
    let mut week = None;
    for day in calendar.days(options.events) {
        if day.events == 0 {
            continue;
        }
        if week != Some(day.week) {
            week = Some(day.week);
            filler.begin_week(calendar.rates(day.week), calendar.progress(day.week));
        }
        let moment = Moment::new(day.date);
        for _ in 0..day.events {
            written += 1;
            filler.event(&mut row, &mut draw, &moment, written);
            if row.bytes().len() >= CHUNK {
                out.write_all(row.bytes())?;
                row.clear();
            }
            if written % PROGRESS_EVERY == 0 {
                progress(written);
            }
        }
    }
    out.write_all(row.bytes())?;
    out.flush()?;
    Ok(written)
}
