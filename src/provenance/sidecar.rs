//! The provenance of files that have no room for it: a JSON file beside them.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Provenance;
use crate::checksum;
use crate::error::{Error, Result};
use crate::output::{self, Written};

/// What stands in the file beside.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sidecar {
    /// Name of the file that it is about.
    pub file: String,
    /// SHA-256 of that file; none for a folder.
    pub file_sha256: Option<String>,
    /// Where its numbers come from.
    pub provenance: Provenance,
}

/// The file beside: `events.csv.provenance.json` for `events.csv`.
pub fn sidecar_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".provenance.json");
    path.with_file_name(name)
}

impl Sidecar {
    /// Refuses a result whose file beside would overwrite something else.
    ///
    /// # Errors
    /// [`Error::Refused`].
    pub fn spare(path: &Path, force: bool) -> Result<()> {
        let beside = sidecar_of(path);
        if force || !beside.exists() || Sidecar::read(&beside).is_ok_and(|found| found.is_some()) {
            return Ok(());
        }
        Err(Error::Refused {
            reason: format!("{} exists and is no provenance: it is not overwritten", beside.display()),
            hint: "write to another file, or give --force".to_owned(),
        })
    }

    /// Writes the provenance of a file or folder beside it, whole or not at all; gives its place, none for what has no
    /// neighbours.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Output`]; the file itself is in place already.
    pub fn write(path: &Path, provenance: &Provenance) -> Result<Option<PathBuf>> {
        let metadata = std::fs::metadata(path).map_err(|error| Error::io("reading", path, error))?;
        if !metadata.is_file() && !metadata.is_dir() {
            // A pipe or a device has none.
            return Ok(None);
        }
        let sidecar = Sidecar {
            file: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            file_sha256: if metadata.is_file() { Some(sha256(path)?) } else { None },
            provenance: provenance.clone(),
        };
        let text = serde_json::to_string_pretty(&sidecar).map_err(|error| Error::internal("writing JSON", error))?;
        let place = sidecar_of(path);
        output::write_file(&place, true, |out| {
            out.write_all(text.as_bytes())?;
            out.write_all(b"\n")?;
            Ok(Written::default())
        })?;
        Ok(Some(place))
    }

    /// What a file beside says; none if it is something else.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be read.
    pub(super) fn read(path: &Path) -> Result<Option<Sidecar>> {
        let bytes = std::fs::read(path).map_err(|error| Error::io("reading", path, error))?;
        Ok(serde_json::from_slice(&bytes).ok())
    }

    /// The provenance of a file by what stands beside it; none if nothing does.
    pub(super) fn of(path: &Path) -> Result<Option<Provenance>> {
        let beside = sidecar_of(path);
        if !beside.is_file() {
            return Ok(None);
        }
        let Some(found) = Sidecar::read(&beside)? else { return Ok(None) };
        if let Some(expected) = &found.file_sha256
            && *expected != sha256(path)?
        {
            return Err(Error::Refused {
                reason: format!("{} has been changed since {} was written", path.display(), beside.display()),
                hint: "export it anew, or give the unchanged file".to_owned(),
            });
        }
        Ok(Some(found.provenance))
    }
}

fn sha256(path: &Path) -> Result<String> {
    let read = std::fs::File::open(path).and_then(checksum::of_reader);
    read.map(|(sha256, _)| sha256).map_err(|error| Error::io("reading", path, error))
}
