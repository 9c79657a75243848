//! CSV files: field counts, quoting and encoding are checked row by row, nothing is padded or cut.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::raw::{BatchBuilder, RawBatch, RawReader, RowForm, truncated};
use crate::error::{Error, Result};

/// What has passed through the reader so far.
#[derive(Default)]
struct Passed {
    bytes: AtomicU64,
    quotes: AtomicU64,
    last: AtomicU64,
}

/// Counts bytes and quotes on their way, so that a file cut inside a quoted field is known as such.
struct Counting {
    inner: File,
    passed: Arc<Passed>,
}

impl Read for Counting {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let bytes = &buffer[..read];
        self.passed.bytes.fetch_add(read as u64, Ordering::Relaxed);
        self.passed.quotes.fetch_add(bytes.iter().filter(|byte| **byte == b'"').count() as u64, Ordering::Relaxed);
        if let Some(last) = bytes.last() {
            self.passed.last.store(u64::from(*last), Ordering::Relaxed);
        }
        Ok(read)
    }
}

/// A CSV file whose header has been read.
pub(crate) struct CsvReader {
    path: PathBuf,
    reader: Reader<BufReader<Counting>>,
    passed: Arc<Passed>,
    size: u64,
    header: Vec<String>,
}

impl CsvReader {
    /// Opens a file and reads its header.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|error| Error::io("reading", path, error))?;
        let size = file.metadata().map_err(|error| Error::io("reading", path, error))?.len();
        let passed = Arc::new(Passed::default());
        let counting = Counting { inner: file, passed: passed.clone() };
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(BufReader::with_capacity(1 << 18, counting));
        let mut first = ByteRecord::new();
        let found = reader.read_byte_record(&mut first).map_err(|error| csv_fault(path, &error))?;
        if !found {
            return Err(Error::file(path, "the file holds no rows, not even a header", "download or export it again"));
        }
        check_shape(path, &first)?;
        let mut header = Vec::with_capacity(first.len());
        for (at, cell) in first.iter().enumerate() {
            let cell = if at == 0 { cell.strip_prefix(b"\xef\xbb\xbf").unwrap_or(cell) } else { cell };
            let name = std::str::from_utf8(cell).map_err(|_| {
                Error::file(path, format!("the header is not UTF-8 at column {}", at + 1), "save the file as UTF-8 CSV")
            })?;
            // A quote after the byte order mark is not seen as one by the parser.
            header.push(name.trim_matches('"').to_owned());
        }
        Ok(CsvReader { path: path.to_path_buf(), reader, passed, size, header })
    }

    fn progress(&self) -> f64 {
        if self.size == 0 {
            return 1.0;
        }
        self.passed.bytes.load(Ordering::Relaxed) as f64 / self.size as f64
    }

    /// A last row that is too short, without a line end behind it or inside an open quote, is a file cut off.
    fn check_end(&self, row: u64, fields: usize, expected: usize) -> Result<()> {
        let ends_open = self.passed.quotes.load(Ordering::Relaxed) % 2 == 1;
        let last = self.passed.last.load(Ordering::Relaxed);
        let has_line_end = last == u64::from(b'\n') || last == u64::from(b'\r');
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
    fn header(&self) -> &[String] {
        &self.header
    }

    fn read(&mut self, form: &RowForm, batch_rows: usize, sink: &mut dyn FnMut(RawBatch) -> Result<()>) -> Result<()> {
        let mut builder = BatchBuilder::new(form, batch_rows);
        let mut record = ByteRecord::new();
        let mut row = 1;
        let mut fields = form.names.len();
        while self.reader.read_byte_record(&mut record).map_err(|error| csv_fault(&self.path, &error))? {
            row += 1;
            fields = record.len();
            let cells: std::result::Result<Vec<&str>, std::str::Utf8Error> =
                record.iter().map(std::str::from_utf8).collect();
            match cells {
                Ok(cells) if cells.iter().all(|cell| cell.trim().is_empty()) => row_is_blank(&mut fields, form),
                Ok(cells) => builder.push(row, &cells),
                Err(_) => push_encoded(&mut builder, form, row, &record),
            }
            if builder.is_full() {
                let progress = self.progress();
                sink(builder.take(progress)?)?;
            }
        }
        self.check_end(row, fields, form.names.len())?;
        if !builder.is_empty() {
            sink(builder.take(1.0)?)?;
        }
        Ok(())
    }
}

/// Columns beyond which a header is no table of events.
const MOST_COLUMNS: usize = 2_000;

/// A header of one cell with another delimiter in it, or of absurdly many cells, is not what it should be.
fn check_shape(path: &Path, first: &ByteRecord) -> Result<()> {
    if first.len() > MOST_COLUMNS {
        let reason = format!("the header has {} columns", first.len());
        return Err(Error::file(path, reason, format!("at most {MOST_COLUMNS} are read")));
    }
    let only = if first.len() == 1 { first.get(0).unwrap_or_default() } else { &[] };
    for (byte, name) in [(b';', "semicolons"), (b'\t', "tabs"), (b'|', "vertical bars")] {
        if only.iter().filter(|cell| **cell == byte).count() >= 2 {
            return Err(Error::file(
                path,
                format!("the columns are separated by {name}, not by commas"),
                "save it with commas as separators and points in decimal numbers",
            ));
        }
    }
    Ok(())
}

/// A line without any value is no row, at the end of a file least of all.
fn row_is_blank(fields: &mut usize, form: &RowForm) {
    *fields = form.names.len();
}

/// A row that is not UTF-8: read in the encoding that the layout names, or rejected.
fn push_encoded(builder: &mut BatchBuilder<'_>, form: &RowForm, row: u64, record: &ByteRecord) {
    if let Some(encoding) = form.encoding {
        let texts: Vec<_> = record.iter().map(|cell| encoding.decode_without_bom_handling(cell).0).collect();
        let cells: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
        builder.push(row, &cells);
        return;
    }
    let at = record.iter().position(|cell| std::str::from_utf8(cell).is_err()).unwrap_or(0);
    let column = form.names.get(at).cloned().unwrap_or_default();
    let texts: Vec<String> = record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
    let cells: Vec<&str> = texts.iter().map(String::as_str).collect();
    builder.reject(row, &column, "the text is not UTF-8".to_owned(), &cells);
}

fn csv_fault(path: &Path, error: &csv::Error) -> Error {
    let row = error.position().map(|position| position.record() + 1);
    let at = row.map_or(String::new(), |row| format!(" at row {row}"));
    Error::file(path, format!("the file cannot be read as CSV{at}: {error}"), "open it in a text editor at that row")
}
