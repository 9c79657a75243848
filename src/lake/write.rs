//! Writing a lake: whole, or only the parts that differ from what an earlier one holds.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use arrow::datatypes::{DataType, SchemaRef};
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::manifest::{Column, DataFile, Manifest, Table};
use super::place;
use crate::catalog::{self, Kind, SCHEMA_VERSION};
use crate::checksum;
use crate::error::{Error, Result};
use crate::ledger::{Ledger, LoaderLock, Params, cell_rows};
use crate::output::{self, Format, Options};

/// Tables that a lake lacks: earlier states (unless asked for), what was not read, and what only loads need.
const LEFT_OUT: &[&str] = &["rejected_row", "deletion", "event_release"];

/// How a lake is written.
#[derive(Clone, Debug, Default)]
pub struct How {
    /// Keep the files of an earlier lake whose rows are the same.
    pub incremental: bool,
    /// Replace an earlier lake.
    pub force: bool,
    /// Where engines find it, if that is not the folder itself.
    pub location: Option<String>,
    /// With earlier states of events, actors, claims and published sums.
    pub history: bool,
}

/// What was written.
#[derive(Clone, Debug)]
pub struct Written {
    /// The manifest.
    pub manifest: Manifest,
    /// Files that are new.
    pub new_files: Vec<String>,
    /// Files of the earlier lake that stand.
    pub kept_files: usize,
    /// Loads since the earlier lake.
    pub new_loads: Vec<i64>,
}

/// A part of a table as the ledger has it.
struct Part {
    /// Its folders; empty for a table without parts.
    name: String,
    source: Option<String>,
    year: Option<i64>,
    rows: u64,
    content: String,
}

/// Writes the ledger's present state as a lake.
///
/// The folder appears whole or not at all, and an earlier lake stands until then. With [`How::incremental`] files whose
/// rows are the same as in the earlier lake are taken over as they are. `on_wait` is told if another process writes it.
///
/// # Errors
/// [`Error::Refused`] for a lake of another ledger; [`output::OutputError`] if the folder is taken by something else, or
/// by a lake and neither `force` nor `incremental` is given.
pub fn write(ledger: &Ledger, dir: &Path, how: &How, on_wait: fn(&str)) -> Result<Written> {
    let place = if dir.exists() { fs::canonicalize(dir) } else { std::path::absolute(dir) };
    let place = place.map_err(|error| Error::io("finding", dir, error))?;
    let _lock = LoaderLock::take(&place, on_wait)?;
    let earlier = earlier(dir, how)?;
    let provenance = ledger.provenance_of("lake write", None)?;
    if how.incremental
        && earlier.as_ref().is_some_and(|old| old.provenance.ledger_created_at != provenance.ledger_created_at)
    {
        return Err(Error::Refused {
            reason: format!("{} is the lake of another ledger", dir.display()),
            hint: "write it to another folder, or replace it with --force".to_owned(),
        });
    }
    output::remove_put_aside(&place)?;
    let temporary = output::temporary_folder(&place)?;
    let folder = temporary.folder.path();
    let base = earlier.as_ref().filter(|_| how.incremental);
    let mut writing = Writing {
        ledger,
        shown: dir,
        place: &place,
        folder,
        options: Options { metadata: provenance.pairs(), ..Options::default() },
        new_files: Vec::new(),
        kept_files: 0,
    };
    let names: Vec<&str> = catalog::of_kind(Kind::Table)
        .map(|object| object.name)
        .filter(|name| !LEFT_OUT.contains(name) && (how.history || !name.ends_with("_history")))
        .collect();
    let tables = names
        .into_iter()
        .map(|name| writing.table(name, base.and_then(|old| old.table(name))))
        .collect::<Result<Vec<Table>>>()?;
    let (new_files, kept_files) = (std::mem::take(&mut writing.new_files), writing.kept_files);
    let known: Vec<i64> = earlier.iter().flat_map(loads_of).collect();
    let bound = ledger.query("select source from source where not redistribute order by source", &Params::new())?;
    let manifest = Manifest {
        format: Manifest::FORMAT,
        written_at: provenance.answered_at.clone(),
        location: how.location.clone(),
        schema_version: SCHEMA_VERSION,
        marts_version: catalog::marts_version(),
        not_to_be_passed_on: cell_rows(&bound)?.iter().filter_map(|row| row.owned("source")).collect(),
        provenance,
        tables,
    };
    let new_loads = loads_of(&manifest).into_iter().filter(|load| !known.contains(load)).collect();
    write_manifest(folder, dir, &manifest)?;
    place::take(temporary.folder, &place).map_err(|error| Error::io("writing", dir, error))?;
    Ok(Written { manifest, new_files, kept_files, new_loads })
}

fn loads_of(manifest: &Manifest) -> Vec<i64> {
    let loads = manifest.provenance.sources.iter().flat_map(|source| &source.loads);
    loads.map(|load| load.load_id).collect()
}

/// The lake that is in the folder already, if it may be replaced.
fn earlier(dir: &Path, how: &How) -> Result<Option<Manifest>> {
    let Ok(found) = fs::metadata(dir) else { return Ok(None) };
    if !found.is_dir() {
        return Err(output::OutputError::IsFile { path: dir.into() }.into());
    }
    let mut entries = fs::read_dir(dir).map_err(|error| Error::io("reading", dir, error))?;
    let Some(first) = entries.next() else { return Ok(None) };
    if !dir.join(Manifest::FILE).is_file() {
        let found = first.map_err(|error| Error::io("reading", dir, error))?.file_name().to_string_lossy().into_owned();
        return Err(output::OutputError::ForeignFolder { path: dir.into(), found }.into());
    }
    if !how.force && !how.incremental {
        return Err(output::OutputError::Exists { path: dir.into() }.into());
    }
    match Manifest::read(dir) {
        Ok(manifest) => Ok(Some(manifest)),
        // What is replaced whole need not be understood.
        Err(_) if how.force && !how.incremental => Ok(None),
        Err(error) => Err(error),
    }
}

fn write_manifest(folder: &Path, shown: &Path, manifest: &Manifest) -> Result<()> {
    let text = serde_json::to_string_pretty(manifest).map_err(|error| Error::internal("writing a manifest", error))?;
    let fail = |error| Error::io("writing", &shown.join(Manifest::FILE), error);
    let mut file = File::create_new(folder.join(Manifest::FILE)).map_err(fail)?;
    file.write_all(text.as_bytes()).and_then(|()| file.write_all(b"\n")).and_then(|()| file.sync_all()).map_err(fail)
}

/// A lake on its way.
struct Writing<'a> {
    ledger: &'a Ledger,
    /// The folder as the user names it.
    shown: &'a Path,
    /// The folder of the earlier lake.
    place: &'a Path,
    /// The folder that becomes the lake.
    folder: &'a Path,
    options: Options,
    new_files: Vec<String>,
    kept_files: usize,
}

impl Writing<'_> {
    fn table(&mut self, name: &str, earlier: Option<&Table>) -> Result<Table> {
        let parts = self.parts(name)?;
        let schema = self.ledger.query(&format!("select * from {name} limit 0"), &Params::new())?.schema;
        let columns = columns(name, &schema)?;
        let mut files = Vec::new();
        let mut wanted = Vec::new();
        for part in &parts {
            let same: Vec<&DataFile> = earlier
                .filter(|table| table.columns == columns)
                .map(|table| {
                    table.files.iter().filter(|file| file.part == part.name && file.content == part.content).collect()
                })
                .unwrap_or_default();
            let whole = same.iter().map(|file| file.rows).sum::<u64>() == part.rows
                && !same.is_empty()
                && same.iter().all(|file| self.stands(file));
            if whole {
                for file in same {
                    place::keep(&self.place.join(&file.path), &self.folder.join(&file.path))
                        .map_err(|error| Error::io("keeping", &self.shown.join(&file.path), error))?;
                    self.kept_files += 1;
                    files.push(file.clone());
                }
            } else {
                wanted.push(part);
            }
        }
        if !wanted.is_empty() {
            self.write_parts(name, &wanted)?;
            let made = self.made(name, &wanted)?;
            self.new_files.extend(made.iter().map(|file| file.path.clone()));
            files.extend(made);
        }
        files.sort_by(|one, other| one.path.cmp(&other.path));
        let partitioned_by = if is_parted(name) { vec!["source".to_owned(), "year".to_owned()] } else { Vec::new() };
        Ok(Table {
            name: name.to_owned(),
            partitioned_by,
            rows: parts.iter().map(|part| part.rows).sum(),
            columns,
            files,
        })
    }

    /// True if a file of the earlier lake is still there in its size.
    fn stands(&self, file: &DataFile) -> bool {
        fs::metadata(self.place.join(&file.path)).is_ok_and(|found| found.is_file() && found.len() == file.bytes)
    }

    /// The parts of a table with what their rows add up to.
    fn parts(&self, name: &str) -> Result<Vec<Part>> {
        let sql = match name {
            "event" => {
                "select source, year(start_date) as year, count(*) as rows, sum(hash(held))::text as content \
                 from event as held group by all order by source, year"
            }
            "event_actor" => {
                "select event.source, year(event.start_date) as year, count(*) as rows, sum(hash(held))::text as content \
                 from event_actor as held join event \
                 on event.source = held.source and event.source_event_id = held.source_event_id \
                 group by all order by all"
            }
            name => {
                &format!("select count(*) as rows, coalesce(sum(hash(held)), 0)::text as content from {name} as held")
            }
        };
        let rows = self.ledger.query(sql, &Params::new())?;
        cell_rows(&rows)?
            .iter()
            .map(|row| {
                let (source, year) = (row.owned("source"), row.whole("year"));
                let name = match (&source, year) {
                    (Some(source), Some(year)) => format!("source={}/year={year}", output::folder_name(source)),
                    _ => String::new(),
                };
                let count = row.whole("rows").and_then(|rows| u64::try_from(rows).ok());
                let rows = count.ok_or_else(|| Error::internal("reading the parts of a table", "no number of rows"))?;
                Ok(Part { name, source, year, rows, content: row.needed("content")?.to_owned() })
            })
            .collect()
    }

    fn write_parts(&self, name: &str, wanted: &[&Part]) -> Result<()> {
        let folder = self.folder.join(name);
        if !is_parted(name) {
            fs::create_dir_all(&folder).map_err(|error| Error::io("writing", &self.shown.join(name), error))?;
            let sql = format!("select * from {name} order by all");
            return self.ledger.stream(&sql, |schema, batches| {
                let file = folder.join("part-0.parquet");
                let options = &self.options;
                output::write_file(&file, false, |out| output::write(Format::Parquet, schema, batches, out, options))?;
                Ok(())
            });
        }
        self.ledger.query("create or replace temp table lake_part (source text, year bigint)", &Params::new())?;
        for part in wanted {
            let params = Params::new().with("source", part.source.clone()).with("year", part.year);
            self.ledger.query("insert into lake_part values ($source, $year)", &params)?;
        }
        let sql = match name {
            "event" => {
                "select held.*, year(held.start_date) as year from event as held \
                 semi join lake_part as part on part.source = held.source and part.year = year(held.start_date) \
                 order by held.source, year, held.start_date, held.source_event_id"
            }
            _ => {
                "select held.*, year(event.start_date) as year from event_actor as held join event \
                 on event.source = held.source and event.source_event_id = held.source_event_id \
                 semi join lake_part as part on part.source = event.source and part.year = year(event.start_date) \
                 order by held.source, year, event.start_date, held.source_event_id, held.side, held.role, held.ordinal, \
                 held.actor_name, held.actor_id"
            }
        };
        // Kept parts are in the folder already: what is new is put together aside and moved in.
        let aside = self.folder.join(format!("{name}.new"));
        let by = ["source".to_owned(), "year".to_owned()];
        self.ledger.stream(sql, |schema, batches| {
            Ok(output::write_partitioned(&aside, &by, Format::Parquet, schema, batches, &self.options, false)?)
        })?;
        for part in wanted {
            let (from, to) = (aside.join(&part.name), folder.join(&part.name));
            let moved = fs::create_dir_all(to.parent().unwrap_or(&folder)).and_then(|()| fs::rename(&from, &to));
            moved.map_err(|error| Error::io("writing", &self.shown.join(name).join(&part.name), error))?;
        }
        fs::remove_dir_all(&aside).map_err(|error| Error::io("writing", self.shown, error))
    }

    /// The files of parts that have been written, under names that tell their content.
    fn made(&self, name: &str, parts: &[&Part]) -> Result<Vec<DataFile>> {
        let mut all = Vec::new();
        for part in parts {
            let below = if part.name.is_empty() { name.to_owned() } else { format!("{name}/{}", part.name) };
            let folder = self.folder.join(&below);
            let fail = |error| Error::io("reading", &self.shown.join(&below), error);
            let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
                .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect())
                .map_err(fail)?;
            paths.sort();
            let mut rows = 0;
            for path in paths {
                let file = sealed(&path, &below, part).map_err(fail)?;
                rows += file.rows;
                all.push(file);
            }
            if rows != part.rows {
                return Err(Error::internal("writing a lake", format!("{below} has {rows} rows, not {}", part.rows)));
            }
        }
        Ok(all)
    }
}

fn is_parted(name: &str) -> bool {
    matches!(name, "event" | "event_actor")
}

/// Puts a file on the disk, takes its checksum, and names it by that.
fn sealed(path: &Path, below: &str, part: &Part) -> std::io::Result<DataFile> {
    let file = File::open(path)?;
    file.sync_all()?;
    let (sha256, bytes) = checksum::of_reader(file)?;
    let footer = SerializedFileReader::new(File::open(path)?).map_err(std::io::Error::other)?;
    let rows = u64::try_from(footer.metadata().file_metadata().num_rows()).map_err(std::io::Error::other)?;
    let name = format!("part-{}.parquet", &sha256[..16]);
    fs::rename(path, path.with_file_name(&name))?;
    Ok(DataFile {
        path: format!("{below}/{name}"),
        rows,
        bytes,
        sha256,
        part: part.name.clone(),
        content: part.content.clone(),
    })
}

/// The columns of a table, as its header and the engine tell them.
fn columns(table: &str, schema: &SchemaRef) -> Result<Vec<Column>> {
    let known: BTreeMap<&str, String> = catalog::find(table)
        .map(|object| object.header.columns.iter().map(|column| (column.name.as_str(), column.comment())).collect())
        .unwrap_or_default();
    schema
        .fields()
        .iter()
        .map(|field| {
            let kind = match field.data_type() {
                DataType::Utf8 => "text",
                DataType::Boolean => "boolean",
                DataType::Int32 => "integer",
                DataType::Int64 => "bigint",
                DataType::UInt64 => "ubigint",
                DataType::Float64 => "double",
                DataType::Date32 => "date",
                DataType::Timestamp(..) => "timestamp",
                other => return Err(Error::internal("writing a lake", format!("{table}.{} is {other}", field.name()))),
            };
            let meaning = known.get(field.name().as_str()).cloned().unwrap_or_default();
            Ok(Column { name: field.name().clone(), kind: kind.to_owned(), meaning })
        })
        .collect()
}
