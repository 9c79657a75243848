//! Staging: what is compared of a load's files in a temporary database, their whole rows in files beside the ledger.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Int32Array, RecordBatch, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Schema};
use arrow::error::ArrowError;
use foldhash::fast::RandomState;

use super::kept::identifier;
use super::params::{Params, run};
use super::row_file::RowFile;
use super::stream::StreamingDatabase;
use crate::error::{Error, Result};
use crate::event::{self, ColumnType};
use crate::ingest::{FileBatch, Reject, SourceFile, with_columns, without_columns};
use crate::source::Content;

/// A temporary database attached under the name `stage`, gone with its connection, and files beside the draft.
pub(crate) struct Stage<'d> {
    database: &'d StreamingDatabase,
    folder: PathBuf,
    how: Staging,
    rows: Option<RowFile>,
    actors: Option<RowFile>,
    /// Names of actors.
    names: HashSet<String, RandomState>,
}

/// What a load does with its rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Staging {
    /// A file has a row for each actor, with which rows of other files may be merged.
    pub merges: bool,
    /// Actors are asked for before they are written, beyond their names.
    pub compares_actors: bool,
}

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

impl<'d> Stage<'d> {
    /// Attaches an empty staging database. It has no file and no log: rows beyond what the engine may hold in memory go to
    /// its temporary files, which it keeps beside the draft. `folder` takes what is not the engine's.
    pub(crate) fn attach(database: &'d StreamingDatabase, folder: &Path, how: Staging) -> Result<Self> {
        let conn = database.statements();
        run(conn, "staging", "attach ':memory:' as stage", &Params::new())?;
        let tables = [
            ("event", EVENT.to_owned()),
            ("stamp", STAMP.to_owned()),
            ("actor", ACTOR.to_owned()),
            ("name", "actor_name text".to_owned()),
            ("claim", claim_columns()),
            ("aggregate", aggregate_columns()),
            ("deletion", DELETION.to_owned()),
        ];
        for (table, columns) in tables {
            run(conn, "staging", &format!("create table stage.{table} ({columns})"), &Params::new())?;
        }
        Ok(Stage { database, folder: folder.to_path_buf(), how, rows: None, actors: None, names: HashSet::default() })
    }

    /// Lets the whole events of all files and their actors, where there are any, stand under the names `row` and `actor_row`
    /// for one statement each; these names, and the steps of a load that are the statements.
    pub(crate) fn finish(self) -> Result<Vec<(&'static str, &'static str)>> {
        let names: ArrayRef = Arc::new(StringArray::from_iter_values(&self.names));
        let names = RecordBatch::try_from_iter([("actor_name", names)])
            .map_err(|error| Error::internal("staging names", error))?;
        self.database
            .with_batches(&[names], "insert into stage.name select actor_name from batch")
            .map_err(|reason| Error::engine("staging names", reason))?;
        let mut standing = Vec::new();
        for (file, name, step) in [(self.rows, "row", "add_events"), (self.actors, "actor_row", "add_actors")] {
            let Some(file) = file else { continue };
            file.stand(self.database, name)?;
            standing.push((name, step));
        }
        Ok(standing)
    }
}

/// What is compared of an event; its whole row waits beside, in a [`RowFile`].
const EVENT: &str = "file_number integer, row_number bigint, monadic boolean, source_event_id text, start_date date, \
     end_date date, country text, attacker_coded boolean, event_hash ubigint, content_hash ubigint";

/// The columns of [`EVENT`] that a file gives.
const COMPARED: &[&str] = &[
    "row_number",
    "source_event_id",
    "start_date",
    "end_date",
    "country",
    "attacker_coded",
    "event_hash",
    "content_hash",
];

/// When the source last changed an event, in seconds since 1970; only where it says so.
const STAMP: &str = "file_number integer, row_number bigint, version bigint";

const ACTOR: &str = "file_number integer, row_number bigint, source_event_id text, side text, role text, ordinal integer, \
     actor_name text, source_kind text, is_attacker boolean";

const DELETED: &[&str] = &["row_number", "source_event_id", "deleted_at"];

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
    stage: &mut Stage<'_>,
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
    let stamp = file.found.definition.kept.upload_stamp.clone();
    let stamp = stamp.filter(|stamp| staged.kept.iter().any(|(name, _)| name == stamp));
    let merges = stage.how.merges;
    let mut pending = Pending { stage, number, content, monadic, stamp, count: 0, held: Vec::new(), kept: None };
    let mut unread: BTreeMap<String, u64> = BTreeMap::new();
    file.read(merges, &mut |mut batch| {
        staged.read += batch.read;
        watch(batch.progress);
        for (column, cells) in std::mem::take(&mut batch.unread) {
            *unread.entry(column).or_default() += cells;
        }
        staged.remarks.append(&mut batch.remarks);
        staged.rejects.append(&mut batch.rejects);
        give_up_early(&staged, &path)?;
        pending.hold(batch)
    })?;
    pending.finish()?;
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

/// Batches of a file that are not stored yet.
///
/// The engine takes whole row groups as they are; a smaller insertion is written twice, first apart and then, row by row,
/// behind what is there. A statement for each batch took eight times as long.
struct Pending<'s, 'd> {
    stage: &'s mut Stage<'d>,
    number: i64,
    content: Content,
    monadic: bool,
    /// Name of the column that tells when the source last changed an event.
    stamp: Option<String>,
    /// Rows held.
    count: usize,
    held: Vec<FileBatch>,
    /// The columns kept under the source's own names.
    kept: Option<RowFile>,
}

/// Rows of a row group of the engine; a multiple of the rows of a batch.
const ROW_GROUP: usize = 122_880;

impl Pending<'_, '_> {
    fn hold(&mut self, batch: FileBatch) -> Result<()> {
        let batch = match self.content {
            Content::Events => self.set_aside(batch)?,
            Content::Deletions => FileBatch { rows: only(&batch.rows, DELETED)?, ..batch },
            _ => batch,
        };
        self.count += batch.rows.num_rows();
        self.held.push(batch);
        if self.count < ROW_GROUP { Ok(()) } else { self.store() }
    }

    /// Writes whole events and kept columns to their files; what is left is what is compared.
    fn set_aside(&mut self, batch: FileBatch) -> Result<FileBatch> {
        let whole = without_columns(&batch.rows, &["attacker_coded", "event_hash", "content_hash"])?;
        let whole = with_columns(&whole, vec![("file_number", self.file_number(batch.rows.num_rows())?)])?;
        append(&mut self.stage.rows, &self.stage.folder.join("rows.arrow"), &whole)?;
        append(&mut self.kept, &self.stage.folder.join(format!("kept_{}.arrow", self.number)), &batch.kept)?;
        let actors = self.set_aside_actors(batch.actors)?;
        let stamped: Vec<&str> = self.stamp.iter().map(String::as_str).chain(["row_number"]).collect();
        Ok(FileBatch { rows: only(&batch.rows, COMPARED)?, kept: only(&batch.kept, &stamped)?, actors, ..batch })
    }

    /// Notes the names of actors and writes them to their file; what is left is compared.
    fn set_aside_actors(&mut self, actors: RecordBatch) -> Result<RecordBatch> {
        let Some(names) = actors.column_by_name("actor_name") else { return Ok(actors) };
        let names = cast(names, &DataType::Utf8View).map_err(|error| Error::internal("noting names", error))?;
        for name in names.as_string_view().iter().flatten() {
            if !self.stage.names.contains(name) {
                self.stage.names.insert(name.to_owned());
            }
        }
        let whole = with_columns(&actors, vec![("file_number", self.file_number(actors.num_rows())?)])?;
        append(&mut self.stage.actors, &self.stage.folder.join("actors.arrow"), &whole)?;
        Ok(if self.stage.how.compares_actors { actors } else { no_rows() })
    }

    /// The number of the file, for each of so many rows.
    fn file_number(&self, rows: usize) -> Result<ArrayRef> {
        let number = i32::try_from(self.number).map_err(|error| Error::internal("numbering files", error))?;
        Ok(Arc::new(Int32Array::from_value(number, rows)))
    }

    fn store(&mut self) -> Result<()> {
        let number = self.number;
        let (mut rows, mut actors, mut stamps) = (Vec::new(), Vec::new(), Vec::new());
        for batch in self.held.drain(..) {
            rows.push(batch.rows);
            if batch.actors.num_columns() > 0 {
                actors.push(batch.actors);
            }
            if self.stamp.is_some() {
                stamps.push(batch.kept);
            }
        }
        self.count = 0;
        let (table, columns) = match self.content {
            Content::Events => ("event", format!("{} as monadic, *", self.monadic)),
            Content::Claims => ("claim", "*".to_owned()),
            Content::Aggregates => ("aggregate", "*".to_owned()),
            Content::Deletions => ("deletion", "*".to_owned()),
            Content::Context => return Ok(()),
        };
        let into = |table: &str, columns: &str| {
            format!("insert into stage.{table} by name select {number} as file_number, {columns} from batch")
        };
        self.insert(&rows, &into(table, &columns))?;
        self.insert(&actors, &into("actor", "*"))?;
        let version = self.stamp.as_deref().map(identifier).unwrap_or_default();
        self.insert(&stamps, &into("stamp", &format!("row_number, {version} as version")))
    }

    fn insert(&self, batches: &[RecordBatch], statement: &str) -> Result<()> {
        self.stage.database.with_batches(batches, statement).map_err(|reason| Error::engine("staging rows", reason))
    }

    /// Stores what is held still, and lets the kept columns stand under the name `kept_`, with the number of the file.
    fn finish(mut self) -> Result<()> {
        self.store()?;
        let Some(kept) = self.kept else { return Ok(()) };
        kept.stand(self.stage.database, &format!("kept_{}", self.number))
    }
}

/// Adds rows to a file that is begun with the first of them.
fn append(file: &mut Option<RowFile>, path: &Path, rows: &RecordBatch) -> Result<()> {
    let file = match file {
        Some(file) => file,
        None => file.insert(RowFile::create(path.to_path_buf(), rows)?),
    };
    file.write(rows)
}

fn no_rows() -> RecordBatch {
    RecordBatch::new_empty(Arc::new(Schema::empty()))
}

/// The same rows with some of their columns only.
fn only(batch: &RecordBatch, names: &[&str]) -> Result<RecordBatch> {
    let fail = |error: ArrowError| Error::internal("choosing columns", error);
    let at = names.iter().map(|name| batch.schema().index_of(name)).collect::<std::result::Result<Vec<_>, _>>();
    batch.project(&at.map_err(fail)?).map_err(fail)
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
