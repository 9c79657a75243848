//! Columns under the source's own names: one table per source with its history, which grows with the layouts that are
//! loaded.

use duckdb::Connection;

use super::params::{Params, as_written, prepare, run};
use super::row_file::read_with;
use super::stage::StagedFile;
use crate::error::{Error, Result};
use crate::event::ColumnType;
use crate::source::{Content, Definition};

const DOING: &str = "keeping the source's own columns";

/// Name of the table of earlier states.
pub(crate) fn history_of(table: &str) -> String {
    format!("{table}_history")
}

/// Moves the kept columns of revised and removed events into the history, and writes those of new and revised ones.
pub(crate) fn write(conn: &Connection, definition: &Definition, staged: &[StagedFile], load_id: i64) -> Result<()> {
    let table = &definition.kept.table;
    make(conn, table, &definition.source.title)?;
    // Columns are added before rows are touched: the engine does not alter a table that the transaction has changed.
    for file in staged.iter().filter(|file| file.content == Content::Events) {
        grow(conn, table, &file.kept)?;
    }
    let params = Params::new().with("source", definition.source.name.as_str()).with("load_id", load_id);
    end(conn, table, &params)?;
    for file in staged.iter().filter(|file| file.content == Content::Events) {
        let names: Vec<String> =
            file.kept.iter().map(|(name, _)| format!(", kept.{0} as {0}", identifier(name))).collect();
        let number = file.number;
        let insert = format!(
            "insert into {table} by name \
             select $source as source, kept.source_event_id, $load_id::integer as load_id{} \
             from stage.kept_{number} as kept \
             join change on change.file_number = {number} and change.row_number = kept.row_number \
             where change.kind in ('added', 'revised')",
            names.concat()
        );
        as_written(conn, || read_with(conn, DOING, &format!("kept_{number}"), &insert, &params))?;
    }
    Ok(())
}

/// Makes the two tables of a source if they are not there.
pub(crate) fn make(conn: &Connection, table: &str, title: &str) -> Result<()> {
    let history = history_of(table);
    let keys = "source text not null, source_event_id text not null, load_id integer not null";
    if columns(conn, table)?.is_empty() {
        run(conn, DOING, &format!("create table {table} ({keys})"), &Params::new())?;
    }
    if columns(conn, &history)?.is_empty() {
        run(conn, DOING, &format!("create table {history} ({keys}, ended_load_id integer not null)"), &Params::new())?;
        for (name, kind) in typed_columns(conn, table)? {
            if !["source", "source_event_id", "load_id"].contains(&name.as_str()) {
                add(conn, &history, &name, &kind)?;
            }
        }
    }
    document(conn, table, title)
}

/// Writes the documentation of the two tables of a source.
pub(crate) fn document(conn: &Connection, table: &str, title: &str) -> Result<()> {
    comment(conn, table, &format!("Columns of {title} under its own names, beside the table event."))?;
    comment(
        conn,
        &history_of(table),
        &format!("Earlier states of the columns of {title} under its own names, beside the table event_history."),
    )
}

fn comment(conn: &Connection, table: &str, text: &str) -> Result<()> {
    let text = text.replace('\'', "''");
    run(conn, DOING, &format!("comment on table {table} is '{text}'"), &Params::new()).map(drop)
}

fn grow(conn: &Connection, table: &str, kept: &[(String, ColumnType)]) -> Result<()> {
    let known = columns(conn, table)?;
    for (name, kind) in kept.iter().filter(|(name, _)| !known.contains(name)) {
        let kind = match kind {
            ColumnType::Integer => "bigint",
            ColumnType::Double => "double",
            _ => "text",
        };
        add(conn, table, name, kind)?;
        add(conn, &history_of(table), name, kind)?;
    }
    Ok(())
}

fn add(conn: &Connection, table: &str, name: &str, kind: &str) -> Result<()> {
    run(conn, DOING, &format!("alter table {table} add column {} {kind}", identifier(name)), &Params::new()).map(drop)
}

/// Moves the rows of revised and removed events into the history.
pub(crate) fn end(conn: &Connection, table: &str, params: &Params) -> Result<()> {
    let history = history_of(table);
    let keep = format!(
        "insert into {history} by name select kept.*, $load_id::integer as ended_load_id from {table} as kept \
         join change on change.source_event_id = kept.source_event_id and change.kind in ('revised', 'removed') \
         where kept.source = $source"
    );
    run(conn, DOING, &keep, params)?;
    let end = format!(
        "delete from {table} where source = $source \
         and source_event_id in (select source_event_id from change where kind in ('revised', 'removed'))"
    );
    run(conn, DOING, &end, params).map(drop)
}

/// Moves the rows of touched events into the history and brings back those before the undone load.
pub(crate) fn undo(conn: &Connection, table: &str, params: &Params) -> Result<()> {
    if columns(conn, table)?.is_empty() {
        return Ok(());
    }
    end(conn, table, params)?;
    let restore = format!(
        "insert into {table} by name \
         select former.* exclude (ended_load_id) replace ($load_id::integer as load_id) from {} as former \
         where former.source = $source and former.ended_load_id = $undone",
        history_of(table)
    );
    run(conn, DOING, &restore, params).map(drop)
}

/// Columns of a table; none if there is no such table.
pub(crate) fn columns(conn: &Connection, table: &str) -> Result<Vec<String>> {
    Ok(typed_columns(conn, table)?.into_iter().map(|(name, _)| name).collect())
}

fn typed_columns(conn: &Connection, table: &str) -> Result<Vec<(String, String)>> {
    let fail = |error: duckdb::Error| Error::engine(DOING, error);
    let params = Params::new().with("table", table);
    let sql = "select column_name, data_type from duckdb_columns() \
               where table_name = $table and database_name = current_database() order by column_index";
    let mut statement = prepare(conn, DOING, sql, &params)?;
    statement.raw_execute().map_err(fail)?;
    let mut rows = statement.raw_query();
    let mut names = Vec::new();
    while let Some(row) = rows.next().map_err(fail)? {
        names.push((row.get(0).map_err(fail)?, row.get(1).map_err(fail)?));
    }
    Ok(names)
}

/// A quoted identifier.
pub(crate) fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
