//! What stays of a load: the source, what it covers, the load itself and its rejected rows.

use duckdb::Connection;

use super::load::now;
use super::params::{Params, Value, run};
use super::reference;
use super::report::{LoadOptions, LoadReport, Mode};
use super::stage::StagedFile;
use super::sync::{Plan, checksums};
use crate::catalog;
use crate::error::Result;
use crate::source::{Content, Definition};

/// Names the source with its terms, as the definition has them now.
pub(crate) fn source(conn: &Connection, definition: &Definition, params: &Params) -> Result<()> {
    let about = &definition.source;
    let measures = &definition.measures;
    let params = params
        .clone()
        .with("title", about.title.as_str())
        .with("publisher", about.publisher.as_str())
        .with("licence", about.licence.as_str())
        .with("licence_url", about.licence_url.as_str())
        .with("citation", about.citation.as_str())
        .with("census", about.census)
        .with("redistribute", about.redistribute)
        .with("range", measures.deaths_range)
        .with("sides", measures.deaths_by_side)
        .with("rules", measures.deaths_rules)
        .with("claims", measures.claims)
        .with("kept", definition.kept.table.as_str())
        .with("note", about.note.as_str());
    run(conn, "naming the source", "delete from source where source = $source", &params)?;
    let insert = "insert into source values ($source, $title, $publisher, $licence, $licence_url, $citation, \
                  $census, $redistribute, $range, $sides, $rules, $claims, $kept, $note)";
    run(conn, "naming the source", insert, &params).map(drop)
}

/// Notes which countries and days the load covers: what is told, else what its release covers, else its own rows.
pub(crate) fn coverage(
    conn: &Connection,
    plan: &Plan,
    options: &LoadOptions,
    staged: &[StagedFile],
    params: &Params,
) -> Result<()> {
    let doing = "noting the coverage";
    if !options.countries.is_empty() {
        return run(conn, doing, catalog::step("told_coverage"), params).map(drop);
    }
    let events: Vec<&StagedFile> = staged.iter().filter(|file| file.content == Content::Events).collect();
    if let Some((from, to)) = plan.covers {
        for file in events {
            let days = params.clone().with("file_number", file.number).with("covers_from", from).with("covers_to", to);
            run(conn, doing, catalog::step("release_coverage"), &days)?;
        }
        return Ok(());
    }
    let numbers: Vec<String> = events.iter().map(|file| file.number.to_string()).collect();
    let params = params.clone().with("file_numbers", format!("[{}]", numbers.join(",")));
    run(conn, doing, catalog::step("file_coverage"), &params).map(drop)
}

/// What every load has, whatever it is made from; what a load lacks is overwritten by the caller with its own.
pub(crate) fn blank(conn: &Connection, mode: Mode, params: &Params) -> Result<Params> {
    let mut all = params
        .clone()
        .with("mode", mode.as_str())
        .with("file_name", "")
        .with("sha256", "")
        .with("layout", "")
        .with("licence", "")
        .with("citation", "")
        .with("loaded_at", now())
        .with("tool", env!("CARGO_PKG_VERSION"))
        .with("reference", reference::version(conn)?)
        .with("marts", catalog::marts_version());
    for name in [
        "bytes",
        "read",
        "rejected",
        "duplicate",
        "accepted",
        "unchanged",
        "added",
        "revised",
        "removed",
        "claims",
        "older",
    ] {
        all = all.with(name, 0);
    }
    for name in [
        "release",
        "accessed_on",
        "first_date",
        "last_date",
        "covers_from",
        "covers_to",
        "filters",
        "undoes",
        "release_rank",
        "newest_upload",
    ] {
        all = all.with(name, Value::Null);
    }
    Ok(all)
}

/// Writes the load and its rejected rows.
pub(crate) fn load(
    conn: &Connection,
    definition: &Definition,
    plan: &Plan,
    options: &LoadOptions,
    staged: &[StagedFile],
    report: &LoadReport,
    params: &Params,
) -> Result<()> {
    let join = |part: fn(&StagedFile) -> &str| staged.iter().map(part).collect::<Vec<_>>().join("; ");
    let rejected: usize = staged.iter().map(|file| file.rejects.len()).sum();
    let row = blank(conn, plan.mode, params)?
        .with("release", report.release.clone())
        .with("file_name", join(|file| &file.name))
        .with("sha256", checksums(staged))
        .with("bytes", staged.iter().map(|file| file.size as i64).sum::<i64>())
        .with("layout", join(|file| &file.layout))
        .with("accessed_on", options.accessed_on)
        .with("first_date", report.first_event_date.clone())
        .with("last_date", report.last_event_date.clone())
        .with("read", staged.iter().map(|file| file.read as i64).sum::<i64>())
        .with("rejected", rejected as i64)
        .with("duplicate", report.rows_duplicate)
        .with("accepted", report.events_accepted)
        .with("unchanged", report.events_unchanged)
        .with("added", report.events_added)
        .with("revised", report.events_revised)
        .with("removed", report.events_removed)
        .with("older", report.events_older)
        .with("claims", report.claims_accepted)
        .with("licence", definition.source.licence.as_str())
        .with("citation", definition.source.citation.as_str())
        .with("covers_from", plan.covers.map(|days| days.0))
        .with("covers_to", plan.covers.map(|days| days.1))
        .with("filters", options.filters.clone());
    // The order of the release and the newest upload are those that the steps of the load have used.
    let row = ["release_rank", "newest_upload"].iter().fold(row, |row, name| match params.value(name) {
        Some(value) => row.with(name, value.clone()),
        None => row,
    });
    run(conn, "recording the load", catalog::step("record"), &row)?;
    for file in staged {
        for reject in &file.rejects {
            let params = params
                .clone()
                .with("file_name", file.name.as_str())
                .with("row", reject.row as i64)
                .with("column", Some(reject.column.as_str()).filter(|column| !column.is_empty()))
                .with("reason", reject.reason.as_str())
                .with("raw", reject.raw.as_str());
            let insert =
                "insert into rejected_row values ($load_id, $source, $file_name, $row, $column, $reason, $raw)";
            run(conn, "recording rejected rows", insert, &params)?;
        }
    }
    Ok(())
}
