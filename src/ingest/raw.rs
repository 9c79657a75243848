//! Raw rows: text columns with row numbers, as every reader gives them.

use std::path::Path;

use polars::prelude::{Column, DataFrame, Int64Chunked, IntoColumn, StringChunkedBuilder};

use crate::error::{Error, Result};

/// Name of the row number column; no source column can have it, because header names are lower-cased.
pub(crate) const ROW: &str = "ROW";

/// A row that cannot be taken, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Row as a spreadsheet counts it: the header is row 1.
    pub row: u64,
    /// Column of the source, empty if the whole row is at fault.
    pub column: String,
    /// What is wrong.
    pub reason: String,
    /// The row as read, shortened to 2,000 characters.
    pub raw: String,
}

/// Rows of text columns.
pub(crate) struct RawBatch {
    /// One text column per source column, and [`ROW`].
    pub frame: DataFrame,
    /// Rows that could not even be split into columns.
    pub rejects: Vec<Reject>,
    /// How far the reader is, 0 to 1.
    pub progress: f64,
}

/// A file opened for reading.
pub(crate) trait RawReader: Send {
    /// The header cells as they stand in the file.
    fn header(&self) -> &[String];

    /// What a person should know of what is not read.
    fn remarks(&self) -> Vec<String> {
        Vec::new()
    }

    /// Gives the rows in batches of `batch_rows`; `names` are the columns' names in file order.
    fn read(&mut self, form: &RowForm, batch_rows: usize, sink: &mut dyn FnMut(RawBatch) -> Result<()>) -> Result<()>;
}

/// What a reader must know of the layout to tell a good row from a bad one.
#[derive(Clone, Debug)]
pub(crate) struct RowForm {
    /// Names of the columns in file order.
    pub names: Vec<String>,
    /// Rows carry one empty field more than the header.
    pub trailing_empty_field: bool,
    /// Encoding of rows that are not UTF-8; none = they are rejected.
    pub encoding: Option<&'static encoding_rs::Encoding>,
}

/// Collects rows into a [`RawBatch`].
pub(crate) struct BatchBuilder<'a> {
    form: &'a RowForm,
    columns: Vec<StringChunkedBuilder>,
    rows: Vec<i64>,
    rejects: Vec<Reject>,
    capacity: usize,
}

impl<'a> BatchBuilder<'a> {
    pub(crate) fn new(form: &'a RowForm, capacity: usize) -> Self {
        let columns = form.names.iter().map(|name| StringChunkedBuilder::new(name.as_str().into(), capacity)).collect();
        BatchBuilder { form, columns, rows: Vec::with_capacity(capacity), rejects: Vec::new(), capacity }
    }

    /// Adds a row; trimmed empty cells are NULL. A row with another number of cells than the header is a reject.
    pub(crate) fn push(&mut self, row: u64, cells: &[&str]) {
        let expected = self.columns.len();
        let trailing = self.form.trailing_empty_field
            && cells.len() == expected + 1
            && cells.last().is_some_and(|cell| cell.trim().is_empty());
        let cells = if trailing { &cells[..expected] } else { cells };
        if cells.len() != expected {
            self.reject(row, "", format!("the row has {} fields, the header has {expected}", cells.len()), cells);
            return;
        }
        for (builder, cell) in self.columns.iter_mut().zip(cells) {
            let cell = cell.trim();
            if cell.is_empty() { builder.append_null() } else { builder.append_value(cell) }
        }
        self.rows.push(i64::try_from(row).unwrap_or(i64::MAX));
    }

    pub(crate) fn reject(&mut self, row: u64, column: &str, reason: String, cells: &[&str]) {
        self.rejects.push(Reject { row, column: column.to_owned(), reason, raw: shorten_row(cells) });
    }

    pub(crate) fn is_full(&self) -> bool {
        self.rows.len() >= self.capacity
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.rejects.is_empty()
    }

    /// The batch so far; the builder starts anew.
    pub(crate) fn take(&mut self, progress: f64) -> Result<RawBatch> {
        let fresh = BatchBuilder::new(self.form, self.capacity);
        let full = std::mem::replace(self, fresh);
        let height = full.rows.len();
        let mut columns: Vec<Column> = full.columns.into_iter().map(|builder| builder.finish().into_column()).collect();
        columns.push(Int64Chunked::from_vec(ROW.into(), full.rows).into_column());
        let frame = DataFrame::new(height, columns).map_err(|error| Error::internal("reading rows", error))?;
        Ok(RawBatch { frame, rejects: full.rejects, progress })
    }
}

/// A row as one line of text for a person to recognise it by.
pub(crate) fn shorten_row(cells: &[&str]) -> String {
    let mut text = String::new();
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        text.extend(cell.chars().take(200));
        if text.len() > 2_000 {
            break;
        }
    }
    text.chars().take(2_000).collect()
}

/// The fault of a file that ends in the middle of a row.
pub(crate) fn truncated(path: &Path, row: u64, reason: &str) -> Error {
    Error::file(
        path,
        format!("the file ends in the middle of row {row}: {reason}"),
        "the file looks cut off: download or copy it again",
    )
}
