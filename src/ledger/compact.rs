//! `compact`: the ledger written anew. The engine's files keep the space of rows that are gone.

use std::path::Path;

use duckdb::Connection;
use serde::Serialize;

use super::draft::Draft;
use super::params::{Params, run};
use super::{install, kept, load, open, reference, refresh};
use crate::error::{Error, Result};

const DOING: &str = "writing the ledger anew";

/// What writing the ledger anew changed.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct CompactReport {
    /// Size before in bytes.
    pub bytes_before: u64,
    /// Size after in bytes.
    pub bytes_after: u64,
}

/// Writes a ledger anew, with everything in it and without the space of what is gone.
///
/// # Errors
/// [`Error::NoRoom`] and the engine's faults; the ledger is as it was.
pub fn compact(ledger: &Path, on_wait: fn(&str)) -> Result<CompactReport> {
    open::must_exist(ledger)?;
    let size = std::fs::metadata(ledger).map_err(|error| Error::io("reading", ledger, error))?.len();
    let mut draft = Draft::begin(ledger, size, on_wait, open::check_ledger)?;
    let folder = draft.folder().join("anew");
    std::fs::create_dir(&folder).map_err(|error| Error::io("making", &folder, error))?;
    // The same name once more: the engine names the database after its file.
    let anew = folder.join(draft.path().file_name().unwrap_or_default());
    copy(&draft, &anew)?;
    let bytes_after = std::fs::metadata(&anew).map_err(|error| Error::io("reading", &anew, error))?.len();
    draft.replace_with(anew);
    let bytes_before = draft.former_size();
    draft.publish()?;
    Ok(CompactReport { bytes_before, bytes_after })
}

fn copy(draft: &Draft, anew: &Path) -> Result<()> {
    let database = load::open_draft(draft)?;
    let conn = database.statements();
    let name: String = conn
        .query_row("select current_database()", [], |row| row.get(0))
        .map_err(|error| Error::engine(DOING, error))?;
    let path = anew.display().to_string().replace('\'', "''");
    let before = rows_of_tables(conn)?;
    for statement in [
        format!("attach '{path}' as anew"),
        format!("copy from database {} to anew", kept::identifier(&name)),
        "detach anew".to_owned(),
    ] {
        run(conn, DOING, &statement, &Params::new())?;
    }
    drop(database);
    let database = load::open_to_write(anew)?;
    let conn = database.statements();
    if rows_of_tables(conn)? != before {
        return Err(Error::internal(DOING, "a table has other rows than before"));
    }
    // Comments do not travel with the copy.
    install::document(conn)?;
    for row in reference::texts(conn, "select kept_table, title from source")? {
        kept::document(conn, &row[0], &row[1])?;
    }
    refresh::check(conn)?;
    run(conn, DOING, "checkpoint", &Params::new()).map(drop)
}

/// Name and number of rows of every table.
fn rows_of_tables(conn: &Connection) -> Result<Vec<Vec<String>>> {
    let names = reference::texts(
        conn,
        "select table_name from duckdb_tables() where database_name = current_database() order by table_name",
    )?;
    let mut all = Vec::new();
    for name in names.into_iter().flatten() {
        let count = format!("select '{name}', count(*)::text from {}", kept::identifier(&name));
        all.extend(reference::texts(conn, &count)?);
    }
    Ok(all)
}
