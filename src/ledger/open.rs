//! Opening a ledger: for loads, for questions, and what is said when it cannot be opened.

use std::io::Read;
use std::path::{Path, PathBuf};

use duckdb::{AccessMode, Config, Connection};

use super::params::{Params, run};
use crate::catalog::SCHEMA_VERSION;
use crate::error::{Error, Result};

/// Settings of a connection that only answers questions: nothing outside the file can be read, written or reached.
const SEALED: &[&str] = &[
    "set enable_external_access = false",
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    "set lock_configuration = true",
];

/// Extensions of data files: the engine opens such a path as data, not as a database.
const DATA_FILES: &[&str] =
    &["arrow", "csv", "gz", "ipc", "json", "jsonl", "ndjson", "parquet", "tsv", "txt", "xlsx", "zip", "zst"];

/// The path that the engine is given: absolute, so that nothing in it is taken for the name of an extension or of a
/// database in memory, and only if it is a DuckDB file or a new one.
pub(crate) fn database_path(path: &Path) -> Result<PathBuf> {
    let refuse = |reason: &str, hint: &str| {
        Err(Error::Database { path: path.to_path_buf(), reason: reason.to_owned(), hint: hint.to_owned() })
    };
    let text = path.to_string_lossy();
    if text.is_empty() || text.starts_with(':') {
        return refuse("a ledger is a file", "give a path with --db, such as --db warledger.duckdb");
    }
    if path.is_dir() {
        return refuse("this is a folder, not a database", "give a file with --db");
    }
    if path.exists() && !is_database(path) {
        return refuse("the engine cannot read it: this is no DuckDB file", "give another file with --db");
    }
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    if DATA_FILES.contains(&extension.as_str()) {
        return refuse(
            "this is the name of a data file, not of a database",
            "give a name such as warledger.duckdb with --db",
        );
    }
    std::path::absolute(path).map_err(|error| Error::io("finding", path, error))
}

/// True for a file that begins as DuckDB's do.
pub fn is_database(path: &Path) -> bool {
    let mut first = [0; 12];
    std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut first)).is_ok() && &first[8..] == b"DUCK"
}

/// Opens a ledger read-only and seals it, after settings of the caller.
pub(crate) fn read_only(path: &Path, settings: &[String]) -> Result<Connection> {
    must_exist(path)?;
    let fail = |error: duckdb::Error| open_fault(path, &error.to_string());
    let config = Config::default().access_mode(AccessMode::ReadOnly).map_err(fail)?;
    let conn = Connection::open_with_flags(database_path(path)?, config).map_err(fail)?;
    check_ledger(&conn, path)?;
    settings.iter().try_for_each(|setting| run(&conn, "limiting the connection", setting, &Params::new()).map(drop))?;
    seal(&conn)?;
    Ok(conn)
}

/// Opens a ledger for statements of the user that change it.
pub(crate) fn read_write(path: &Path) -> Result<Connection> {
    must_exist(path)?;
    let conn = Connection::open(database_path(path)?).map_err(|error| open_fault(path, &error.to_string()))?;
    check_ledger(&conn, path)?;
    seal(&conn)?;
    Ok(conn)
}

fn seal(conn: &Connection) -> Result<()> {
    SEALED.iter().try_for_each(|setting| run(conn, "sealing the connection", setting, &Params::new()).map(drop))
}

pub(crate) fn must_exist(path: &Path) -> Result<()> {
    if path.exists() {
        return Ok(());
    }
    Err(Error::Database {
        path: path.to_path_buf(),
        reason: "there is no such database yet".to_owned(),
        hint: "load a file first: warledger load FILE (or try: warledger demo)".to_owned(),
    })
}

/// Refuses a ledger whose tables are of another version than this program's.
pub(crate) fn check_ledger(conn: &Connection, path: &Path) -> Result<()> {
    let version = version_of(conn, path)?;
    if version == SCHEMA_VERSION {
        return Ok(());
    }
    Err(Error::Database {
        path: path.to_path_buf(),
        reason: format!("its tables are of version {version}, this program needs version {SCHEMA_VERSION}"),
        hint: "bring it forward: warledger upgrade".to_owned(),
    })
}

/// The version of the tables in a file, which is this program's or an earlier one, or why it is not a ledger.
pub(crate) fn version_of(conn: &Connection, path: &Path) -> Result<i32> {
    let version: std::result::Result<i32, duckdb::Error> =
        conn.query_row("select max(schema_version) from ledger", [], |row| row.get(0));
    match version {
        Ok(version) if (1..=SCHEMA_VERSION).contains(&version) => Ok(version),
        Ok(version) => Err(Error::Database {
            path: path.to_path_buf(),
            reason: format!("its tables are of version {version}, this program knows version {SCHEMA_VERSION}"),
            hint: "use the warledger that made it, or a newer one".to_owned(),
        }),
        Err(_) => Err(Error::Database {
            path: path.to_path_buf(),
            reason: "this is a DuckDB file, but not a ledger".to_owned(),
            hint: "give another file with --db".to_owned(),
        }),
    }
}

/// What the engine's refusal to open a file means.
pub(crate) fn open_fault(path: &Path, reason: &str) -> Error {
    if reason.contains("Could not set lock") || reason.contains("being used by another process") {
        let by = reason
            .split_once("Conflicting lock is held in ")
            .map(|(_, rest)| format!(": {}", rest.split(". ").next().unwrap_or(rest).trim_end_matches('.')))
            .unwrap_or_default();
        return Error::Locked { path: path.to_path_buf(), by };
    }
    let first_line = reason.lines().next().unwrap_or(reason);
    let (reason, hint) = if reason.contains("not a valid DuckDB database")
        || reason.contains("different storage version")
        || reason.contains("not compatible")
    {
        (
            format!("the engine cannot read it: {first_line}"),
            "it is no DuckDB file, or one of a newer DuckDB: give another file with --db",
        )
    } else {
        (format!("the engine cannot open it: {first_line}"), "check the path and its permissions")
    };
    Error::Database { path: path.to_path_buf(), reason, hint: hint.to_owned() }
}
