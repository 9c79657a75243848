//! Values of arguments: what they must look like, and what is said if they do not.

use std::time::Duration;

use chrono::NaiveDate;
use chrono::format::{Item, StrftimeItems};

use crate::error::{Error, Result as Outcome};

/// A date as YYYY-MM-DD.
pub(crate) fn date(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| "write a date as YYYY-MM-DD, such as 2025-05-01".to_owned())
}

/// First and last day as FROM..TO.
pub(crate) fn days(text: &str) -> Result<(NaiveDate, NaiveDate), String> {
    let (from, to) =
        text.split_once("..").ok_or("write first and last day as FROM..TO, such as 2025-01-01..2025-12-31")?;
    let (from, to) = (date(from.trim())?, date(to.trim())?);
    if from > to { Err(format!("{from} is after {to}")) } else { Ok((from, to)) }
}

/// A share in percent.
pub(crate) fn percent(text: &str) -> Result<f64, String> {
    text.trim_end_matches('%')
        .parse::<f64>()
        .ok()
        .filter(|share| (0.0..=100.0).contains(share))
        .ok_or_else(|| "give a percentage between 0 and 100".to_owned())
}

/// A time: seconds, or a number with s, m or h.
pub(crate) fn time(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    let (number, unit) = match text.strip_suffix(['s', 'm', 'h']) {
        Some(number) => (number, &text[number.len()..]),
        None => (text, "s"),
    };
    let seconds = match unit {
        "m" => 60.0,
        "h" => 3_600.0,
        _ => 1.0,
    };
    let time = number.trim().parse::<f64>().ok().map(|number| number * seconds);
    time.filter(|seconds| *seconds > 0.0 && *seconds <= 1e7)
        .map(Duration::from_secs_f64)
        .ok_or_else(|| "write a time such as 30, 90s or 5m".to_owned())
}

/// A size in bytes: a number with MB or GB.
pub(crate) fn memory(text: &str) -> Result<u64, String> {
    const LEAST: f64 = 64e6;
    let upper = text.trim().to_uppercase();
    let units = [("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("MIB", 1_048_576.0), ("GIB", 1_073_741_824.0)];
    let found = units.iter().rev().find_map(|(unit, bytes)| Some((upper.strip_suffix(unit)?, bytes)));
    let bytes = found.and_then(|(number, bytes)| number.trim().parse::<f64>().ok().map(|number| number * bytes));
    bytes
        .filter(|bytes| (LEAST..1e15).contains(bytes))
        .map(|bytes| bytes as u64)
        .ok_or_else(|| "write a size of 64MB or more, such as 500MB or 2GB".to_owned())
}

/// A strftime pattern that tells a day.
pub(crate) fn date_format(text: &str) -> Result<String, String> {
    let is_sound = StrftimeItems::new(text).all(|item| item != Item::Error);
    let is_whole = [&["%d", "%e"][..], &["%m", "%b", "%B"], &["%Y", "%y"]]
        .iter()
        .all(|either| either.iter().any(|part| text.contains(part)));
    if is_sound && (is_whole || text.contains("%F") || text.contains("%D")) {
        return Ok(text.to_owned());
    }
    Err("write a form with day, month and year, such as '%d/%m/%Y' (29/12/2015) or '%m/%d/%Y' (12/29/2015)".to_owned())
}

/// The words of a line; quotes hold blanks together.
pub(crate) fn split_words(line: &str) -> Outcome<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    if let Some(open) = quote {
        return Err(Error::Usage {
            reason: format!("a quote {open} is not closed"),
            hint: "close it, or leave it out".to_owned(),
        });
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes_have_units() {
        assert_eq!(time("30"), Ok(Duration::from_secs(30)));
        assert_eq!(time("1.5m"), Ok(Duration::from_secs(90)));
        assert_eq!(memory("500MB"), Ok(500_000_000));
        assert_eq!(memory("1 GiB"), Ok(1_073_741_824));
        for text in ["", "0", "-1", "x", "5d", "1e99h"] {
            assert!(time(text).is_err(), "{text}");
        }
        for text in ["", "500", "1KB", "GB", "-2GB"] {
            assert!(memory(text).is_err(), "{text}");
        }
    }

    #[test]
    fn quotes_hold_the_words_of_a_name_together() {
        let words = |line: &str| split_words(line).expect("the quotes are closed");
        assert_eq!(words("  run x group='Group of the North'  "), ["run", "x", "group=Group of the North"]);
        assert_eq!(words("once \"a b.csv\" ''"), ["once", "a b.csv", ""]);
        assert!(split_words("once 'a").is_err() && words(" ").is_empty());
    }

    #[test]
    fn a_form_of_dates_tells_the_day() {
        for form in ["%d/%m/%Y", "%m/%d/%y", "%d %B %Y", "%F"] {
            assert!(date_format(form).is_ok(), "{form}");
        }
        for form in ["", "%d/%m", "dd/mm/yyyy", "%d/%m/%Y %Q"] {
            assert!(date_format(form).is_err(), "{form}");
        }
    }
}
