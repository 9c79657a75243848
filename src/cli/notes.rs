//! What stands below every answer: source, cut-off, load, and what its numbers are.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int64Type};

use crate::error::{Error, Result};
use crate::ledger::{AsOf, Ledger, Rows};

use super::{reading, render};

/// What is known of a loaded source.
pub(crate) struct SourceNote {
    pub source: String,
    pub title: String,
    pub releases: Option<String>,
    pub cut_off: Option<String>,
    pub newest_load: Option<String>,
    pub census: bool,
    pub licence: String,
    pub citation: String,
    pub note: Option<String>,
}

/// The loaded sources.
pub(crate) fn sources(ledger: &Ledger) -> Result<Vec<SourceNote>> {
    let rows = ledger.citations()?;
    let column = |name: &str| texts(&rows, name);
    let names = column("source")?;
    let (titles, releases, cut_offs, loads) =
        (column("title")?, column("releases")?, column("last_date")?, column("newest_load")?);
    let (census, licences, citations, notes) =
        (column("census")?, column("licence")?, column("citation")?, column("note")?);
    Ok(names
        .into_iter()
        .enumerate()
        .map(|(at, name)| SourceNote {
            source: name.unwrap_or_default(),
            title: titles[at].clone().unwrap_or_default(),
            releases: releases[at].clone(),
            cut_off: cut_offs[at].clone(),
            newest_load: loads[at].clone(),
            census: census[at].as_deref() == Some("true"),
            licence: licences[at].clone().unwrap_or_default(),
            citation: citations[at].clone().unwrap_or_default(),
            note: notes[at].clone().filter(|note| !note.is_empty()),
        })
        .collect())
}

/// A column of a result as text.
pub(crate) fn texts(rows: &Rows, name: &str) -> Result<Vec<Option<String>>> {
    let mut all = Vec::with_capacity(rows.len());
    for batch in &rows.batches {
        let column = named(batch, name)?;
        let text = cast(&column, &DataType::Utf8).map_err(|error| Error::internal("reading a result", error))?;
        let text = text.as_string::<i32>();
        all.extend((0..text.len()).map(|at| (!text.is_null(at)).then(|| text.value(at).to_owned())));
    }
    Ok(all)
}

/// A column of a result as whole numbers.
pub(crate) fn integers(rows: &Rows, name: &str) -> Result<Vec<Option<i64>>> {
    let mut all = Vec::with_capacity(rows.len());
    for batch in &rows.batches {
        let column = named(batch, name)?;
        let number = cast(&column, &DataType::Int64).map_err(|error| Error::internal("reading a result", error))?;
        let number = number.as_primitive::<Int64Type>();
        all.extend(number.iter());
    }
    Ok(all)
}

fn named(batch: &RecordBatch, name: &str) -> Result<arrow::array::ArrayRef> {
    batch.column_by_name(name).cloned().ok_or_else(|| Error::internal("reading a result", format!("no column {name}")))
}

/// The lines below an answer: each source with its cut-off, what it covers, and what to know of it.
pub(crate) fn below(ledger: &Ledger, rows: &Rows, lines: &[&str]) -> Result<String> {
    let named = if rows.schema.column_with_name("source").is_some() { texts(rows, "source")? } else { Vec::new() };
    let mut all = ledger.as_of().map(AsOf::lines).unwrap_or_default();
    for known in sources(ledger)? {
        if !named.iter().any(|name| name.as_deref() == Some(known.source.as_str())) {
            continue;
        }
        let release = known.releases.as_ref().map_or(String::new(), |releases| format!(" {releases}"));
        all.push(format!(
            "{}: {}{release}, newest event {}, load {}; {}",
            known.source,
            known.title,
            known.cut_off.as_deref().unwrap_or("-"),
            known.newest_load.as_deref().unwrap_or("-"),
            known.licence,
        ));
        if !known.census {
            all.push(
                "  a coded sample: what it lacks is unknown, not zero; no trend, rate or total follows from it"
                    .to_owned(),
            );
        } else if let Some(note) = &known.note {
            all.push(format!("  {note}"));
        }
    }
    if let (Some((from, _)), Some((_, to))) =
        (reading::span(rows, "coverage_from")?, reading::span(rows, "coverage_to")?)
    {
        let whole = match reading::span(rows, "covers_period")? {
            Some((least, _)) if least == "true" => "; the period asked for is covered",
            Some(_) => "; the period asked for is not covered whole",
            None => "",
        };
        all.push(format!("Loads cover {from} to {to}{whole}."));
    }
    // As numbers: small shares are written with an exponent, which has no place in the order of texts.
    let shares = if rows.schema.column_with_name("unidentified_share").is_some() {
        texts(rows, "unidentified_share")?
    } else {
        Vec::new()
    };
    let share = shares.iter().flatten().filter_map(|share| share.parse::<f64>().ok()).fold(0.0, f64::max);
    if share > 0.0 {
        let percent = share * 100.0;
        all.push(format!("In {percent:.1} % of the events a side is unidentified: they may be anybody's."));
    }
    all.extend(lines.iter().map(|line| (*line).to_owned()));
    let width = render::terminal_width().map_or(usize::MAX, usize::from);
    let mut text = String::from("\n");
    for line in all {
        text.push_str(&wrapped(&line, width));
    }
    Ok(text)
}

/// One line for each named source: cut-off, load, licence, and whether it is a sample.
pub(crate) fn cut_offs(ledger: &Ledger, named: &[&str]) -> Result<String> {
    let mut text = String::new();
    for known in sources(ledger)?.iter().filter(|known| named.contains(&known.source.as_str())) {
        let line = format!(
            "{}: newest event {}, load {}; {}{}",
            known.source,
            known.cut_off.as_deref().unwrap_or("-"),
            known.newest_load.as_deref().unwrap_or("-"),
            known.licence,
            if known.census { "" } else { "; a coded sample: what it lacks is unknown, not zero" }
        );
        text.push_str(&wrapped(&line, super::lines::say_width()));
    }
    Ok(text)
}

/// Says on standard error which state a statement was asked of, and what of the ledger that does not hold for.
pub(crate) fn remind_of_state(ledger: &Ledger) {
    let Some(as_of) = ledger.as_of() else { return };
    for line in as_of.lines() {
        render::remind(&line);
    }
    if !as_of.is_newest() {
        render::remind(
            "events, actors of events, claims, published sums, coverage, loads, rejected rows and all that is made of them stand as of that load; \
             reference data (actor_reference, actor_alias, actor_member, region, country and the like) and tables of your own are those of now",
        );
    }
}

/// A line broken at spaces to fit a width, its beginning repeated as indent.
pub(crate) fn wrapped(line: &str, width: usize) -> String {
    let indent: String = line.chars().take_while(|c| *c == ' ').collect();
    let mut text = String::new();
    let mut column = 0;
    for word in line.split_whitespace() {
        let length = word.chars().count();
        if column == 0 {
            text.push_str(&indent);
            column = indent.len();
        } else if column + 1 + length > width {
            text.push('\n');
            text.push_str(&indent);
            column = indent.len();
        } else {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += length;
    }
    text.push('\n');
    text
}
