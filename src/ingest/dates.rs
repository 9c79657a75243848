//! Dates: text in several forms, dates in parts, and which of day and month comes first in a file.

use std::collections::HashSet;
use std::path::Path;

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime};
use polars::prelude::*;

use super::fields::column_named;
use super::mapped::Known;
use super::raw::{RawReader, RowForm};
use crate::error::{Error, Result};
use crate::event::ColumnType;
use crate::source::{DateEdge, DateParts, Match};

/// Forms that mean the same to everybody; readers write typed dates like this, whatever the layout says.
const ISO: &[&str] =
    &["%Y-%m-%d", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.fZ", "%Y-%m-%dT%H:%M:%S%.f%:z"];

/// Days between 0001-01-01 and 1970-01-01.
const EPOCH: i32 = 719_163;

/// Text as a date: the first of the formats that fits.
pub(crate) fn date(text: Expr, formats: &[String]) -> Expr {
    let formats = formats.to_vec();
    text.map(
        move |column| {
            let texts = column.str()?;
            let mut known: Known<'_, Option<i32>> = Known::default();
            let days: Int32Chunked = texts
                .iter()
                .map(|text| {
                    text.and_then(|text| {
                        *known
                            .entry(text)
                            .or_insert_with(|| parse(text, &formats).map(|date| date.num_days_from_ce() - EPOCH))
                    })
                })
                .collect();
            days.with_name(column.name().clone()).cast(&DataType::Date).map(Series::into_column)
        },
        |_, field| Ok(polars::prelude::Field::new(field.name().clone(), DataType::Date)),
    )
}

/// Text as a date in one of the formats, or in ISO 8601.
pub(crate) fn parse(text: &str, formats: &[String]) -> Option<NaiveDate> {
    let own = formats.iter().map(String::as_str);
    own.chain(ISO.iter().copied()).find_map(|format| parse_one(text, format))
}

fn parse_one(text: &str, format: &str) -> Option<NaiveDate> {
    let date = if format.contains("%H") || format.contains("%I") {
        NaiveDateTime::parse_from_str(text, format).ok().map(|moment| moment.date())
    } else {
        NaiveDate::parse_from_str(text, format).ok()
    };
    // "16/02/21" has no year of four digits, whatever the pattern takes.
    date.filter(|date| date.year() >= 1000)
}

/// A date that stands in columns of its own, as ISO text. Day 0 means a month, month 0 a year: their first or last day.
pub(crate) fn of_parts(parts: &DateParts) -> Expr {
    let mut columns = vec![column_named(&parts.year), column_named(&parts.month)];
    columns.extend(parts.day.iter().map(|day| column_named(day)));
    let edge = parts.edge;
    let joined =
        concat_str(columns.into_iter().map(|column| column.fill_null(lit(""))).collect::<Vec<_>>(), "|", false);
    joined.map(
        move |column| {
            let texts = column.str()?;
            let dates: StringChunked = texts.iter().map(|text| text.and_then(|text| part_text(text, edge))).collect();
            Ok(dates.with_name(column.name().clone()).into_column())
        },
        |_, field| Ok(polars::prelude::Field::new(field.name().clone(), DataType::String)),
    )
}

/// "1999|11|0" as the first or last day of November 1999; nothing where there is no year.
fn part_text(text: &str, edge: DateEdge) -> Option<String> {
    let mut parts = text.split('|').map(|part| part.trim().trim_end_matches(".0"));
    let (year, month, day) = (parts.next()?, parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    if year.is_empty() {
        return None;
    }
    let unread = || Some(format!("{year}-{month}-{day}"));
    let (Ok(of_year), Some(of_month)) = (year.parse::<i32>(), month_number(month)) else { return unread() };
    let of_day: u32 = match day {
        "" => 0,
        day => match day.parse() {
            Ok(day) => day,
            Err(_) => return unread(),
        },
    };
    let first = NaiveDate::from_ymd_opt(of_year, of_month.max(1), of_day.max(1));
    let Some(first) = first else { return unread() };
    let months = match (of_month, of_day) {
        (0, _) => 12,
        (_, 0) => 1,
        _ => 0,
    };
    let last = if months == 0 {
        Some(first)
    } else {
        first.checked_add_months(Months::new(months)).and_then(|next| next.checked_sub_days(Days::new(1)))
    };
    match edge {
        DateEdge::First => Some(first.to_string()),
        DateEdge::Last => last.map(|last| last.to_string()),
    }
}

/// A month by its number or its English name; 0 and nothing mean that it is not known.
fn month_number(text: &str) -> Option<u32> {
    if text.is_empty() {
        return Some(0);
    }
    if let Ok(number) = text.parse::<u32>() {
        return (number <= 12).then_some(number);
    }
    text.parse::<chrono::Month>().ok().map(|month| month.number_from_month())
}

/// The format with day and month exchanged, if it has both as numbers.
fn swapped(format: &str) -> Option<String> {
    if !(format.contains("%d") && format.contains("%m")) || format.starts_with("%Y") {
        return None;
    }
    Some(format.replace("%d", "\u{1}").replace("%m", "%d").replace('\u{1}', "%m"))
}

/// What a file's own dates say of each pair of formats that differ in the order of day and month.
#[derive(Default)]
struct Evidence {
    first: Option<(u64, String)>,
    second: Option<(u64, String)>,
    either: Option<(u64, String)>,
    undecided: u64,
}

impl Evidence {
    fn is_none(&self) -> bool {
        self.first.is_none() && self.second.is_none() && self.either.is_none()
    }
}

/// The date formats of a file: those of its layout, with day and month in the order that its dates prove.
///
/// # Errors
/// [`Error::File`] if dates can be read both ways and none tells, or if they contradict each other.
pub(crate) fn decide(
    path: &Path,
    found: &Match,
    told: Option<&str>,
    form: &RowForm,
    table: usize,
    open: &mut dyn FnMut() -> Result<Box<dyn RawReader>>,
) -> Result<Vec<String>> {
    let all = &found.layout().date_formats;
    let written = &found.layout().publisher_formats;
    let pairs: Vec<(String, String)> = all
        .iter()
        .enumerate()
        .filter_map(|(at, format)| {
            let other = swapped(format)?;
            all[at + 1..].contains(&other).then(|| (format.clone(), other))
        })
        .collect();
    let is_open = |format: &String| pairs.iter().any(|(one, other)| one == format || other == format);
    let certain: Vec<String> = all.iter().filter(|format| !is_open(format)).cloned().collect();
    if let Some(told) = told {
        return Ok(std::iter::once(told.to_owned()).chain(certain).collect());
    }
    if pairs.is_empty() {
        return Ok(certain);
    }
    let evidence = collect(found, form, table, &certain, &pairs, open)?;
    let mut formats = certain;
    for ((one, other), found) in pairs.iter().zip(evidence) {
        match (&found.first, &found.second) {
            (Some((row, date)), Some((other_row, other_date))) => {
                return Err(Error::file(
                    path,
                    format!(
                        "dates contradict each other: '{date}' (row {row}) is in the form {one}, '{other_date}' (row {other_row}) in {other}"
                    ),
                    "correct the file, or say which form holds: --date-format FORM (the other rows are then rejected)",
                ));
            }
            (Some(_), None) => formats.push(one.clone()),
            (None, Some(_)) => formats.push(other.clone()),
            (None, None) => {
                let is_publishers = written.contains(one);
                if let (Some((row, date)), false) = (found.either, is_publishers) {
                    return Err(Error::file(
                        path,
                        format!(
                            "{} dates such as '{date}' (row {row}) can be read as {one} or as {other}, and no date in the file tells which",
                            found.undecided
                        ),
                        format!("say it: --date-format '{one}' or --date-format '{other}'"),
                    ));
                }
                // No date of this form, or only such as 05/05/2025 that mean the same day either way.
                formats.push(one.clone());
            }
        }
    }
    Ok(formats)
}

fn collect(
    found: &Match,
    form: &RowForm,
    table: usize,
    certain: &[String],
    pairs: &[(String, String)],
    open: &mut dyn FnMut() -> Result<Box<dyn RawReader>>,
) -> Result<Vec<Evidence>> {
    let columns = date_columns(found);
    let mut seen: HashSet<String> = HashSet::new();
    let mut evidence: Vec<Evidence> = pairs.iter().map(|_| Evidence::default()).collect();
    let mut is_settled = false;
    let outcome = open()?.read(table, form, super::BATCH_ROWS, &mut |batch| {
        let fail = |error: PolarsError| Error::internal("looking at dates", error);
        let rows = batch.frame.column(super::raw::ROW).and_then(|rows| rows.i64().cloned()).map_err(fail)?;
        for name in &columns {
            let Ok(column) = batch.frame.column(name) else { continue };
            for (at, text) in column.str().map_err(fail)?.iter().enumerate() {
                let Some(text) = text.filter(|text| !seen.contains(*text)) else { continue };
                seen.insert(text.to_owned());
                if parse(text, certain).is_some() {
                    continue;
                }
                let row = rows.get(at).and_then(|row| u64::try_from(row).ok()).unwrap_or(0);
                weigh(text, row, pairs, &mut evidence);
            }
        }
        // A file whose first batch has no such date is not read twice; a later one is a rejected row.
        is_settled = evidence.iter().all(Evidence::is_none);
        if is_settled { Err(Error::internal("looking at dates", "settled")) } else { Ok(()) }
    });
    if !is_settled {
        outcome?;
    }
    Ok(evidence)
}

fn weigh(text: &str, row: u64, pairs: &[(String, String)], evidence: &mut [Evidence]) {
    for ((one, other), found) in pairs.iter().zip(evidence) {
        let place = || Some((row, text.to_owned()));
        match (parse_one(text, one), parse_one(text, other)) {
            (Some(first), Some(second)) if first != second => {
                found.undecided += 1;
                found.either = found.either.take().or_else(place);
            }
            (Some(_), None) => found.first = found.first.take().or_else(place),
            (None, Some(_)) => found.second = found.second.take().or_else(place),
            _ => {}
        }
    }
}

/// The source's columns that hold dates.
fn date_columns(found: &Match) -> Vec<String> {
    let layout = found.layout();
    let targets = super::normalise::targets(layout.content);
    let mut columns: Vec<String> = targets
        .iter()
        .filter(|target| target.kind == ColumnType::Date)
        .filter_map(|target| found.definition.field(layout, target.name))
        .flat_map(|field| field.rules().iter().filter_map(|rule| rule.column.clone()))
        .filter(|column| found.columns.contains(column))
        .collect();
    columns.dedup();
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, formats: &[&str]) -> Option<String> {
        let formats: Vec<String> = formats.iter().map(|format| (*format).to_owned()).collect();
        parse(text, &formats).map(|date| date.to_string())
    }

    #[test]
    fn every_form_that_was_met_is_read() {
        let formats = ["%d %B %Y", "%d-%b-%y", "%d-%b-%Y", "%d-%B-%Y", "%d/%m/%Y", "%d/%m/%y"];
        for (text, date) in [
            ("2025-04-01", "2025-04-01"),
            ("2025-04-01 00:00:00.000", "2025-04-01"),
            ("2025-04-01T00:00:00", "2025-04-01"),
            ("2025-04-01T00:00:00Z", "2025-04-01"),
            ("22 February 2019", "2019-02-22"),
            ("16 May 2025", "2025-05-16"),
            ("16-Feb-21", "2021-02-16"),
            ("5-Feb-21", "2021-02-05"),
            ("9-May-20", "2020-05-09"),
            ("01-January-2015", "2015-01-01"),
            ("29/12/2015", "2015-12-29"),
            ("29/12/15", "2015-12-29"),
        ] {
            assert_eq!(read(text, &formats).as_deref(), Some(date), "{text}");
        }
        assert_eq!(read("20255-01-01", &formats), None);
        assert_eq!(read("31/02/2015", &formats), None);
        assert_eq!(read("46074", &formats), None);
    }

    #[test]
    fn dates_in_parts_have_a_first_and_a_last_day() {
        let both = |text: &str| (part_text(text, DateEdge::First), part_text(text, DateEdge::Last));
        let days = |first: &str, last: &str| (Some(first.to_owned()), Some(last.to_owned()));
        assert_eq!(both("1999|11|20"), days("1999-11-20", "1999-11-20"));
        assert_eq!(both("1999|11|0"), days("1999-11-01", "1999-11-30"));
        assert_eq!(both("1999|0|0"), days("1999-01-01", "1999-12-31"));
        assert_eq!(both("2024|February"), days("2024-02-01", "2024-02-29"));
        assert_eq!(both("2024.0|2.0"), days("2024-02-01", "2024-02-29"));
        assert_eq!(both("2024|13|1"), days("2024-13-1", "2024-13-1"));
        assert_eq!(both("||"), (None, None));
    }

    #[test]
    fn only_numeric_forms_have_a_twin() {
        assert_eq!(swapped("%d/%m/%Y").as_deref(), Some("%m/%d/%Y"));
        assert_eq!(swapped("%Y-%m-%d"), None);
        assert_eq!(swapped("%d %B %Y"), None);
    }
}
