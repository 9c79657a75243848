//! XLSX files, cell by cell: a sheet is never held whole (its shared strings are).

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use calamine::{DataRef, Reader, Xlsx, XlsxError, open_workbook};

use super::cell::float_text;
use super::guard::{guarded, unguarded};
use super::raw::{BatchBuilder, RawBatch, RawReader, RowForm, TableHead};
use crate::error::{Error, Result};

/// A workbook whose sheets have been looked at.
pub(crate) struct XlsxReader {
    path: PathBuf,
    workbook: Xlsx<BufReader<File>>,
    tables: Vec<TableHead>,
}

/// Columns that a sheet can have at most: XFD.
const MOST_COLUMNS: usize = 16_384;

impl XlsxReader {
    /// Opens a workbook and reads the first row of each sheet that has one.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        guarded(path, "XLSX", || {
            let mut workbook: Xlsx<BufReader<File>> = open_workbook(path).map_err(|error| xlsx_fault(path, &error))?;
            let mut tables = Vec::new();
            for name in workbook.sheet_names() {
                let mut header = Vec::new();
                for_each_row(path, &mut workbook, &name, &mut |_, cells, _| {
                    header = cells.to_vec();
                    Ok(header.iter().all(|cell| cell.trim().is_empty()))
                })?;
                while header.last().is_some_and(|cell| cell.trim().is_empty()) {
                    header.pop();
                }
                if !header.is_empty() {
                    tables.push(TableHead { name, header });
                }
            }
            if tables.is_empty() {
                let reason = "the workbook has no sheet with anything in it";
                return Err(Error::file(path, reason, "put the table into a sheet of the workbook"));
            }
            Ok(XlsxReader { path: path.to_path_buf(), workbook, tables })
        })
    }
}

impl RawReader for XlsxReader {
    fn tables(&self) -> &[TableHead] {
        &self.tables
    }

    fn remarks(&self, table: usize) -> Vec<String> {
        let others: Vec<&str> = self
            .tables
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != table)
            .map(|(_, other)| other.name.as_str())
            .collect();
        if others.is_empty() {
            return Vec::new();
        }
        vec![format!("only the sheet '{}' is read, not: {}", self.tables[table].name, others.join(", "))]
    }

    fn read(
        &mut self,
        table: usize,
        form: &RowForm,
        batch_rows: usize,
        sink: &mut dyn FnMut(RawBatch) -> Result<()>,
    ) -> Result<()> {
        let mut builder = BatchBuilder::new(form, batch_rows);
        let width = form.names.len();
        let mut seen_header = !form.has_header;
        let (path, workbook, sheet) = (&self.path, &mut self.workbook, &self.tables[table].name);
        guarded(path, "XLSX", || {
            for_each_row(path, workbook, sheet, &mut |row, cells, progress| {
                let filled = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
                if filled == 0 {
                    return Ok(true);
                }
                if !seen_header {
                    seen_header = true;
                    return Ok(true);
                }
                // A sheet does not store empty cells: only cells beyond the header make a row too long.
                let mut texts: Vec<&str> =
                    cells[..filled.max(width).min(cells.len())].iter().map(String::as_str).collect();
                texts.resize(texts.len().max(width), "");
                builder.push(row, &texts);
                builder.pass_on(|| progress, &mut |batch| unguarded(|| sink(batch)))?;
                Ok(true)
            })
        })?;
        builder.pass_rest(sink)
    }
}

/// Takes a row's number, its texts and the share read; answers whether to go on.
type Visit<'v> = dyn FnMut(u64, &[String], f64) -> Result<bool> + 'v;

/// Calls `visit` with each row's number (from 1), texts and the share read, until it answers false.
fn for_each_row(path: &Path, workbook: &mut Xlsx<BufReader<File>>, sheet: &str, visit: &mut Visit<'_>) -> Result<()> {
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(|error| xlsx_fault(path, &error))?;
    let last_row = f64::from(cells.dimensions().end.0.max(1));
    let mut current: Option<u32> = None;
    let mut last: Option<(u32, u32)> = None;
    let mut row: Vec<String> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|error| xlsx_fault(path, &error))? {
        let (at_row, at_column) = cell.get_position();
        // A row that comes again, or a cell, would be counted twice or hide the first.
        let is_again = last.is_some_and(|last| last >= (at_row, at_column));
        if is_again {
            let reason = format!(
                "row {}, column {}: a cell stands out of order",
                u64::from(at_row) + 1,
                u64::from(at_column) + 1
            );
            return Err(Error::file(path, reason, "open the workbook in a spreadsheet program and save it again"));
        }
        last = Some((at_row, at_column));
        if current != Some(at_row) {
            if let Some(done) = current
                && !visit(u64::from(done) + 1, &row, f64::from(done) / last_row)?
            {
                return Ok(());
            }
            current = Some(at_row);
            row.clear();
        }
        let at_column = at_column as usize;
        if at_column >= MOST_COLUMNS {
            let reason = format!("row {}: a cell stands in column {}", u64::from(at_row) + 1, at_column + 1);
            return Err(Error::file(path, reason, format!("a sheet has at most {MOST_COLUMNS} columns")));
        }
        if row.len() <= at_column {
            row.resize(at_column + 1, String::new());
        }
        row[at_column] = cell_text(cell.get_value());
    }
    if let Some(done) = current {
        visit(u64::from(done) + 1, &row, 1.0)?;
    }
    Ok(())
}

/// A cell as the text that a CSV export of the same sheet would hold; dates are ISO 8601.
fn cell_text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => float_text(*number),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(date) if date.is_datetime() => iso_date(date.to_ymd_hms_milli()),
        DataRef::DateTime(date) => float_text(date.as_f64()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        // A formula that failed is no empty cell: #N/A must not pass for a number that is not known.
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}
/// Year to millisecond as ISO 8601, without the time where it is midnight; the workbook's date system is seen to already.
fn iso_date((year, month, day, hour, minute, second, _): (u16, u8, u8, u8, u8, u8, u16)) -> String {
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date} {hour:02}:{minute:02}:{second:02}") }
}

fn xlsx_fault(path: &Path, error: &XlsxError) -> Error {
    match error {
        XlsxError::Password => Error::file(
            path,
            "the workbook is protected by a password",
            "open it in a spreadsheet program and save it without the password",
        ),
        other => Error::file(
            path,
            format!("the file cannot be read as XLSX: {other}"),
            "the workbook looks damaged or cut off: download or copy it again",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A workbook of one sheet, whose rows are these.
    fn workbook(rows: &str) -> tempfile::NamedTempFile {
        const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
        let relations = |kind: &str, target: &str| {
            format!(
                r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>"#
            )
        };
        let parts = [
            ("_rels/.rels", relations("officeDocument", "xl/workbook.xml")),
            ("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml")),
            (
                "xl/workbook.xml",
                format!(
                    r#"<workbook xmlns:r="{OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#
                ),
            ),
            ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")),
        ];
        let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
        let mut archive = zip::ZipWriter::new(file.as_file_mut());
        for (name, text) in parts {
            archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
            std::io::Write::write_all(&mut archive, text.as_bytes()).expect("it is written");
        }
        archive.finish().expect("it is written");
        file
    }

    fn rows_read(rows: &str) -> Result<usize> {
        let file = workbook(rows);
        let mut reader = XlsxReader::open(file.path())?;
        let form = RowForm { names: vec!["id".to_owned(), "place".to_owned()], has_header: true, ..RowForm::default() };
        let mut read = 0;
        reader.read(0, &form, 10, &mut |batch| {
            read += batch.frame.height();
            Ok(())
        })?;
        Ok(read)
    }

    #[test]
    fn a_row_or_a_cell_that_comes_again_is_a_fault_of_the_file() {
        let cell = |place: &str| format!(r#"<c r="{place}"><v>7</v></c>"#);
        let row = |number: u32, places: &[&str]| {
            format!(r#"<row r="{number}">{}</row>"#, places.iter().map(|place| cell(place)).collect::<String>())
        };
        let (first, second) = (row(1, &["A1", "B1"]), row(2, &["A2", "B2"]));
        let third = row(3, &["A3"]);
        assert!(rows_read(&format!("{first}{second}{third}")).is_ok_and(|read| read == 2));
        for rows in [
            format!("{first}{second}{third}{second}"),
            format!("{first}{second}{second}"),
            format!("{first}{}", row(2, &["A2", "A2"])),
            format!("{first}{}", row(2, &["B2", "A2"])),
        ] {
            assert!(rows_read(&rows).is_err_and(|error| error.to_string().contains("out of order")), "{rows}");
        }
    }

    #[test]
    fn dates_are_iso_in_either_date_system() {
        use calamine::{ExcelDateTime, ExcelDateTimeType};
        let text = |serial: f64, is_1904: bool| {
            cell_text(&DataRef::DateTime(ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, is_1904)))
        };
        assert_eq!(text(46_074.0, false), "2026-02-21");
        assert_eq!(text(46_074.5, false), "2026-02-21 12:00:00");
        assert_eq!(text(46_074.0 - 1_462.0, true), "2026-02-21");
    }
}
