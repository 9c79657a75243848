//! Numbers and dates as a language writes them: `1,234.5` and `3 Jun 2025`, or `1 234,5` and `3 juin 2025`.

use chrono::{Datelike, NaiveDate};

use super::document::Lang;

/// Between the thousands of a French number, and before its per cent sign.
const NARROW: char = '\u{202f}';

/// Before the sign of a number below zero.
const MINUS: char = '\u{2212}';

/// Between the ends of a range.
const DASH: char = '\u{2013}';

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const SHORT_EN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

const SHORT_FR: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."];

impl Lang {
    /// The language by its name on the command line and in HTML: `en`, `fr`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// A whole number with its thousands apart: `1,234`, `1 234`.
    pub fn count(self, value: i64) -> String {
        self.signed(value < 0, &self.grouped(&value.unsigned_abs().to_string()))
    }

    /// A number with so many digits after the point, rounded half to even as the standard library does; what is not
    /// finite is a dash.
    pub fn number(self, value: f64, digits: usize) -> String {
        if !value.is_finite() {
            return DASH.to_string();
        }
        let text = format!("{:.digits$}", value.abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let mut shown = self.grouped(whole);
        if !fraction.is_empty() {
            shown.push(if self == Self::En { '.' } else { ',' });
            shown.push_str(fraction);
        }
        // What rounds to nothing has no sign.
        self.signed(value < 0.0 && text.bytes().any(|digit| (b'1'..=b'9').contains(&digit)), &shown)
    }

    /// A share of one in per cent: `12 %` in French, `12%` in English; one digit after the point below ten per cent.
    pub fn share(self, value: f64) -> String {
        let percent = value * 100.0;
        let digits = usize::from(percent.abs() < 9.95 && percent != 0.0);
        let number = self.number(percent, digits);
        match self {
            Self::En => format!("{number}%"),
            Self::Fr => format!("{number}{NARROW}%"),
        }
    }

    /// The ends of a range: `285–543`; one number where they are the same.
    pub fn range(self, low: i64, high: i64) -> String {
        if low == high { self.count(low) } else { format!("{}{DASH}{}", self.count(low), self.count(high)) }
    }

    /// The best estimate with its range: `422 (285–543)`; without brackets where the source gives one number.
    pub fn estimate(self, low: i64, best: i64, high: i64) -> String {
        if low == best && best == high {
            self.count(best)
        } else {
            format!("{} ({})", self.count(best), self.range(low, high))
        }
    }

    /// A day: `3 Jun 2025`, `3 juin 2025`; French has `1er` for the first, and both keep the parts on one line.
    pub fn date(self, day: NaiveDate) -> String {
        let number = match (self, day.day()) {
            (Self::Fr, 1) => "1er".to_owned(),
            (_, number) => number.to_string(),
        };
        let month = match self {
            Self::En => self.short_month(day.month()),
            Self::Fr => self.month(day.month()),
        };
        format!("{number}\u{a0}{month}\u{a0}{}", day.year())
    }

    /// A month with its year: `June 2025`, `juin 2025`.
    pub fn month_year(self, day: NaiveDate) -> String {
        format!("{}\u{a0}{}", self.month(day.month()), day.year())
    }

    /// A month, 1 to 12: `June`, `juin`.
    ///
    /// # Panics
    /// Where there is no such month.
    pub fn month(self, month: u32) -> &'static str {
        self.months()[month as usize - 1]
    }

    /// A month on the axis of a picture: `Jun`, `juin`.
    ///
    /// # Panics
    /// Where there is no such month.
    pub fn short_month(self, month: u32) -> &'static str {
        let months = match self {
            Self::En => &SHORT_EN,
            Self::Fr => &SHORT_FR,
        };
        months[month as usize - 1]
    }

    /// Two days as a period: `1 May 2025 – 30 Jun 2025`.
    pub fn period(self, first: NaiveDate, last: NaiveDate) -> String {
        format!("{} {DASH} {}", self.date(first), self.date(last))
    }

    const fn months(self) -> &'static [&'static str; 12] {
        match self {
            Self::En => &MONTHS_EN,
            Self::Fr => &MONTHS_FR,
        }
    }

    fn grouped(self, digits: &str) -> String {
        let separator = if self == Self::En { ',' } else { NARROW };
        let mut shown = String::with_capacity(digits.len() + digits.len());
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                shown.push(separator);
            }
            shown.push(digit);
        }
        shown
    }

    fn signed(self, is_below_zero: bool, shown: &str) -> String {
        if is_below_zero { format!("{MINUS}{shown}") } else { shown.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
    }

    #[test]
    fn thousands_stand_apart_as_each_language_writes_them() {
        assert_eq!(Lang::En.count(1_234_567), "1,234,567");
        assert_eq!(Lang::Fr.count(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!([0, 12, 999].map(|value| Lang::En.count(value)), ["0", "12", "999"]);
        assert_eq!(Lang::En.count(-1_000), "\u{2212}1,000");
        assert_eq!(Lang::En.count(i64::MIN), "\u{2212}9,223,372,036,854,775,808");
    }

    #[test]
    fn numbers_have_the_digits_asked_for() {
        assert_eq!(Lang::En.number(1_234.5, 1), "1,234.5");
        assert_eq!(Lang::Fr.number(1_234.5, 1), "1\u{202f}234,5");
        assert_eq!(Lang::Fr.number(-0.25, 2), "\u{2212}0,25");
        assert_eq!(Lang::En.number(-0.001, 2), "0.00", "nothing has no sign");
        assert_eq!(Lang::En.number(f64::INFINITY, 2), "\u{2013}");
        assert_eq!(Lang::En.number(f64::NAN, 2), "\u{2013}");
    }

    #[test]
    fn shares_are_per_cent() {
        assert_eq!([0.0, 0.051, 0.5, 1.0].map(|value| Lang::En.share(value)), ["0%", "5.1%", "50%", "100%"]);
        assert_eq!(Lang::Fr.share(0.051), "5,1\u{202f}%");
        assert_eq!(Lang::En.share(0.0996), "10%", "never 10.0%");
    }

    #[test]
    fn ranges_collapse_where_their_ends_meet() {
        assert_eq!(Lang::En.estimate(285, 422, 543), "422 (285\u{2013}543)");
        assert_eq!(Lang::Fr.estimate(1_000, 1_000, 1_000), "1\u{202f}000");
        assert_eq!(Lang::En.estimate(5, 5, 8), "5 (5\u{2013}8)");
        assert_eq!(Lang::En.range(7, 7), "7");
    }

    #[test]
    fn dates_are_short_in_english_and_whole_in_french() {
        assert_eq!(Lang::En.date(day(2025, 6, 3)), "3\u{a0}Jun\u{a0}2025");
        assert_eq!(Lang::Fr.date(day(2025, 6, 3)), "3\u{a0}juin\u{a0}2025");
        assert_eq!(Lang::Fr.date(day(2025, 8, 1)), "1er\u{a0}août\u{a0}2025");
        assert_eq!(Lang::Fr.month_year(day(2025, 2, 1)), "février\u{a0}2025");
        assert_eq!(
            Lang::En.period(day(2025, 5, 1), day(2025, 6, 30)),
            "1\u{a0}May\u{a0}2025 \u{2013} 30\u{a0}Jun\u{a0}2025"
        );
    }
}
