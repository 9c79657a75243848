//! Raw rows: text columns with row numbers, as every reader gives them.

use std::collections::HashSet;
use std::path::Path;

use memchr::memchr2;
use polars::prelude::{Column, DataFrame, Int64Chunked, IntoColumn, StringChunkedBuilder};

use super::cell;
use super::faults::RUINED;
use crate::error::{Error, Result};

/// Name of the row number column; no source column can have it, because header names are lower-cased.
pub(crate) const ROW: &str = "ROW";

/// The longest text that a cell may hold, in bytes. UCDP's longest article list has 29,230 characters.
pub(crate) const LONGEST_CELL: usize = 1 << 20;

/// Columns beyond which a header is none of a table of events.
pub(crate) const MOST_COLUMNS: usize = 2_000;

/// The longest record that a reader takes into memory, in bytes.
pub(crate) const LONGEST_RECORD: u64 = 256 << 20;

/// A row that cannot be taken, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Row as a spreadsheet counts it: the header is row 1. Records of JSON and Parquet count from 1.
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
    /// One text column per named source column, and [`ROW`].
    pub frame: DataFrame,
    /// Rows that could not even be split into columns.
    pub rejects: Vec<Reject>,
    /// What a person should know of how the rows were read.
    pub remarks: Vec<String>,
    /// How far the reader is, 0 to 1.
    pub progress: f64,
}

/// A table that a file offers: most hold one, a workbook one per sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TableHead {
    /// Name of the sheet, empty where the file is the table.
    pub name: String,
    /// Cells of the first row, or names of the columns.
    pub header: Vec<String>,
}

/// A file opened for reading.
pub(crate) trait RawReader: Send {
    /// The tables in the file, in its order; never empty.
    fn tables(&self) -> &[TableHead];

    /// False where the names of columns are part of the format, so that a first row cannot be missing.
    fn may_lack_header(&self) -> bool {
        true
    }

    /// True if the cells of a row have a decimal comma because the columns are separated by something else.
    fn has_decimal_comma(&self) -> bool {
        false
    }

    /// What separates the columns, where something does.
    fn separator(&self) -> Option<u8> {
        None
    }

    /// What a person should know of what is not read.
    fn remarks(&self, _table: usize) -> Vec<String> {
        Vec::new()
    }

    /// Gives the rows of a table in batches of `batch_rows`.
    fn read(
        &mut self,
        table: usize,
        form: &RowForm,
        batch_rows: usize,
        sink: &mut dyn FnMut(RawBatch) -> Result<()>,
    ) -> Result<()>;
}

/// What a reader must know of the layout to tell a good row from a bad one.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowForm {
    /// Names of the columns in file order; a column without a name is not read.
    pub names: Vec<String>,
    /// Which of them hold numbers.
    pub numeric: Vec<bool>,
    /// False if the first row is an event already.
    pub has_header: bool,
    /// Rows carry one empty field more than the header.
    pub trailing_empty_field: bool,
    /// Encoding of rows that are not UTF-8; none = they are rejected.
    pub encoding: Option<&'static encoding_rs::Encoding>,
    /// What separates columns, where something does.
    pub separator: Option<u8>,
    /// Numbers are written with a decimal comma.
    pub decimal_comma: bool,
    /// Column names of every known layout, to know a header that stands among the rows.
    pub known_names: HashSet<String>,
}

/// Collects rows into a [`RawBatch`].
pub(crate) struct BatchBuilder<'a> {
    form: &'a RowForm,
    columns: Vec<StringChunkedBuilder>,
    rows: Vec<i64>,
    rejects: Vec<Reject>,
    remarks: Vec<String>,
    seen: u64,
    capacity: usize,
}

impl<'a> BatchBuilder<'a> {
    pub(crate) fn new(form: &'a RowForm, capacity: usize) -> Self {
        BatchBuilder {
            form,
            columns: builders(form, capacity),
            rows: Vec::with_capacity(capacity),
            rejects: Vec::new(),
            remarks: Vec::new(),
            seen: 0,
            capacity,
        }
    }

    /// Adds a row; trimmed empty cells are NULL. A row with another number of cells than the header is a reject.
    pub(crate) fn push(&mut self, row: u64, cells: &[&str]) {
        self.seen += 1;
        if self.seen == 1 && self.form.has_header && is_tag_row(cells) {
            self.remark(format!("row {row} holds HXL tags and is not counted"));
            return;
        }
        let expected = self.form.names.len();
        let trailing = self.form.trailing_empty_field
            && cells.len() == expected + 1
            && cells.last().is_some_and(|cell| cell.trim().is_empty());
        let cells = if trailing { &cells[..expected] } else { cells };
        if let Some((column, reason)) = self.fault(cells) {
            self.reject(row, &column, reason, cells);
            return;
        }
        let mut builders = self.columns.iter_mut();
        for (at, cell) in cells.iter().enumerate() {
            if self.form.names[at].is_empty() {
                continue;
            }
            let Some(builder) = builders.next() else { continue };
            let cell = cell::trimmed(cell);
            if cell.is_empty() || (cell::is_missing_text(cell) && !holds_codes(&self.form.names[at])) {
                builder.append_null();
            } else if self.form.numeric.get(at).copied().unwrap_or(false) {
                if cell::is_missing_number(cell) {
                    builder.append_null();
                    continue;
                }
                builder.append_value(cell::number_text(cell, self.form.decimal_comma));
            } else {
                builder.append_value(cell);
            }
        }
        self.rows.push(i64::try_from(row).unwrap_or(i64::MAX));
    }

    /// What makes a row no row of this table.
    fn fault(&self, cells: &[&str]) -> Option<(String, String)> {
        let expected = self.form.names.len();
        if self.is_header(cells) {
            return Some((String::new(), "a header stands here: files were joined".to_owned()));
        }
        if cells.len() != expected {
            return Some((String::new(), width_fault(cells, expected)));
        }
        for (at, cell) in cells.iter().enumerate() {
            // Hardly any cell has more than one line, or is long.
            if cell.len() <= LONGEST_CELL && memchr2(b'\n', 0, cell.as_bytes()).is_none() {
                continue;
            }
            if cell.len() > LONGEST_CELL {
                let reason = format!(
                    "the cell holds {} bytes of text, more than {LONGEST_CELL}: a quote that is not closed swallows rows",
                    cell.len()
                );
                return Some((self.form.names[at].clone(), reason));
            }
            if self.holds_rows(at, cell) {
                let reason =
                    format!("{RUINED}holds the beginning of another row: a quote that is not closed swallows rows");
                return Some((self.form.names[at].clone(), reason));
            }
            if cell.as_bytes().contains(&0) {
                return Some((self.form.names[at].clone(), "the text holds a NUL byte".to_owned()));
            }
        }
        None
    }

    /// True for a cell whose last line is the beginning of a row: as many fields as stand before the cell, with numbers
    /// where numbers belong. Rows that an unclosed quote swallows would be lost without a word.
    fn holds_rows(&self, at: usize, cell: &str) -> bool {
        let Some((_, last)) = cell.rsplit_once('\n') else { return false };
        let separator = char::from(self.form.separator.unwrap_or(b','));
        let fields: Vec<&str> = last.split(separator).collect();
        if fields.len() != at + 1 || at < 3 {
            return false;
        }
        let numbers: Vec<&str> = fields[..at]
            .iter()
            .enumerate()
            .filter(|(column, field)| self.form.numeric.get(*column) == Some(&true) && !field.trim().is_empty())
            .map(|(_, field)| field.trim())
            .collect();
        let is_number = |field: &&str| field.parse::<f64>().is_ok() || cell::is_missing_number(field);
        !numbers.is_empty() && numbers.iter().all(is_number)
    }

    /// True for a row most of whose cells are names of columns.
    fn is_header(&self, cells: &[&str]) -> bool {
        let is_name = |cell: &str| {
            cell.len() < 64 && !cell.is_empty() && self.form.known_names.contains(&cell.trim().to_lowercase())
        };
        // Two cells decide for nearly every row: the others are looked at only after them.
        let mut first = cells.iter().filter(|cell| !cell.trim().is_empty());
        if !first.next().is_some_and(|cell| is_name(cell)) || !first.next().is_some_and(|cell| is_name(cell)) {
            return false;
        }
        let filled = cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        let names = cells.iter().filter(|cell| is_name(cell)).count();
        names * 5 >= filled * 4
    }

    pub(crate) fn reject(&mut self, row: u64, column: &str, reason: String, cells: &[&str]) {
        self.rejects.push(Reject { row, column: column.to_owned(), reason, raw: shorten_row(cells) });
    }

    /// Adds a remark for the person who loads the file.
    pub(crate) fn remark(&mut self, remark: String) {
        self.remarks.push(remark);
    }

    /// Hands the batch on once it is full.
    pub(crate) fn pass_on(
        &mut self,
        progress: impl FnOnce() -> f64,
        sink: &mut dyn FnMut(RawBatch) -> Result<()>,
    ) -> Result<()> {
        if self.rows.len() < self.capacity && self.rejects.len() < self.capacity {
            return Ok(());
        }
        sink(self.take(progress())?)
    }

    /// Hands on what is left when the last row has been pushed.
    pub(crate) fn pass_rest(&mut self, sink: &mut dyn FnMut(RawBatch) -> Result<()>) -> Result<()> {
        if self.rows.is_empty() && self.rejects.is_empty() && self.remarks.is_empty() {
            return Ok(());
        }
        sink(self.take(1.0)?)
    }

    /// The batch so far; the builder starts anew.
    fn take(&mut self, progress: f64) -> Result<RawBatch> {
        let columns = std::mem::replace(&mut self.columns, builders(self.form, self.capacity));
        let rows = std::mem::replace(&mut self.rows, Vec::with_capacity(self.capacity));
        let height = rows.len();
        let mut columns: Vec<Column> = columns.into_iter().map(|builder| builder.finish().into_column()).collect();
        columns.push(Int64Chunked::from_vec(ROW.into(), rows).into_column());
        let frame = DataFrame::new(height, columns).map_err(|error| Error::internal("reading rows", error))?;
        Ok(RawBatch {
            frame,
            rejects: std::mem::take(&mut self.rejects),
            remarks: std::mem::take(&mut self.remarks),
            progress,
        })
    }
}

/// Why a row of another number of cells than the header is none, and which other separator would make it one.
fn width_fault(cells: &[&str], expected: usize) -> String {
    let fields = if cells.len() == 1 { "field" } else { "fields" };
    let fault = format!("the row has {} {fields}, the header has {expected}", cells.len());
    let parts = |separator: char| 1 + cells.iter().map(|cell| cell.matches(separator).count()).sum::<usize>();
    let other = [';', ',', '\t', '|'].into_iter().find(|separator| parts(*separator) == expected);
    match other.filter(|_| cells.len() < expected) {
        Some('\t') => format!("{fault}; it is separated by tabs, the header is not"),
        Some(separator) => format!("{fault}; it is separated by '{separator}', the header is not"),
        None => fault,
    }
}

fn builders(form: &RowForm, capacity: usize) -> Vec<StringChunkedBuilder> {
    let named = form.names.iter().filter(|name| !name.is_empty());
    named.map(|name| StringChunkedBuilder::new(name.as_str().into(), capacity)).collect()
}

/// NA is Namibia's code too.
fn holds_codes(name: &str) -> bool {
    name.contains("iso") || name.contains("code")
}

/// True for the row of HXL tags that humanitarian files carry under their header.
fn is_tag_row(cells: &[&str]) -> bool {
    let filled: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let tags = filled.iter().filter(|cell| cell.starts_with('#')).count();
    // An index column may hold a number beside the tags.
    tags > 0 && tags * 5 >= filled.len() * 4
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
