//! `diff`: what differs between the states of two loads.
//!
//! For people there is one document: totals of each source, totals of each group if asked for, the events, the fields if
//! asked for. Forms for programs hold one of these tables.

use serde_json::json;

use crate::error::{Error, Result};
use crate::ledger::{AsOf, Diff, DiffBy, Ledger, Moment, Rows};
use crate::output::{self, Format, Options};
use crate::provenance::{Provenance, State};

use super::args::{Cli, DiffArgs};
use super::changes;
use super::{notes, render, terms};

/// Events and fields that a table on a terminal shows.
const MOST_ROWS: usize = 60;

const CAVEATS: [&str; 2] = [
    "Events and deaths in totals are those of political violence; what is known of them, per source, never added across sources.",
    "A moved event is in both states, in another group: its country, day, actors or class were revised.",
];

pub(crate) fn run(cli: &Cli, args: &DiffArgs) -> Result<()> {
    let ledger = Ledger::open(&cli.db)?;
    let (before, after) = moments(&ledger, args)?;
    let by = args.by.map(DiffBy::from).filter(|by| *by != DiffBy::Source);
    let found = ledger.diff(before, after, by, args.source.as_deref())?;
    let provenance = provenance(&ledger, &found, args)?;
    let format = render::format_of(&args.out)?;
    if let Some(rows) = rows_that_leave(&found, args, format) {
        terms::admit_events(&ledger, rows, &args.out)?;
    }
    match format {
        Format::Table | Format::Markdown => {
            let text = document(&found, by, args, format, &provenance)?;
            put(args, format, &provenance, text.as_bytes())
        }
        Format::Json => {
            let mut text = serde_json::to_vec_pretty(&whole(&found, args, &provenance)?)
                .map_err(|error| Error::internal("writing JSON", error))?;
            text.push(b'\n');
            put(args, format, &provenance, &text)
        }
        _ => render::rows(table(&found, args), &args.out, Some(&provenance), None).map(drop),
    }
}

/// The rows of events in what is written; none if there are only totals.
fn rows_that_leave<'d>(found: &'d Diff, args: &DiffArgs, format: Format) -> Option<&'d Rows> {
    match format {
        Format::Table | Format::Markdown | Format::Json => Some(&found.events),
        _ if args.fields => Some(&found.fields),
        _ if args.by.is_some() => None,
        _ => Some(&found.events),
    }
}

fn moments(ledger: &Ledger, args: &DiffArgs) -> Result<(Moment, Moment)> {
    let before = match &args.since_report {
        Some(file) => ledger.load_of(&Provenance::of_file(file)?)?,
        None => args.before.unwrap_or(Moment::Now),
    };
    Ok((before, args.after.unwrap_or(Moment::Now)))
}

fn provenance(ledger: &Ledger, found: &Diff, args: &DiffArgs) -> Result<Provenance> {
    let by = args.by.map_or(String::new(), |by| format!(" --by {by:?}").to_lowercase());
    let source = args.source.as_ref().map_or(String::new(), |name| format!(" --source {name:?}"));
    let fields = if args.fields { " --fields" } else { "" };
    let query = format!("diff {} {}{by}{source}{fields}", found.before.load_id, found.after.load_id);
    let mut block = ledger.provenance(&query, Some(&found.totals))?;
    // Loads after the later state have no part in it.
    let last = found.before.load_id.max(found.after.load_id);
    for source in &mut block.sources {
        source.loads.retain(|load| load.load_id <= last);
    }
    block.as_of = State::from(&found.after);
    block.compared_with = Some(State::from(&found.before));
    Ok(block)
}

/// The one table for forms that hold one.
fn table<'d>(found: &'d Diff, args: &DiffArgs) -> &'d Rows {
    match &found.groups {
        _ if args.fields => &found.fields,
        Some(groups) => groups,
        None if args.by.is_some() => &found.totals,
        None => &found.events,
    }
}

/// Everything, for programs that read JSON.
fn whole(found: &Diff, args: &DiffArgs, provenance: &Provenance) -> Result<serde_json::Value> {
    let state = |as_of: &AsOf| json!({ "load_id": as_of.load_id, "loaded_at": as_of.loaded_at });
    let mut value = json!({
        "before": state(&found.before),
        "after": state(&found.after),
        "totals": render::json_rows(&found.totals)?,
    });
    if let Some(groups) = &found.groups {
        value["groups"] = render::json_rows(groups)?.into();
    }
    value["events"] = render::json_rows(&found.events)?.into();
    if args.fields {
        value["fields"] = render::json_rows(&found.fields)?.into();
    }
    value["provenance"] = serde_json::to_value(provenance).map_err(|error| Error::internal("writing JSON", error))?;
    Ok(value)
}

/// Everything, for people.
fn document(
    found: &Diff,
    by: Option<DiffBy>,
    args: &DiffArgs,
    format: Format,
    provenance: &Provenance,
) -> Result<String> {
    let on_terminal = format == Format::Table && args.out.output.is_none();
    let most = on_terminal.then_some(MOST_ROWS);
    let width = if on_terminal { render::terminal_width() } else { None };
    let write = |rows: &Rows, metadata: Vec<(String, String)>| -> Result<String> {
        let options = Options { width, max_rows: most, metadata, ..Options::default() };
        let mut bytes = Vec::new();
        let mut batches = rows.batches.iter().cloned().map(Ok);
        output::write(format, &rows.schema, &mut batches, &mut bytes, &options)?;
        String::from_utf8(bytes).map_err(|error| Error::internal("writing a table", error))
    };
    let heading = |text: &str| if format == Format::Markdown { format!("## {text}\n\n") } else { format!("{text}\n") };
    let name = |as_of: &AsOf| format!("load {} ({} UTC)", as_of.load_id, as_of.loaded_at);
    let mut text = String::new();
    if format == Format::Markdown {
        // The comment with the provenance is the first line of the file.
        text.push_str(&output::markdown_comment(&provenance.pairs()));
        text.push_str(&format!("# Changes from {} to {}\n\n", name(&found.before), name(&found.after)));
    } else {
        text.push_str(&format!("Changes from {} to {}\n\n", name(&found.before), name(&found.after)));
    }
    text.push_str(&write(&changes::totals(&found.totals, None)?, Vec::new())?);
    if let (Some(groups), Some(by)) = (&found.groups, by) {
        text.push('\n');
        text.push_str(&heading(&format!("By {}", by.label().unwrap_or("source").trim_end_matches("_name"))));
        text.push_str(&write(&changes::totals(groups, by.label())?, Vec::new())?);
    }
    if !found.events.is_empty() {
        text.push('\n');
        text.push_str(&heading("Events"));
        text.push_str(&write(&changes::events(&found.events)?, Vec::new())?);
    }
    if args.fields && !found.fields.is_empty() {
        text.push('\n');
        text.push_str(&heading("Fields"));
        text.push_str(&write(&found.fields, Vec::new())?);
    }
    text.push_str(&below(found, width));
    Ok(text)
}

fn below(found: &Diff, width: Option<u16>) -> String {
    let mut lines: Vec<String> = Vec::new();
    if found.events.is_empty() {
        lines.push("No event differs.".to_owned());
    }
    lines.extend(CAVEATS.iter().map(|line| (*line).to_owned()));
    if found.before.reference_changed || found.after.reference_changed {
        lines.push(
            "The reference data have changed since: memberships and regions of both states are those of now."
                .to_owned(),
        );
    }
    let width = width.map_or(usize::MAX, usize::from);
    let wrapped: String = lines.iter().map(|line| notes::wrapped(line, width)).collect();
    format!("\n{wrapped}")
}

fn put(args: &DiffArgs, format: Format, provenance: &Provenance, bytes: &[u8]) -> Result<()> {
    let Some(path) = &args.out.output else { return render::print_bytes(bytes) };
    render::spare_database(path)?;
    // JSON holds its provenance itself.
    let beside = Some(provenance).filter(|_| format != Format::Json);
    render::with_provenance(path, format, beside, args.out.force, || {
        Ok(output::write_bytes(path, args.out.force, bytes)?)
    })
}
