//! How many events fall on each day: a trend, a season and bursts for each country, and noise that lasts for weeks.

use chrono::{Datelike, Days, NaiveDate};

use super::SampleOptions;
use super::draw::{Draw, RATES};
use super::row::Text;

const DAYS_A_WEEK: u64 = 7;
/// Days of the season's year.
const YEAR: u64 = 365;
/// Share of weeks in which a country's burst begins, per 1,000.
const BURSTS: u64 = 18;
/// Weight of each weekday from Monday, per 1,000.
const WEEKDAYS: [u64; 7] = [980, 1000, 1010, 1020, 1060, 1010, 920];
/// Rate of a country at the start and at the end of the period, per 1,000; in turn.
const TRENDS: [(u64, u64); 5] = [(600, 1500), (900, 1200), (1300, 700), (700, 1900), (1100, 900)];

/// A day of the period.
pub(super) struct Day {
    pub(super) date: NaiveDate,
    pub(super) week: usize,
    pub(super) events: u64,
}

/// The day of an event, written in the ways that rows need.
pub(super) struct Moment {
    pub(super) date: NaiveDate,
    pub(super) year: i32,
    /// YYYY-MM-DD.
    pub(super) iso: String,
    /// As in a sentence: 5 May 2025.
    pub(super) long: String,
    /// Seconds from the epoch to the day's start.
    pub(super) unix: i64,
}

impl Moment {
    /// The moment of a day.
    pub(super) fn new(date: NaiveDate) -> Self {
        let mut text = Text::default();
        text.date(date);
        Self {
            date,
            year: date.year(),
            iso: String::from_utf8_lossy(text.bytes()).into_owned(),
            long: date.format("%-d %B %Y").to_string(),
            unix: date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp(),
        }
    }
}

/// Rates of weeks and days.
pub(super) struct Calendar {
    first: NaiveDate,
    /// Weight of each country in each week.
    weeks: Vec<Vec<u64>>,
    /// Weight of all days up to and including each day.
    cumulated: Vec<u128>,
}

impl Calendar {
    /// The rates that follow from seed and period.
    pub(super) fn plan(options: &SampleOptions, countries: usize) -> Self {
        let mut draw = Draw::new(options.seed, RATES);
        let days = (options.last - options.first).num_days().unsigned_abs() + 1;
        let count = days.div_ceil(DAYS_A_WEEK);
        let mut pulses: Vec<Pulse> = (0..countries).map(Pulse::new).collect();
        let mut weeks = Vec::new();
        for week in 0..count {
            let season = u64::from((options.first + Days::new(week * DAYS_A_WEEK)).ordinal());
            let progress = week * 1000 / count;
            let rates: Vec<u64> = pulses.iter_mut().map(|pulse| pulse.rate(season, progress, &mut draw)).collect();
            weeks.push(rates);
        }
        let monday = u64::from(options.first.weekday().num_days_from_monday());
        let mut total = 0;
        let mut cumulated = Vec::new();
        for day in 0..days {
            let rate: u64 = weeks[(day / DAYS_A_WEEK) as usize].iter().sum();
            let weekday = WEEKDAYS[((monday + day) % DAYS_A_WEEK) as usize];
            total += u128::from(rate * weekday * draw.between(600, 1400) / 1_000_000 + 1);
            cumulated.push(total);
        }
        Self { first: options.first, weeks, cumulated }
    }

    /// The days with their shares of so many events, which they hold together exactly.
    pub(super) fn days(&self, events: u64) -> impl Iterator<Item = Day> {
        let total = self.cumulated.last().copied().unwrap_or(1);
        let share = move |weight: u128| (u128::from(events) * weight / total) as u64;
        let mut before = 0;
        self.first.iter_days().zip(&self.cumulated).enumerate().map(move |(day, (date, &weight))| {
            let until = share(weight);
            let events = until - before;
            before = until;
            Day { date, week: day / DAYS_A_WEEK as usize, events }
        })
    }

    /// The countries' weights in a week.
    pub(super) fn rates(&self, week: usize) -> &[u64] {
        &self.weeks[week]
    }

    /// How much of the period lies before a week, 0 to 1,000.
    pub(super) fn progress(&self, week: usize) -> u64 {
        (week as u64 * 1000) / self.weeks.len() as u64
    }
}

/// The course of one country.
struct Pulse {
    base: u64,
    trend: (u64, u64),
    /// Day of the year on which its season peaks.
    peak: u64,
    /// Noise that carries over from week to week, per 1,000.
    level: u64,
    burst: u64,
    burst_weeks: u64,
}

impl Pulse {
    fn new(country: usize) -> Self {
        let rank = country as u64 * 5 % 12 + 1;
        Self {
            base: 100_000 / rank,
            trend: TRENDS[country % TRENDS.len()],
            peak: country as u64 * 71 % YEAR,
            level: 1000,
            burst: 1000,
            burst_weeks: 0,
        }
    }

    fn rate(&mut self, season: u64, progress: u64, draw: &mut Draw) -> u64 {
        self.level = (self.level * 6 + draw.between(300, 1700) * 4) / 10;
        if self.burst_weeks > 0 {
            self.burst_weeks -= 1;
        } else if draw.chance(BURSTS) {
            self.burst_weeks = draw.between(1, 6);
            self.burst = draw.between(1800, 4200);
        } else {
            self.burst = 1000;
        }
        let apart = season.abs_diff(self.peak).min(YEAR);
        let apart = apart.min(YEAR - apart);
        let season = 1250 - 500 * apart / (YEAR / 2);
        let (start, end) = self.trend;
        let trend = (start * (1000 - progress) + end * progress) / 1000;
        self.base * trend / 1000 * season / 1000 * self.level / 1000 * self.burst / 1000
    }
}
