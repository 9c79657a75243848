//! Columns under the source's own names: one table per source, which grows with the layouts that are loaded.

use duckdb::Connection;

use super::params::{Params, prepare, run};
use super::stage::StagedFile;
use crate::error::{Error, Result};
use crate::event::ColumnType;
use crate::source::{Content, Definition};

const DOING: &str = "keeping the source's own columns";

/// Writes the kept columns of new and revised events.
pub(crate) fn write(conn: &Connection, definition: &Definition, staged: &[StagedFile], load_id: i64) -> Result<()> {
    let table = &definition.kept.table;
    let params = Params::new().with("source", definition.source.name.as_str()).with("load_id", load_id);
    let create = format!(
        "create table if not exists {table} (source text not null, source_event_id text not null, load_id integer not null)"
    );
    run(conn, DOING, &create, &Params::new())?;
    let title = definition.source.title.replace('\'', "''");
    let comment =
        format!("comment on table {table} is 'Columns of {title} under its own names, beside the table event.'");
    run(conn, DOING, &comment, &Params::new())?;
    // Columns are added before rows are touched: the engine does not alter a table that the transaction has changed.
    for file in staged.iter().filter(|file| file.content == Content::Events) {
        let known = columns(conn, table)?;
        for (name, kind) in &file.kept {
            if !known.contains(name) {
                let kind = match kind {
                    ColumnType::Integer => "bigint",
                    ColumnType::Double => "double",
                    _ => "text",
                };
                run(
                    conn,
                    DOING,
                    &format!("alter table {table} add column {} {kind}", identifier(name)),
                    &Params::new(),
                )?;
            }
        }
    }
    let end = format!(
        "delete from {table} where source = $source and source_event_id in (select source_event_id from change where kind = 'revised')"
    );
    run(conn, DOING, &end, &params)?;
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
        run(conn, DOING, &insert, &params)?;
    }
    Ok(())
}

fn columns(conn: &Connection, table: &str) -> Result<Vec<String>> {
    let fail = |error: duckdb::Error| Error::engine(DOING, error);
    let params = Params::new().with("table", table);
    let sql =
        "select column_name from duckdb_columns() where table_name = $table and database_name = current_database()";
    let mut statement = prepare(conn, DOING, sql, &params)?;
    statement.raw_execute().map_err(fail)?;
    let mut rows = statement.raw_query();
    let mut names = Vec::new();
    while let Some(row) = rows.next().map_err(fail)? {
        names.push(row.get(0).map_err(fail)?);
    }
    Ok(names)
}

/// A quoted identifier.
fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
