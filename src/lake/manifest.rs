//! What is in a lake: loads, tables with their columns, files with their checksums.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::provenance::Provenance;

/// Version of the form of a manifest and of the folders that it describes.
const FORMAT: u32 = 1;

/// What a lake holds. Written last: where it is, everything that it names is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this form.
    pub format: u32,
    /// When the lake was written, UTC.
    pub written_at: String,
    /// Where an engine finds the lake, if that is not where the manifest lies: a URL, or a path on the engine's machines.
    pub location: Option<String>,
    /// Version of the ledger's tables.
    pub schema_version: i32,
    /// Hash of the SQL that makes precomputed answers.
    pub marts_version: String,
    /// Sources whose rows may not be passed on.
    pub not_to_be_passed_on: Vec<String>,
    /// The ledger, its sources with their cut-offs, and their loads.
    pub provenance: Provenance,
    /// The tables.
    pub tables: Vec<Table>,
}

/// A table of a lake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Name, and that of its folder.
    pub name: String,
    /// Columns that are folders, not in the files.
    pub partitioned_by: Vec<String>,
    /// Number of rows.
    pub rows: u64,
    /// Columns in the ledger's order; `year`, which only parts a table, is none of them.
    pub columns: Vec<Column>,
    /// Files.
    pub files: Vec<DataFile>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Name.
    pub name: String,
    /// text, boolean, integer, bigint, ubigint, double, date, timestamp.
    #[serde(rename = "type")]
    pub kind: String,
    /// Meaning, and unit in brackets.
    pub meaning: String,
}

/// A file of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataFile {
    /// Path in the lake.
    pub path: String,
    /// Number of rows.
    pub rows: u64,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// The part of the table that it belongs to, as its folders; empty for a table without parts.
    pub part: String,
    /// What the rows of that part add up to, by the ledger's own hash: tells whether they have changed.
    pub content: String,
}

impl Manifest {
    /// Name of the file.
    pub const FILE: &'static str = "manifest.json";

    /// The version of the form that this program writes.
    pub(super) const FORMAT: u32 = FORMAT;

    /// Reads the manifest of a lake, or says what is wrong with it.
    ///
    /// # Errors
    /// [`Error::File`] if there is none, or if it is of another form; [`Error::Io`].
    pub fn read(dir: &Path) -> Result<Self> {
        let path = dir.join(Self::FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Error::file(
                    dir,
                    format!("there is no lake: it has no {}", Self::FILE),
                    format!("write one: warledger lake write {}", dir.display()),
                ));
            }
            Err(error) => return Err(Error::io("reading", &path, error)),
        };
        let broken =
            |reason: String| Error::file(&path, reason, "write the lake anew: warledger lake write DIR --force");
        let form: BTreeMap<String, serde_json::Value> =
            serde_json::from_str(&text).map_err(|error| broken(format!("this is no manifest of a lake: {error}")))?;
        match form.get("format").and_then(serde_json::Value::as_u64) {
            Some(format) if format == u64::from(FORMAT) => {}
            Some(format) => {
                return Err(broken(format!("it is of form {format}, this program knows form {FORMAT}")));
            }
            None => return Err(broken("this is no manifest of a lake: it has no \"format\"".to_owned())),
        }
        let manifest: Manifest =
            serde_json::from_str(&text).map_err(|error| broken(format!("this is no manifest of a lake: {error}")))?;
        let outside = manifest.files().find(|file| !is_inside(&file.path));
        match outside {
            Some(file) => Err(broken(format!("it names a file outside the lake: {}", file.path))),
            None => Ok(manifest),
        }
    }

    /// The table of a name.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// All files.
    pub fn files(&self) -> impl Iterator<Item = &DataFile> {
        self.tables.iter().flat_map(|table| &table.files)
    }

    /// Where an engine finds the lake whose manifest lies in a folder.
    ///
    /// # Errors
    /// [`Error::Io`] if the folder's own place cannot be told.
    pub fn location_from(&self, dir: &Path) -> Result<String> {
        if let Some(location) = &self.location {
            return Ok(location.trim_end_matches('/').to_owned());
        }
        let place: PathBuf = std::fs::canonicalize(dir).map_err(|error| Error::io("finding", dir, error))?;
        Ok(place.to_string_lossy().into_owned())
    }
}

/// True for a path that leads nowhere but down.
fn is_inside(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_leads_nowhere_but_down() {
        assert!(is_inside("event/source=a/year=2020/part-1.parquet"));
        for path in ["", "../event", "/etc/passwd", "event/../../x"] {
            assert!(!is_inside(path), "{path}");
        }
    }

    #[test]
    fn what_is_no_manifest_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let fault = |text: Option<&str>| {
            if let Some(text) = text {
                std::fs::write(folder.path().join(Manifest::FILE), text).expect("it is written");
            }
            Manifest::read(folder.path()).expect_err("it is no lake").to_string()
        };
        assert!(fault(None).contains("there is no lake"));
        assert!(fault(Some("not json")).contains("no manifest"));
        assert!(fault(Some("{}")).contains("no \"format\""));
        assert!(fault(Some("{\"format\": 7}")).contains("of form 7"));
    }
}
