//! Where results go: to the terminal, one to a file, or all of them to a file.

use std::path::{Path, PathBuf};

use crate::cli::args::OutputArgs;
use crate::cli::render;
use crate::error::{Error, Result};
use crate::ledger::Rows;
use crate::output::{self, Format, Options};
use crate::provenance::Provenance;

/// Where results go.
pub(super) enum Outlet {
    /// To the terminal.
    Shown,
    /// The next one to a file, those after it to the terminal.
    Once {
        /// The file, which is not there yet unless it may be overwritten.
        args: OutputArgs,
    },
    /// All to one file, which is whole after each.
    All {
        /// The file.
        path: PathBuf,
        /// Whether a file that was there before may be overwritten.
        force: bool,
        /// Whether rows may leave whose source forbids passing them on.
        accepts: bool,
        /// What it holds, and the questions behind that.
        held: Option<(Vec<u8>, Vec<String>)>,
    },
}

impl Outlet {
    /// True if the person has said that rows stay with them whose source forbids passing them on.
    pub(super) fn accepts_terms(&self) -> bool {
        match self {
            Outlet::Shown => false,
            Outlet::Once { args } => args.accept_acled_terms,
            Outlet::All { accepts, .. } => *accepts,
        }
    }

    /// Takes a result; gives what to say, and where the next one goes.
    pub(super) fn take(self, rows: &Rows, provenance: Option<&Provenance>, mode: Format) -> Result<(String, Self)> {
        match self {
            Outlet::Shown => Err(Error::internal("writing a result", "there is no file")),
            Outlet::Once { args } => {
                let written = render::rows(rows, &args, provenance, None)?;
                let path = args.output.unwrap_or_default();
                Ok((told(written.rows, &path), Outlet::Shown))
            }
            Outlet::All { path, force, accepts, held } => {
                let (mut text, mut queries) = held.clone().unwrap_or_default();
                let written = add(&path, force || held.is_some(), rows, provenance, mode, &mut text, &mut queries)?;
                let told = told(written, &path);
                Ok((told, Outlet::All { path, force, accepts, held: Some((text, queries)) }))
            }
        }
    }
}

fn told(rows: u64, path: &Path) -> String {
    let noun = if rows == 1 { "row" } else { "rows" };
    format!("{} {noun} to {}", output::grouped(rows), path.display())
}

/// Adds a result to a file of several.
fn add(
    path: &Path,
    force: bool,
    rows: &Rows,
    provenance: Option<&Provenance>,
    mode: Format,
    text: &mut Vec<u8>,
    queries: &mut Vec<String>,
) -> Result<u64> {
    let format = Format::from_path(path).unwrap_or(mode);
    if !text.is_empty() && !matches!(format, Format::Table | Format::Csv | Format::Jsonl | Format::Markdown) {
        return Err(Error::Refused {
            reason: format!("{} holds a result, and a {format} file holds one", path.display()),
            hint: "write the next one elsewhere: .once FILE; or end with .output".to_owned(),
        });
    }
    render::spare_database(path)?;
    let mut provenance = provenance.cloned();
    if let Some(provenance) = &mut provenance {
        queries.push(provenance.query.clone());
        provenance.query = queries.join(";\n");
    }
    let metadata = provenance.as_ref().map(Provenance::pairs).unwrap_or_default();
    let options = Options { metadata, ..Options::default() };
    let mut added = if text.is_empty() { Vec::new() } else { b"\n".to_vec() };
    let mut batches = rows.batches.iter().cloned().map(Ok);
    let written = output::write(format, &rows.schema, &mut batches, &mut added, &options)?;
    text.extend_from_slice(&added);
    render::with_provenance(path, format, provenance.as_ref(), force, || {
        Ok(output::write_file(path, force, |out| {
            out.write_all(text)?;
            Ok(written)
        })?)
    })?;
    Ok(written.rows)
}
