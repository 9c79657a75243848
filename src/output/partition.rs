//! Hive-style folders: `DIR/country=Ukraine/year=2022/part-0.parquet`.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::Path;

use arrow::array::{RecordBatch, UInt32Array};
use arrow::compute::{concat_batches, take_record_batch};
use arrow::datatypes::{DataType, SchemaRef};
use arrow::error::ArrowError;
use tempfile::TempDir;

use super::file::failed;
use super::parts::{Folders, Parts};
use super::temporary::temporary_folder;
use super::value::{Value, read};
use super::{Format, Options, OutputError, Written, cell, storage};

/// The value of a partition column that is NULL, or the empty text, for which Hive has no other name.
const DEFAULT_PARTITION: &str = "__HIVE_DEFAULT_PARTITION__";

/// Rows that are collected before they are split up, so that the pieces are not too small.
const CHUNK_ROWS: usize = 65_536;

/// Bytes of split rows that are held in memory; beyond them the largest partition is written to a file.
const HELD_BYTES: usize = 192 << 20;

/// Writes a Hive-style folder: `DIR/column=value/part-0.parquet`, in Parquet, GeoParquet, CSV or Arrow.
///
/// The partition columns are left out of the files. Values are percent-encoded as Hive does; NULL and the empty text
/// become `__HIVE_DEFAULT_PARTITION__`. A partition has further files only where the result is too large to be held in
/// memory. The folder is put together under a temporary name and renamed into place when it is complete. With `force`
/// it replaces an earlier one, if that holds nothing but partitions; an empty folder is always taken.
pub fn write_partitioned(
    dir: &Path,
    columns: &[String],
    format: Format,
    schema: &SchemaRef,
    batches: &mut dyn Iterator<Item = Result<RecordBatch, ArrowError>>,
    options: &Options,
    force: bool,
) -> Result<Written, OutputError> {
    if !matches!(format, Format::Parquet | Format::Geoparquet | Format::Csv | Format::Arrow) {
        return Err(OutputError::PartitionFormat { format });
    }
    let keys = key_columns(schema, columns)?;
    check_place(dir, force)?;
    // A symbolic link stays one: the folder that it leads to is replaced.
    let place = match fs::canonicalize(dir) {
        Ok(place) => place,
        Err(_) => dir.to_owned(),
    };
    let temporary = temporary_folder(&place)?;
    let kept: Vec<usize> = (0..schema.fields().len()).filter(|column| !keys.contains(column)).collect();
    let encode = OutputError::encode(format);
    let mut parts = Parts::new(
        Folders { root: temporary.folder.path(), shown: dir },
        format,
        schema.project(&kept).map_err(&encode)?.into(),
        options,
        HELD_BYTES,
    );
    let mut rows = 0;
    let mut chunk = Vec::new();
    let mut chunk_rows = 0;
    let mut more = true;
    while more {
        match batches.next() {
            Some(batch) => {
                let batch = storage::conform(schema, batch.map_err(OutputError::Query)?)?;
                rows += batch.num_rows() as u64;
                chunk_rows += batch.num_rows();
                chunk.push(batch);
            }
            None => more = false,
        }
        if chunk_rows >= CHUNK_ROWS || !more {
            let batch = concat_batches(schema, &chunk).map_err(&encode)?;
            chunk.clear();
            chunk_rows = 0;
            let row_bytes = batch.get_array_memory_size() / batch.num_rows().max(1);
            for (name, rows) in split(&batch, &keys).map_err(&encode)? {
                let rows = rows.project(&kept).map_err(&encode)?;
                parts.hold(name, rows, row_bytes)?;
            }
        }
    }
    parts.close()?;
    check_place(dir, force)?;
    move_into_place(temporary.folder, &place).map_err(|source| failed(dir, source))?;
    Ok(Written::all(rows))
}

fn key_columns(schema: &SchemaRef, columns: &[String]) -> Result<Vec<usize>, OutputError> {
    let refused = |column: &str, reason: &str| OutputError::PartitionColumn {
        column: column.to_owned(),
        reason: reason.to_owned(),
    };
    let mut keys = Vec::new();
    for column in columns {
        let Ok(key) = schema.index_of(column) else {
            let names = schema.fields().iter().map(|field| field.name().clone());
            return Err(OutputError::NoColumn { column: column.clone(), available: names.collect() });
        };
        let kind = schema.field(key).data_type();
        if kind.is_nested() && !matches!(kind, DataType::Dictionary(..)) {
            return Err(refused(column, "its values are lists or structures"));
        }
        if keys.contains(&key) {
            return Err(refused(column, "it is named twice"));
        }
        keys.push(key);
    }
    if keys.is_empty() {
        return Err(refused("", "no column is named"));
    }
    if keys.len() == schema.fields().len() {
        let reason = "no column would be left for the files";
        return Err(refused(&columns.join(", "), reason));
    }
    Ok(keys)
}

/// The rows of each partition, in their order, under the partition's folder name.
fn split(batch: &RecordBatch, keys: &[usize]) -> Result<BTreeMap<String, RecordBatch>, ArrowError> {
    let mut rows: HashMap<String, Vec<u32>> = HashMap::new();
    let schema = batch.schema();
    let mut name = String::new();
    for row in 0..batch.num_rows() {
        name.clear();
        for &key in keys {
            if !name.is_empty() {
                name.push('/');
            }
            name.push_str(&encoded(schema.field(key).name()));
            name.push('=');
            match read(batch.column(key), row)? {
                Value::Null => name.push_str(DEFAULT_PARTITION),
                value => match cell::exact(&value).as_ref() {
                    "" => name.push_str(DEFAULT_PARTITION),
                    text => name.push_str(&encoded(text)),
                },
            }
        }
        let row = u32::try_from(row).map_err(|e| ArrowError::ComputeError(e.to_string()))?;
        match rows.get_mut(&name) {
            Some(rows) => rows.push(row),
            None => {
                rows.insert(name.clone(), vec![row]);
            }
        }
    }
    rows.into_iter().map(|(name, rows)| Ok((name, take_record_batch(batch, &UInt32Array::from(rows))?))).collect()
}

/// The text as Hive writes it into a path.
pub(crate) fn encoded(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_control() || "\"#%'*/:=?\\{[]^".contains(c) {
            name.push_str(&format!("%{:02X}", u32::from(c)));
        } else {
            name.push(c);
        }
    }
    name
}

/// Refuses a place that is taken by anything but an empty folder or, with `force`, an earlier partitioned result.
fn check_place(dir: &Path, force: bool) -> Result<(), OutputError> {
    let Ok(found) = fs::metadata(dir) else {
        return Ok(());
    };
    if !found.is_dir() {
        return Err(OutputError::IsFile { path: dir.into() });
    }
    for entry in fs::read_dir(dir).map_err(|source| failed(dir, source))? {
        let entry = entry.map_err(|source| failed(dir, source))?;
        if !force {
            return Err(OutputError::Exists { path: dir.into() });
        }
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.contains('=') || !entry.path().is_dir() {
            return Err(OutputError::ForeignFolder { path: dir.into(), found: name });
        }
    }
    Ok(())
}

/// Renames the finished folder; an earlier one steps aside first and comes back if that fails.
fn move_into_place(temporary: TempDir, place: &Path) -> io::Result<()> {
    if place.exists() {
        let aside = temporary.path().with_extension("earlier");
        fs::rename(place, &aside)?;
        if let Err(error) = fs::rename(temporary.path(), place) {
            fs::rename(&aside, place)?;
            return Err(error);
        }
        fs::remove_dir_all(&aside)?;
    } else {
        fs::rename(temporary.path(), place)?;
    }
    let _ = temporary.keep();
    Ok(())
}
