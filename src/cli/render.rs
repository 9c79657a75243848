//! Results on the terminal or in a file: which form, how wide, in colour or not.

use std::io::{IsTerminal, Write};
use std::path::Path;

use anstyle::{AnsiColor, Style};

use crate::error::{Error, Result};
use crate::guard::Finding;
use crate::ledger::Rows;
use crate::output::{self, Format, Options, Written};
use crate::provenance::{Provenance, Sidecar};

use super::args::OutputArgs;
use super::stop;

/// True if standard error is a terminal that wants colour.
pub(crate) fn colour_on_stderr() -> bool {
    std::io::stderr().is_terminal() && wants_colour()
}

/// True if standard output is a terminal that wants colour.
pub(crate) fn wants_colour_on_stdout() -> bool {
    std::io::stdout().is_terminal() && wants_colour()
}

fn wants_colour() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// The form that the arguments ask for.
///
/// # Errors
/// [`Error::Usage`] for a file without a known extension, and for a binary form on a terminal.
pub(crate) fn format_of(args: &OutputArgs) -> Result<Format> {
    let format = match (args.format, &args.output) {
        (Some(format), _) => format.into(),
        (None, Some(path)) => format_of_path(path)?,
        (None, None) => Format::Table,
    };
    if args.output.is_none() && format.is_binary() && std::io::stdout().is_terminal() {
        return Err(Error::Usage {
            reason: format!("{format} is not for a terminal"),
            hint: "write it to a file with -o FILE, or pipe it".to_owned(),
        });
    }
    Ok(format)
}

/// The form that a file's extension names.
pub(crate) fn format_of_path(path: &Path) -> Result<Format> {
    Format::from_path(path).ok_or_else(|| Error::Usage {
        reason: format!("{} has no extension that says the format", path.display()),
        hint: format!(
            "end it in .csv, .json, .jsonl, .md, .parquet, .geojson, .arrow or .xlsx, or give --format {}",
            Format::NAMES.join("|")
        ),
    })
}

/// Refuses to write over a database, whatever --force says.
///
/// # Errors
/// [`Error::Refused`].
pub(crate) fn spare_database(path: &Path) -> Result<()> {
    if crate::ledger::is_database(path) {
        return Err(Error::Refused {
            reason: format!("{} is a database: it is not overwritten", path.display()),
            hint: "write to another file".to_owned(),
        });
    }
    Ok(())
}

/// True if the result goes out as a table for reading.
pub(crate) fn is_for_reading(args: &OutputArgs) -> Result<bool> {
    Ok(format_of(args)? == Format::Table && args.output.is_none())
}

/// Where the numbers come from, gathered only if it is written with the result: to a file, inside or beside, and on standard output
/// in the forms that have room for it.
pub(crate) fn provenance(args: &OutputArgs, gather: impl FnOnce() -> Result<Provenance>) -> Result<Option<Provenance>> {
    let is_told = args.output.is_some() || format_of(args)?.holds_metadata();
    is_told.then(gather).transpose()
}

/// True if the result goes elsewhere than before the eyes of a person: to a file, or in a form for programs to what is no
/// terminal.
pub(crate) fn leaves(args: &OutputArgs) -> Result<bool> {
    Ok(args.output.is_some() || form_leaves(format_of(args)?))
}

/// The same of a form on standard output.
pub(crate) fn form_leaves(format: Format) -> bool {
    format != Format::Table && !std::io::stdout().is_terminal()
}

/// Writes rows where and how the arguments ask, with where they come from.
pub(crate) fn rows(
    rows: &Rows,
    args: &OutputArgs,
    provenance: Option<&Provenance>,
    max_rows: Option<usize>,
) -> Result<Written> {
    let format = format_of(args)?;
    let options = Options {
        width: terminal_width(),
        colour: wants_colour_on_stdout() && args.output.is_none(),
        max_rows,
        metadata: provenance.map(Provenance::pairs).unwrap_or_default(),
        ..Options::default()
    };
    let mut batches = rows.batches.iter().cloned().map(Ok);
    match &args.output {
        None => Ok(output::write(format, &rows.schema, &mut batches, &mut std::io::stdout().lock(), &options)?),
        Some(path) => {
            spare_database(path)?;
            let options = Options { width: None, max_rows: None, ..options };
            with_provenance(path, format, provenance, args.force, || {
                Ok(output::write_file(path, args.force, |out| {
                    output::write(format, &rows.schema, &mut batches, out, &options)
                })?)
            })
        }
    }
}

/// Rows as a table that fits the terminal.
pub(crate) fn table(rows: &Rows, colour: bool) -> Result<Vec<u8>> {
    let options = Options { width: terminal_width(), colour, ..Options::default() };
    let mut text = Vec::new();
    let mut batches = rows.batches.iter().cloned().map(Ok);
    output::write(Format::Table, &rows.schema, &mut batches, &mut text, &options)?;
    Ok(text)
}

/// Writes a file, and its provenance beside it where the form has no room for it.
pub(crate) fn with_provenance<T>(
    path: &Path,
    format: Format,
    provenance: Option<&Provenance>,
    force: bool,
    write: impl FnOnce() -> Result<T>,
) -> Result<T> {
    let beside = provenance.filter(|_| !format.holds_metadata());
    if beside.is_some() {
        Sidecar::spare(path, force)?;
    }
    stop::clean_up_when_stopped()?;
    let written = write()?;
    if let Some(provenance) = beside
        && let Some(place) = Sidecar::write(path, provenance)?
    {
        remind(&format!("where the numbers come from: {}", place.display()));
    }
    Ok(written)
}

/// Width of the terminal on standard output; none if it is not one.
pub(crate) fn terminal_width() -> Option<u16> {
    if let Some(columns) =
        std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|columns| *columns > 0)
    {
        return std::io::stdout().is_terminal().then_some(columns);
    }
    terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| width.0)
}

/// Prints text on standard output.
pub(crate) fn print(text: &str) -> Result<()> {
    print_bytes(text.as_bytes())
}

/// Prints bytes on standard output.
pub(crate) fn print_bytes(bytes: &[u8]) -> Result<()> {
    std::io::stdout().lock().write_all(bytes).map_err(|error| Error::io("writing", Path::new("standard output"), error))
}

/// Says something to the person on standard error that is no part of the result.
pub(crate) fn remind(text: &str) {
    // If stderr is closed there is nobody to remind.
    std::io::stderr().write_all(format!("note: {text}\n").as_bytes()).unwrap_or_default();
}

/// Warns of sums that count something twice, on standard error, with the way to do it right.
pub(crate) fn warn(findings: &[Finding]) {
    let colour = colour_on_stderr();
    let (yellow, dim) = if colour {
        (AnsiColor::Yellow.on_default().bold(), AnsiColor::Cyan.on_default())
    } else {
        (Style::new(), Style::new())
    };
    for finding in findings {
        let text = format!("{yellow}warning:{yellow:#} {}\n{dim}hint:{dim:#} {}\n", finding.says, finding.instead);
        // If stderr is closed there is nobody to warn.
        std::io::stderr().write_all(text.as_bytes()).unwrap_or_default();
    }
}

/// Rows as JSON objects, with the types that files have.
pub(crate) fn json_rows(rows: &Rows) -> Result<Vec<serde_json::Value>> {
    let mut text = Vec::new();
    let mut batches = rows.batches.iter().cloned().map(Ok);
    output::write(Format::Json, &rows.schema, &mut batches, &mut text, &Options::default())?;
    serde_json::from_slice(&text).map_err(|error| Error::internal("writing JSON", error))
}

/// Prints a value as JSON on standard output.
pub(crate) fn print_json<T: serde::Serialize>(value: &T) -> Result<()> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Error::internal("writing JSON", error))?;
    print(&format!("{text}\n"))
}
