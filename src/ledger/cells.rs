//! Small results, cell by cell.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int64Type};

use super::Rows;
use crate::error::{Error, Result};

/// One row of a small result: texts as they are, whole numbers beside them.
#[derive(Clone, Debug, Default)]
pub(crate) struct CellRow {
    texts: BTreeMap<String, String>,
    whole: BTreeMap<String, i64>,
}

impl CellRow {
    /// A text, none where it is NULL.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// A text that is never NULL.
    pub(crate) fn needed(&self, name: &str) -> Result<&str> {
        self.text(name).ok_or_else(|| Error::internal("reading a result", format!("{name} is NULL")))
    }

    /// A text of its own, none where it is NULL.
    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// A whole number, none where it is NULL.
    pub(crate) fn whole(&self, name: &str) -> Option<i64> {
        self.whole.get(name).copied()
    }

    /// True if the cell is true.
    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.text(name) == Some("true")
    }
}

/// The rows of a small result.
pub(crate) fn read(rows: &Rows) -> Result<Vec<CellRow>> {
    let fail = |error: arrow::error::ArrowError| Error::internal("reading a result", error);
    let mut all = Vec::with_capacity(rows.len());
    for batch in &rows.batches {
        let first = all.len();
        all.resize(first + batch.num_rows(), CellRow::default());
        for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
            let texts = cast(column, &DataType::Utf8).map_err(fail)?;
            let texts = texts.as_string::<i32>();
            let numbers =
                if field.data_type().is_integer() { Some(cast(column, &DataType::Int64).map_err(fail)?) } else { None };
            for at in (0..batch.num_rows()).filter(|at| !texts.is_null(*at)) {
                let row = &mut all[first + at];
                row.texts.insert(field.name().clone(), texts.value(at).to_owned());
                if let Some(numbers) = &numbers {
                    row.whole.insert(field.name().clone(), numbers.as_primitive::<Int64Type>().value(at));
                }
            }
        }
    }
    Ok(all)
}
