//! CSV files: separators, field counts, quoting and encoding are checked, nothing is padded or cut.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use csv::{ByteRecord, Reader, ReaderBuilder};
use memchr::memchr;

use super::passed::{Counting, Passed};
use super::raw::{BatchBuilder, RawBatch, RawReader, RowForm, TableHead, truncated};
use crate::error::{Error, Result};

/// A CSV file whose first row has been looked at.
pub(crate) struct CsvReader {
    path: PathBuf,
    reader: Reader<BufReader<Counting>>,
    passed: Arc<Passed>,
    size: u64,
    separator: u8,
    first: ByteRecord,
    tables: Vec<TableHead>,
}

/// Bytes of the first row that decide which separator a file has.
const FIRST_LINE: usize = 1 << 18;

impl CsvReader {
    /// Opens a file and reads its first row.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let mut file = File::open(path).map_err(|error| Error::io("reading", path, error))?;
        let size = file.metadata().map_err(|error| Error::io("reading", path, error))?.len();
        let start = beginning(&mut file).map_err(|error| Error::io("reading", path, error))?;
        let (skipped, separator) = dialect(&start);
        file.seek(SeekFrom::Start(skipped)).map_err(|error| Error::io("reading", path, error))?;
        let (counting, passed) = Counting::new(file);
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(BufReader::with_capacity(1 << 18, counting));
        let mut first = ByteRecord::new();
        let found = reader.read_byte_record(&mut first).map_err(|error| csv_fault(path, &error))?;
        if !found {
            return Err(Error::file(path, "the file holds no rows, not even a header", "download or export it again"));
        }
        let header = first.iter().map(header_cell).collect();
        let tables = vec![TableHead { name: String::new(), header }];
        Ok(CsvReader { path: path.to_path_buf(), reader, passed, size, separator, first, tables })
    }

    fn progress(&self) -> f64 {
        if self.size == 0 { 1.0 } else { self.passed.bytes() as f64 / self.size as f64 }
    }

    /// A last row that is too short, without a line end behind it or inside an open quote, is a file cut off.
    fn check_end(&self, row: u64, fields: usize, expected: usize) -> Result<()> {
        let ends_open = self.passed.quotes() % 2 == 1;
        let has_line_end = matches!(self.passed.last(), b'\n' | b'\r');
        if fields < expected && ends_open {
            return Err(truncated(&self.path, row, "a quoted field is not closed"));
        }
        if fields < expected && !has_line_end {
            return Err(truncated(&self.path, row, &format!("{fields} of {expected} fields, and no line end")));
        }
        if ends_open && !has_line_end {
            return Err(truncated(&self.path, row, "a quoted field is not closed"));
        }
        Ok(())
    }
}

impl RawReader for CsvReader {
    fn tables(&self) -> &[TableHead] {
        &self.tables
    }

    fn separator(&self) -> Option<u8> {
        Some(self.separator)
    }

    fn has_decimal_comma(&self) -> bool {
        self.separator != b','
    }

    fn read(
        &mut self,
        _table: usize,
        form: &RowForm,
        batch_rows: usize,
        sink: &mut dyn FnMut(RawBatch) -> Result<()>,
    ) -> Result<()> {
        let mut builder = BatchBuilder::new(form, batch_rows);
        let mut record = if form.has_header { ByteRecord::new() } else { self.first.clone() };
        let mut row = u64::from(form.has_header);
        let mut has_record = !form.has_header;
        let mut fields = form.names.len();
        let (mut decoded, mut broken) = (0, 0);
        self.passed.begin_record();
        loop {
            if !has_record
                && !self.reader.read_byte_record(&mut record).map_err(|error| csv_fault(&self.path, &error))?
            {
                break;
            }
            has_record = false;
            row += 1;
            fields = record.len();
            self.passed.begin_record();
            broken += u64::from(memchr(b'\n', record.as_slice()).is_some());
            let mut cells = Vec::with_capacity(fields);
            if split(&record, &mut cells).is_none() {
                decoded += push_encoded(&mut builder, form, row, &record);
            } else if cells.iter().all(|cell| cell.trim().is_empty()) {
                // A line without any value is no row, at the end of a file least of all.
                fields = form.names.len();
            } else {
                builder.push(row, &cells);
            }
            builder.pass_on(|| self.progress(), sink)?;
        }
        self.check_end(row, fields, form.names.len())?;
        if let Some(encoding) = form.encoding.filter(|_| decoded > 0) {
            builder.remark(format!("{decoded} rows are not UTF-8 and were read as {}", encoding.name()));
        }
        if broken > 0 {
            builder.remark(format!("{broken} rows hold line breaks inside their cells"));
        }
        builder.pass_rest(sink)
    }
}

/// A cell of the first row; without UTF-8 it is taken for the encoding of Western spreadsheets.
fn header_cell(cell: &[u8]) -> String {
    let text = match std::str::from_utf8(cell) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(cell).0.into_owned(),
    };
    // A quote after the byte order mark is not seen as one by the parser.
    text.trim_start_matches('\u{feff}').trim_matches('"').to_owned()
}

fn beginning(file: &mut File) -> std::io::Result<Vec<u8>> {
    let mut start = Vec::new();
    file.take(FIRST_LINE as u64).read_to_end(&mut start)?;
    Ok(start)
}

/// Bytes to skip before the first row, and the separator that splits it into most fields.
fn dialect(start: &[u8]) -> (u64, u8) {
    let mark = if start.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    // Spreadsheets write the separator into a line of its own: sep=;
    if let Some(rest) = start[mark..].strip_prefix(b"sep=")
        && let [separator, end, ..] = rest
        && (*end == b'\n' || rest[1..].starts_with(b"\r\n"))
    {
        let length = mark + 5 + if *end == b'\n' { 1 } else { 2 };
        return (length as u64, *separator);
    }
    let mut counts = [(b',', 0usize), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in &start[mark..] {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            byte if !quoted => counts.iter_mut().filter(|(known, _)| known == byte).for_each(|(_, count)| *count += 1),
            _ => {}
        }
    }
    // The comma comes first: it wins where nothing speaks for another.
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let separator = counts.iter().find(|(_, count)| *count == most).map_or(b',', |(byte, _)| *byte);
    (mark as u64, separator)
}

/// The cells of a record as text; nothing if it is not UTF-8.
///
/// The text is checked once for the whole record. A character that is split between cells is none.
fn split<'r>(record: &'r ByteRecord, cells: &mut Vec<&'r str>) -> Option<()> {
    let text = std::str::from_utf8(record.as_slice()).ok()?;
    for at in 0..record.len() {
        cells.push(text.get(record.range(at)?)?);
    }
    Some(())
}

/// A row that is not UTF-8: read in the encoding that the layout names, or rejected. The number of rows decoded.
fn push_encoded(builder: &mut BatchBuilder<'_>, form: &RowForm, row: u64, record: &ByteRecord) -> u64 {
    if let Some(encoding) = form.encoding {
        let texts: Vec<_> = record.iter().map(|cell| encoding.decode_without_bom_handling(cell).0).collect();
        let cells: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
        builder.push(row, &cells);
        return 1;
    }
    let at = record.iter().position(|cell| std::str::from_utf8(cell).is_err()).unwrap_or(0);
    let column = form.names.get(at).cloned().unwrap_or_default();
    let texts: Vec<String> = record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
    let cells: Vec<&str> = texts.iter().map(String::as_str).collect();
    builder.reject(row, &column, "the text is not UTF-8".to_owned(), &cells);
    0
}

fn csv_fault(path: &Path, error: &csv::Error) -> Error {
    let row = error.position().map(|position| position.record() + 1);
    let at = row.map_or(String::new(), |row| format!(" at row {row}"));
    Error::file(path, format!("the file cannot be read as CSV{at}: {error}"), "open it in a text editor at that row")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_that_two_cells_share_is_none() {
        let record = |cells: [&[u8]; 2]| ByteRecord::from(cells.to_vec());
        let whole = record(["Gao".as_bytes(), "Ménaka".as_bytes()]);
        let mut cells = Vec::new();
        assert!(split(&whole, &mut cells).is_some());
        assert_eq!(cells, ["Gao", "Ménaka"]);
        // The two bytes of é, one in each cell: valid as a whole, and in neither of them.
        assert!(split(&record([b"M\xc3", b"\xa9naka"]), &mut Vec::new()).is_none());
        assert!(split(&record([b"M\xe9naka", b""]), &mut Vec::new()).is_none());
    }

    #[test]
    fn the_separator_is_the_one_that_splits_the_first_row() {
        assert_eq!(dialect(b"a,b;c,d\n1;2;3;4;5;6\n"), (0, b','));
        assert_eq!(dialect(b"id;date;\"a,b,c,d\"\n"), (0, b';'));
        assert_eq!(dialect(b"id\tdate\n"), (0, b'\t'));
        assert_eq!(dialect(b"only\n"), (0, b','));
        assert_eq!(dialect(b"\xef\xbb\xbfsep=;\r\na;b\n"), (10, b';'));
        assert_eq!(dialect(b"sep=|\na|b\n"), (6, b'|'));
    }
}
