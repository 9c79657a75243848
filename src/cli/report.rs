//! `report`: documents to print, send and cite.

use std::io::IsTerminal;
use std::path::Path;

use crate::error::{Error, Result};
use crate::ledger::Ledger;
use crate::output;
use crate::report::{self, Ask, Form};

use super::args::{Cli, ReportArgs, ReportCommand, TrendArgs};
use super::{render, terms};

pub(crate) fn run(cli: &Cli, args: &ReportArgs) -> Result<()> {
    match &args.report {
        ReportCommand::Trend(args) => trend(cli, args),
    }
}

fn trend(cli: &Cli, args: &TrendArgs) -> Result<()> {
    // What cannot be written is told before the long work.
    let form = form_of(args)?;
    if let Some(path) = &args.output {
        render::spare_database(path)?;
        if path.is_file() && !args.force {
            return Err(output::OutputError::Exists { path: path.clone() }.into());
        }
    }
    let ledger = Ledger::open_as_of(&cli.db, args.as_of)?;
    // As rows of events do: to look at them on a terminal is no passing on.
    let stays_here = args.output.is_none() && args.figures.is_none() && std::io::stdout().is_terminal();
    let ask = Ask {
        about: args.about(),
        since: args.since,
        until: args.until,
        source: args.source.clone(),
        lang: args.lang.into(),
        with_notes: args.with_notes,
        with_bound_rows: stays_here || args.accept_acled_terms,
        command: args.words(),
    };
    let made = report::trend(&ledger, &ask)?;
    if made.lists_events && !stays_here {
        terms::admit_listed(&ledger, &made.source, args.accept_acled_terms)?;
    }
    let pictures = match &args.figures {
        Some(folder) => {
            report::write_figures(&made.document, folder, args.force)?;
            Some(link(args.output.as_deref(), folder))
        }
        None => None,
    };
    let bytes = report::render(&made.document, form, pictures.as_deref())?;
    match &args.output {
        None => render::print_bytes(&bytes),
        Some(path) => Ok(output::write_bytes(path, args.force, &bytes)?),
    }
}

/// The folder of pictures as a file beside or above it names it.
fn link(file: Option<&Path>, folder: &Path) -> String {
    let beside = file.and_then(Path::parent).filter(|parent| !parent.as_os_str().is_empty());
    let named = beside.and_then(|parent| folder.strip_prefix(parent).ok()).unwrap_or(folder);
    // Of a file in another place only the whole path leads there.
    let is_reached = beside.is_none() || named != folder || folder.is_absolute();
    let whole =
        if is_reached { named.to_owned() } else { std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()) };
    whole.display().to_string()
}

/// The form that is asked for by name or by the file's extension; Markdown on the terminal.
fn form_of(args: &TrendArgs) -> Result<Form> {
    let form = match (args.format, &args.output) {
        (Some(format), _) => format.into(),
        (None, Some(path)) => Form::from_path(path).ok_or_else(|| Error::Usage {
            reason: format!("{} has no extension that says the form of a report", path.display()),
            hint: format!("end it in .html, .md, .pdf or .json, or give --format {}", Form::NAMES.join("|")),
        })?,
        (None, None) => Form::Markdown,
    };
    if args.output.is_none() && form.is_binary() && std::io::stdout().is_terminal() {
        return Err(Error::Usage {
            reason: format!("{form} is not for a terminal"),
            hint: "write it to a file with -o FILE, or pipe it".to_owned(),
        });
    }
    Ok(form)
}
