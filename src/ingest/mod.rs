//! Files to checked Arrow batches: a reader per format gives raw text rows, one normaliser makes canonical rows.
//!
//! This is the only module that names Polars. Reading and normalising run on threads of their own, so that storing
//! overlaps with them; at most a few batches are in memory at a time.

mod announced;
mod archive;
mod arrow_batch;
mod cell;
mod claims;
mod csv;
mod dates;
mod faults;
mod fields;
mod found;
mod guard;
mod json;
mod json_records;
mod kept;
mod mapped;
mod normalise;
mod parquet;
mod parquet_sizes;
mod passed;
mod raw;
mod sniff;
mod thrift;
mod turns;
mod xlsx;

use std::collections::HashSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use arrow::array::{ArrayRef, AsArray, BooleanArray, Int64Array, RecordBatch};

use crate::checksum;
use crate::error::{Error, Result};
use crate::event::ColumnType;
use crate::reference::{area_key, name_key};
use crate::source::{Content, Definition, KnownRelease, Match, Registry, named_release};

pub use raw::Reject;

use arrow_batch::{content_hash, key_column, to_arrow};
pub(crate) use arrow_batch::{with_columns, without_columns};
use normalise::{NormalBatch, Normaliser};
use raw::{ROW, RawReader, RowForm};
use turns::in_turns;

/// Rows per batch: large enough for vectorised work, small enough that the few batches under way weigh little. Eight are a
/// row group of the engine.
const BATCH_ROWS: usize = 15_360;

/// What a person tells about files beyond their source.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// strftime pattern of dates whose day and month could be exchanged.
    pub date_format: Option<String>,
}

/// A file that has been opened and recognised, not yet read.
pub struct SourceFile {
    /// The path as given.
    pub path: PathBuf,
    /// Name that is recorded: the file's, and the archive member's behind it.
    pub name: String,
    /// Source, layout and columns.
    pub found: Match,
    /// The release, where the name tells it.
    pub release: Option<KnownRelease>,
    /// SHA-256 of the file as it is on disk, in hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub size: u64,
    opened: sniff::Opened,
    reader: Box<dyn RawReader>,
    table: usize,
    form: RowForm,
    formats: Vec<String>,
    remarks: Vec<String>,
    stamp: Stamp,
}

/// What changes when somebody writes to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(path: &Path) -> Result<Self> {
        let about = std::fs::metadata(path).map_err(|error| Error::io("reading", path, error))?;
        // A file system without times of change still has sizes.
        Ok(Stamp { size: about.len(), modified: about.modified().ok() })
    }
}

/// Canonical rows of a part of a file.
pub struct FileBatch {
    /// Events, aggregates or claims: `row_number`, the canonical columns, `content_hash`; for events and aggregates
    /// `country_key` and `admin1_key`, for events `event_hash` and
    /// `attacker_coded`: the source names an attacker in the row.
    pub rows: RecordBatch,
    /// Actors of these events; empty schema for claims.
    pub actors: RecordBatch,
    /// Columns kept under the source's own names; empty schema for claims.
    pub kept: RecordBatch,
    /// Rows not taken.
    pub rejects: Vec<Reject>,
    /// What a person should know of how the rows were read.
    pub remarks: Vec<String>,
    /// Kept columns of numbers, with how many of their cells hold no number and are NULL.
    pub unread: Vec<(String, u64)>,
    /// Rows seen.
    pub read: u64,
    /// Share of the file that has been read, 0 to 1.
    pub progress: f64,
}

/// Opens a file by its content and header.
///
/// # Errors
/// [`Error::File`] and [`Error::Io`] for what cannot be read, [`Error::Header`] for what is not recognised.
pub fn open(path: &Path, registry: &Registry, chosen: Option<&Arc<Definition>>) -> Result<SourceFile> {
    open_with(path, registry, chosen, &ReadOptions::default())
}

/// Opens a file by its content and header, with what a person tells about it.
///
/// # Errors
/// As [`open`], and [`Error::File`] for dates that can be read two ways.
pub fn open_with(
    path: &Path,
    registry: &Registry,
    chosen: Option<&Arc<Definition>>,
    options: &ReadOptions,
) -> Result<SourceFile> {
    let opened = sniff::open(path)?;
    let stamp = Stamp::of(path)?;
    let candidates = chosen.map_or_else(|| registry.all().to_vec(), |definition| vec![definition.clone()]);
    let reader = opened.reader()?;
    let file_name =
        path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let name = opened.member.as_ref().map_or(file_name.clone(), |member| format!("{file_name}/{}", member.display()));
    let recognised = found::recognised(path, &opened, &*reader, &candidates, chosen.is_some(), &name)?;
    let found::Recognised { found, table, form, mut remarks } = recognised;
    found::told_by_name(path, &found, &name)?;
    let formats = dates::decide(path, &found, options.date_format.as_deref(), &form, table, &mut || opened.reader())
        .map_err(|error| opened.renamed(error))?;
    remarks.extend(reader.remarks(table));
    let (sha256, size) = checksum(path)?;
    let release = named_release(&found.definition, path)
        .or_else(|| opened.member.as_ref().and_then(|member| named_release(&found.definition, member)));
    let path = path.to_path_buf();
    Ok(SourceFile { path, name, found, release, sha256, size, opened, reader, table, form, formats, remarks, stamp })
}

impl SourceFile {
    /// What its rows are.
    pub fn content(&self) -> Content {
        self.found.layout().content
    }

    /// True if each row is one actor of an event, so that the rows of an event are merged.
    pub fn has_row_per_actor(&self) -> bool {
        self.found.layout().monadic
    }

    /// The source's column that tells events apart.
    pub fn id_column(&self) -> String {
        let field = self.found.definition.field(self.found.layout(), "source_event_id");
        let column = field.and_then(|field| field.rules().first().and_then(|rule| rule.column.clone()));
        column.unwrap_or_else(|| "source_event_id".to_owned())
    }

    /// What a person should know of what is not read.
    pub fn remarks(&self) -> Vec<String> {
        self.remarks.clone()
    }

    /// Columns kept under the source's own names, with their types.
    pub fn kept_columns(&self) -> Vec<(String, ColumnType)> {
        kept::columns(&self.found).into_iter().map(|(name, kind)| (kept::stored_name(&name), kind)).collect()
    }

    /// Reads the whole file; `store` is called on the calling thread, in the order of the file, while the next batches are
    /// made on others.
    ///
    /// With `merges`, rows may be merged with those of a file in which each row is an actor: `event_hash` is that of the
    /// canonical columns alone, and else that of all.
    ///
    /// # Errors
    /// Whatever ends the reading (a file fault), and what `store` returns.
    pub fn read(self, merges: bool, store: &mut dyn FnMut(FileBatch) -> Result<()>) -> Result<()> {
        let normaliser = Normaliser::new(&self.found, &self.formats, &self.name);
        let monadic = self.found.layout().monadic;
        let content = self.content();
        let (path, opened, form, table) = (&self.path, &self.opened, &self.form, self.table);
        let mut reader = self.reader;
        let normalise = |raw: raw::RawBatch| {
            // What a file says of its own length may be wrong.
            let (progress, remarks) = (raw.progress.clamp(0.0, 1.0), raw.remarks.clone());
            let normal = normaliser.run(raw)?;
            match &normal.ruined {
                Some(ruined) => Err(Error::row(path, ruined)),
                None => Ok(FileBatch { remarks, progress, ..finish(normal, content, monadic, merges)? }),
            }
        };
        in_turns(
            &mut |sink| reader.read(table, form, BATCH_ROWS, sink).map_err(|error| opened.renamed(error)),
            &normalise,
            store,
        )?;
        if Stamp::of(&self.path)? != self.stamp {
            return Err(Error::file(
                &self.path,
                "the file changed while it was being read",
                "wait until it is complete, or load a copy of it",
            ));
        }
        Ok(())
    }
}

fn finish(normal: NormalBatch, content: Content, monadic: bool, merges: bool) -> Result<FileBatch> {
    let empty = || RecordBatch::new_empty(Arc::new(arrow::datatypes::Schema::empty()));
    let rows = to_arrow(normal.rows)?;
    let (rows, actors, kept) = if content == Content::Events {
        let kept = to_arrow(normal.kept)?;
        let given = rows.column_by_name(normalise::ACTORS).cloned();
        let canonical = without_columns(&rows, &[ROW, normalise::ACTORS])?;
        let all: Vec<_> = canonical
            .columns()
            .iter()
            .cloned()
            .chain(given)
            .chain(if monadic { Vec::new() } else { without_columns(&kept, &[ROW])?.columns().to_vec() })
            .collect();
        let whole_hash = content_hash(&all)?;
        let event_hash = if merges { content_hash(canonical.columns())? } else { whole_hash.clone() };
        let actors = to_arrow(normal.actors)?;
        let keys = vec![
            ("attacker_coded", attacker_coded(&rows, &actors)?),
            ("country_key", key_column(&rows, "country", name_key)?),
            ("admin1_key", key_column(&rows, "admin1", area_key)?),
            ("event_hash", event_hash),
            ("content_hash", whole_hash),
        ];
        (with_columns(&without_columns(&rows, &[normalise::ACTORS])?, keys)?, actors, kept)
    } else {
        let hash = content_hash(without_columns(&rows, &[ROW])?.columns())?;
        let mut added = vec![("content_hash", hash)];
        if content == Content::Aggregates {
            added.push(("country_key", key_column(&rows, "country", name_key)?));
            added.push(("admin1_key", key_column(&rows, "admin1", area_key)?));
        }
        (with_columns(&rows, added)?, empty(), empty())
    };
    Ok(FileBatch {
        rows: renamed_row(&rows)?,
        actors: renamed_row(&actors)?,
        kept: renamed_row(&kept)?,
        rejects: normal.rejects,
        remarks: Vec::new(),
        unread: normal.unread,
        read: normal.read,
        progress: 1.0,
    })
}

/// Of each row, whether one of its actors is coded as the attacker.
fn attacker_coded(rows: &RecordBatch, actors: &RecordBatch) -> Result<ArrayRef> {
    let numbers = |batch: &RecordBatch| batch.column_by_name(ROW).and_then(|column| column.as_primitive_opt().cloned());
    let fail = || Error::internal("finding attackers", "columns are missing");
    let rows: Int64Array = numbers(rows).ok_or_else(fail)?;
    if actors.num_columns() == 0 {
        return Ok(Arc::new(BooleanArray::from(vec![false; rows.len()])));
    }
    let of_actor: Int64Array = numbers(actors).ok_or_else(fail)?;
    let is_attacker =
        actors.column_by_name("is_attacker").and_then(|column| column.as_boolean_opt()).ok_or_else(fail)?;
    let attacked: HashSet<i64> = of_actor
        .iter()
        .zip(is_attacker)
        .filter(|(_, is_attacker)| *is_attacker == Some(true))
        .filter_map(|(row, _)| row)
        .collect();
    let coded: BooleanArray = rows.iter().map(|row| row.map(|row| attacked.contains(&row))).collect();
    Ok(Arc::new(coded))
}

/// [`ROW`] under the name that the ledger's tables use.
fn renamed_row(batch: &RecordBatch) -> Result<RecordBatch> {
    let fields: Vec<_> =
        batch
            .schema()
            .fields()
            .iter()
            .map(|field| {
                if field.name() == ROW {
                    Arc::new(field.as_ref().clone().with_name("row_number"))
                } else {
                    field.clone()
                }
            })
            .collect();
    let schema = Arc::new(arrow::datatypes::Schema::new(fields));
    let options = arrow::array::RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(schema, batch.columns().to_vec(), &options)
        .map_err(|error| Error::internal("naming columns", error))
}

fn checksum(path: &Path) -> Result<(String, u64)> {
    File::open(path).and_then(checksum::of_reader).map_err(|error| Error::io("reading", path, error))
}
