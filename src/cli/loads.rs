//! `loads`: every load with what it did, all that is recorded of one, and the way back.

use serde_json::json;

use crate::error::Result;
use crate::ledger::{self, Ledger, Rows};

use super::args::{Cli, LoadsArgs, LoadsCommand, ShowLoadArgs};
use super::load::{grouped, waits};
use super::{notes, render};

/// Countries whose coverage is listed one by one.
const MOST_COUNTRIES: usize = 12;

pub(crate) fn run(cli: &Cli, args: &LoadsArgs) -> Result<()> {
    match &args.command {
        None => {
            let ledger = Ledger::open(&cli.db)?;
            let rows = ledger.loads()?;
            let provenance = render::provenance(&args.out, || ledger.provenance("loads", Some(&rows)))?;
            render::rows(&rows, &args.out, provenance.as_ref(), None).map(drop)
        }
        Some(LoadsCommand::Show(show)) => one(cli, show),
        Some(LoadsCommand::Undo { load, json }) => undo(cli, *load, *json),
    }
}

fn one(cli: &Cli, args: &ShowLoadArgs) -> Result<()> {
    let details = Ledger::open(&cli.db)?.load_details(args.load_id)?;
    if args.json {
        let record = render::json_rows(&details.record)?.into_iter().next();
        return render::print_json(&json!({
            "load": record,
            "coverage": render::json_rows(&details.coverage)?,
            "rejected": render::json_rows(&details.rejected)?,
        }));
    }
    let names: Vec<&str> = details.record.schema.fields().iter().map(|field| field.name().as_str()).collect();
    let width = names.iter().map(|name| name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for name in names {
        let value = notes::texts(&details.record, name)?.into_iter().next().flatten();
        text.push_str(&format!("{name:width$}  {}\n", value.as_deref().unwrap_or("-")));
    }
    text.push_str(&format!("{:width$}  {}\n", "coverage", coverage(&details.coverage)?));
    let (reasons, columns, rows) = (
        notes::texts(&details.rejected, "reason")?,
        notes::texts(&details.rejected, "column_name")?,
        notes::texts(&details.rejected, "rows")?,
    );
    for (at, reason) in reasons.iter().enumerate() {
        let label = if at == 0 { "rejected" } else { "" };
        let column = columns[at].as_ref().map_or(String::new(), |column| format!("{column}: "));
        text.push_str(&format!(
            "{label:width$}  {} {column}{}\n",
            rows[at].as_deref().unwrap_or("-"),
            reason.as_deref().unwrap_or("-")
        ));
    }
    render::print(&text)
}

/// The days that a load covers, in a line.
fn coverage(rows: &Rows) -> Result<String> {
    let (countries, from, to) =
        (notes::texts(rows, "country")?, notes::texts(rows, "covers_from")?, notes::texts(rows, "covers_to")?);
    let ended = notes::texts(rows, "ended_load_id")?;
    let span = |at: usize| {
        let text = |values: &[Option<String>]| values[at].clone().unwrap_or_else(|| "-".to_owned());
        let ended = ended[at].as_ref().map_or(String::new(), |load| format!(", until load {load}"));
        format!("{} to {}{ended}", text(&from), text(&to))
    };
    if countries.is_empty() {
        return Ok("none".to_owned());
    }
    // A release covers every country, and names those that it has events of.
    if let Some(all) = countries.iter().position(Option::is_none) {
        return Ok(format!("every country, {}", span(all)));
    }
    let mut parts: Vec<String> = countries
        .iter()
        .enumerate()
        .take(MOST_COUNTRIES)
        .map(|(at, country)| format!("{} {}", country.as_deref().unwrap_or("-"), span(at)))
        .collect();
    if countries.len() > MOST_COUNTRIES {
        parts.push(format!("and {} more countries", countries.len() - MOST_COUNTRIES));
    }
    Ok(parts.join("; "))
}

fn undo(cli: &Cli, load: u32, json: bool) -> Result<()> {
    let report = ledger::undo(&cli.db, i64::from(load), waits)?;
    if json {
        return render::print_json(&report);
    }
    let mut text = format!("load {}: undoes load {} of {}\n", report.load_id, report.undoes, report.source);
    text.push_str(&format!(
        "  events     {} as before it, {} stand again, {} gone\n",
        grouped(report.events_revised),
        grouped(report.events_added),
        grouped(report.events_removed)
    ));
    if report.claims_changed > 0 {
        text.push_str(&format!("  claims     {} as before it\n", grouped(report.claims_changed)));
    }
    render::print(&text)
}
