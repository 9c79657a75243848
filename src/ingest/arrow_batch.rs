//! The crossing from Polars to Arrow: comparison keys and content hashes are added on the way.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringBuilder, UInt64Array};
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, Field, Schema};
use arrow::row::{RowConverter, SortField};
use df_interchange::Interchange;
use polars::prelude::DataFrame;
use xxhash_rust::xxh3::xxh3_64;

use super::mapped::Known;
use crate::error::{Error, Result};

/// A Polars frame as one Arrow batch, without a copy where there is one chunk.
pub(crate) fn to_arrow(mut frame: DataFrame) -> Result<RecordBatch> {
    let fail = |error: &dyn std::fmt::Display| Error::internal("crossing from Polars to Arrow", error);
    if frame.width() == 0 {
        // A frame without columns has no batch to cross with.
        return Ok(RecordBatch::new_empty(Arc::new(Schema::empty())));
    }
    // A filter leaves columns in different chunks; they cross as one.
    frame.rechunk_mut();
    let batches = Interchange::from_polars_0_53(frame)
        .and_then(|crossing| crossing.to_arrow_58())
        .map_err(|error| fail(&error))?;
    match batches.as_slice() {
        [] => Err(fail(&"no batch came out")),
        [one] => Ok(one.clone()),
        [first, ..] => concat_batches(&first.schema(), &batches).map_err(|error| fail(&error)),
    }
}

/// The same batch with further columns.
pub(crate) fn with_columns(batch: &RecordBatch, added: Vec<(&str, ArrayRef)>) -> Result<RecordBatch> {
    let mut fields: Vec<Arc<Field>> = batch.schema().fields().iter().cloned().collect();
    let mut columns = batch.columns().to_vec();
    for (name, column) in added {
        fields.push(Arc::new(Field::new(name, column.data_type().clone(), true)));
        columns.push(column);
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
        .map_err(|error| Error::internal("adding columns", error))
}

/// The same batch without some columns.
pub(crate) fn without_columns(batch: &RecordBatch, dropped: &[&str]) -> Result<RecordBatch> {
    let kept: Vec<usize> = batch
        .schema()
        .fields()
        .iter()
        .enumerate()
        .filter(|(_, field)| !dropped.contains(&field.name().as_str()))
        .map(|(at, _)| at)
        .collect();
    batch.project(&kept).map_err(|error| Error::internal("dropping columns", error))
}

/// A text column mapped through a key function; equal texts are mapped once.
pub(crate) fn key_column(batch: &RecordBatch, name: &str, key: fn(&str) -> String) -> Result<ArrayRef> {
    let column = batch.column_by_name(name).ok_or_else(|| Error::internal("adding keys", name))?;
    let column =
        arrow::compute::cast(column, &DataType::Utf8View).map_err(|error| Error::internal("adding keys", error))?;
    let texts = column.as_string_view();
    let mut known: Known<'_, String> = Known::default();
    let mut builder = StringBuilder::with_capacity(texts.len(), texts.len() * 8);
    for at in 0..texts.len() {
        if texts.is_null(at) {
            builder.append_null();
        } else {
            let text = texts.value(at);
            builder.append_value(known.entry(text).or_insert_with(|| key(text)));
        }
    }
    Ok(Arc::new(builder.finish()))
}

/// A 64-bit hash of each row's content over the given columns, the same on every platform and for every file format.
pub(crate) fn content_hash(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let fail = |error: arrow::error::ArrowError| Error::internal("hashing rows", error);
    let fields = columns.iter().map(|column| SortField::new(column.data_type().clone())).collect();
    let converter = RowConverter::new(fields).map_err(fail)?;
    let rows = converter.convert_columns(columns).map_err(fail)?;
    let hashes: UInt64Array = rows.iter().map(|row| Some(xxh3_64(row.as_ref()))).collect();
    Ok(Arc::new(hashes))
}
