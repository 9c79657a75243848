//! Staging: the batches of a load's files in a temporary database beside the ledger.

use std::collections::BTreeMap;
use std::path::Path;

use duckdb::Connection;

use super::params::{Params, run};
use super::stream::StreamingDatabase;
use crate::error::{Error, Result};
use crate::event::{self, ColumnType};
use crate::ingest::{FileBatch, Reject, SourceFile};
use crate::source::Content;

/// A temporary database attached under the name `stage`; gone with its connection.
pub(crate) struct Stage;

/// What is known of a staged file.
pub(crate) struct StagedFile {
    /// Number of the file in its load, from 1.
    pub number: i64,
    /// Name that is recorded.
    pub name: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub size: u64,
    /// Name of the layout.
    pub layout: String,
    /// Column that tells its events apart, as the source names it.
    pub id_column: String,
    /// What its rows are.
    pub content: Content,
    /// Columns kept under the source's own names.
    pub kept: Vec<(String, ColumnType)>,
    /// Columns that the layout does not know.
    pub extra: Vec<String>,
    /// What a person should know of what is not read.
    pub remarks: Vec<String>,
    /// Rows read.
    pub read: u64,
    /// Rows not taken.
    pub rejects: Vec<Reject>,
}

impl Stage {
    /// Attaches an empty staging database. It has no file and no log: rows beyond what the engine may hold in memory go to
    /// its temporary files, which it keeps beside the draft.
    pub(crate) fn attach(conn: &Connection) -> Result<()> {
        run(conn, "staging", "attach ':memory:' as stage", &Params::new())?;
        let tables = [
            ("event", event_columns()),
            ("actor", ACTOR.to_owned()),
            ("claim", claim_columns()),
            ("aggregate", aggregate_columns()),
            ("deletion", DELETION.to_owned()),
        ];
        for (table, columns) in tables {
            run(conn, "staging", &format!("create table stage.{table} ({columns})"), &Params::new())?;
        }
        Ok(())
    }
}

const ACTOR: &str = "file_number integer, row_number bigint, source_event_id text, side text, role text, ordinal integer, \
     actor_name text, source_kind text, is_attacker boolean";

const DELETION: &str = "file_number integer, row_number bigint, source_event_id text, deleted_at bigint";

fn typed(columns: &[event::Column]) -> Vec<String> {
    columns
        .iter()
        .map(|column| {
            let kind = match column.kind {
                ColumnType::Text => "text",
                ColumnType::Integer => "integer",
                ColumnType::Double => "double",
                ColumnType::Date => "date",
                ColumnType::Boolean => "boolean",
            };
            format!("{} {kind}", column.name)
        })
        .collect()
}

fn event_columns() -> String {
    let mut columns =
        vec!["file_number integer".to_owned(), "row_number bigint".to_owned(), "monadic boolean".to_owned()];
    columns.extend(typed(event::EVENT));
    columns.extend(
        [
            "deaths_low_reported integer",
            "deaths_best_reported integer",
            "deaths_high_reported integer",
            "range_repaired boolean",
            "country_key text",
            "admin1_key text",
            "event_hash ubigint",
            "content_hash ubigint",
        ]
        .map(str::to_owned),
    );
    columns.join(", ")
}

fn claim_columns() -> String {
    let mut columns = vec!["file_number integer".to_owned(), "row_number bigint".to_owned()];
    columns.extend(typed(event::CLAIM));
    columns.push("content_hash ubigint".to_owned());
    columns.join(", ")
}

fn aggregate_columns() -> String {
    let mut columns = vec!["file_number integer".to_owned(), "row_number bigint".to_owned()];
    columns.extend(typed(event::AGGREGATE));
    columns.extend(["content_hash ubigint", "country_key text", "admin1_key text"].map(str::to_owned));
    columns.join(", ")
}

/// Reads a file into the stage; `watch` is told the share that has been read.
pub(crate) fn stage_file(
    database: &StreamingDatabase,
    file: SourceFile,
    number: i64,
    watch: &mut dyn FnMut(f64),
) -> Result<StagedFile> {
    let content = file.content();
    let monadic = file.found.layout().monadic;
    let path = file.path.clone();
    let mut staged = StagedFile {
        number,
        name: file.name.clone(),
        sha256: file.sha256.clone(),
        size: file.size,
        layout: file.found.layout().name.clone(),
        id_column: file.id_column(),
        content,
        kept: file.kept_columns(),
        extra: file.found.extra.iter().filter(|name| !name.is_empty()).cloned().collect(),
        remarks: file.remarks(),
        read: 0,
        rejects: Vec::new(),
    };
    let mut first = true;
    let mut unread: BTreeMap<String, u64> = BTreeMap::new();
    file.read(&mut |batch| {
        staged.read += batch.read;
        watch(batch.progress);
        store(database, &batch, content, monadic, number, first)?;
        first = false;
        for (column, cells) in batch.unread {
            *unread.entry(column).or_default() += cells;
        }
        staged.remarks.extend(batch.remarks);
        staged.rejects.extend(batch.rejects);
        give_up_early(&staged, &path)
    })?;
    for (column, cells) in unread {
        staged.remarks.push(format!("cells of {column} that hold no number, and are NULL: {cells}"));
    }
    if staged.read == 0 {
        return Err(Error::file(
            &path,
            "the file has a header and no rows",
            "download or export it again; check its filters",
        ));
    }
    Ok(staged)
}

/// Rejected rows are held in memory until the load is recorded: a file of nothing else is not read to its end.
fn give_up_early(staged: &StagedFile, path: &Path) -> Result<()> {
    const MANY: usize = 100_000;
    if staged.rejects.len() < MANY || (staged.rejects.len() as u64) * 2 < staged.read {
        return Ok(());
    }
    let examples: Vec<String> =
        staged.rejects.iter().take(3).map(|reject| format!("row {}: {}", reject.row, reject.reason)).collect();
    Err(Error::file(
        path,
        format!("{} of the first {} rows cannot be taken: {}", staged.rejects.len(), staged.read, examples.join("; ")),
        "the file is not of the layout that its header promises: look at these rows",
    ))
}

fn store(
    database: &StreamingDatabase,
    batch: &FileBatch,
    content: Content,
    monadic: bool,
    number: i64,
    first: bool,
) -> Result<()> {
    let fail = |reason: String| Error::engine("staging rows", reason);
    match content {
        Content::Events => {
            let event = format!(
                "insert into stage.event by name select {number} as file_number, {monadic} as monadic, * from batch"
            );
            database.with_batch(&batch.rows, &event).map_err(fail)?;
            if batch.actors.num_columns() > 0 {
                let actor = format!("insert into stage.actor by name select {number} as file_number, * from batch");
                database.with_batch(&batch.actors, &actor).map_err(fail)?;
            }
            let kept = if first {
                format!("create table stage.kept_{number} as select * from batch")
            } else {
                format!("insert into stage.kept_{number} by name select * from batch")
            };
            database.with_batch(&batch.kept, &kept).map_err(fail)
        }
        Content::Claims => {
            let claim = format!("insert into stage.claim by name select {number} as file_number, * from batch");
            database.with_batch(&batch.rows, &claim).map_err(fail)
        }
        Content::Aggregates => {
            let sums = format!("insert into stage.aggregate by name select {number} as file_number, * from batch");
            database.with_batch(&batch.rows, &sums).map_err(fail)
        }
        Content::Deletions => {
            let deletion = format!(
                "insert into stage.deletion by name \
                 select {number} as file_number, row_number, source_event_id, deleted_at from batch"
            );
            database.with_batch(&batch.rows, &deletion).map_err(fail)
        }
        Content::Context => Ok(()),
    }
}

/// Ends a load with more rejected rows than it may have.
pub(crate) fn too_many_rejects(path: &Path, rejects: &[Reject], read: u64, limit: f64) -> Result<()> {
    let share = if read == 0 { 0.0 } else { rejects.len() as f64 * 100.0 / read as f64 };
    if share <= limit {
        return Ok(());
    }
    let examples: Vec<String> = rejects
        .iter()
        .take(5)
        .map(|reject| {
            let column = if reject.column.is_empty() { String::new() } else { format!(", column {}", reject.column) };
            format!("  row {}{column}: {}", reject.row, reject.reason)
        })
        .collect();
    Err(Error::TooManyRejects {
        path: path.to_path_buf(),
        rejected: rejects.len() as u64,
        read,
        share,
        limit,
        examples: examples.join("\n"),
    })
}
