//! What a file really is, whatever its name says.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::archive::{self, Archive};
use super::csv::CsvReader;
use super::json::JsonReader;
use super::parquet::ParquetReader;
use super::raw::RawReader;
use super::xlsx::XlsxReader;
use crate::error::{Error, Result};

/// A file whose format is known.
pub(crate) struct Opened {
    format: Format,
    data: PathBuf,
    /// Name of the member, if the file is an archive.
    pub member: Option<PathBuf>,
    /// The file as the user knows it, for messages.
    named: PathBuf,
    /// Keeps the unpacked member until it has been read.
    _unpacked: Option<NamedTempFile>,
}

/// Formats of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Csv,
    Xlsx,
    Json,
    Parquet,
}

enum Kind {
    Zip,
    Table(Format),
    Unfit(&'static str, &'static str),
}

impl Opened {
    /// A reader at the beginning of the file.
    ///
    /// # Errors
    /// [`Error::File`] for what is not of the format that its first bytes promise.
    pub(crate) fn reader(&self) -> Result<Box<dyn RawReader>> {
        let path = &self.data;
        let reader: Result<Box<dyn RawReader>> = match self.format {
            Format::Csv => CsvReader::open(path).map(|reader| Box::new(reader) as Box<dyn RawReader>),
            Format::Xlsx => XlsxReader::open(path).map(|reader| Box::new(reader) as Box<dyn RawReader>),
            Format::Json => JsonReader::open(path).map(|reader| Box::new(reader) as Box<dyn RawReader>),
            Format::Parquet => ParquetReader::open(path).map(|reader| Box::new(reader) as Box<dyn RawReader>),
        };
        reader.map_err(|error| self.renamed(error))
    }

    /// The error of an unpacked member under the name that the user knows.
    pub(crate) fn renamed(&self, error: Error) -> Error {
        match error {
            Error::File { path, reason, hint } if path == self.data => Error::file(&self.named, reason, hint),
            Error::Io { doing, path, source } if path == self.data => Error::io(doing, &self.named, source),
            other => other,
        }
    }
}

/// Opens a file as what its first bytes say it is.
///
/// # Errors
/// [`Error::File`] for a folder, an empty file, a web page, a binary or an archive without one table in it.
pub(crate) fn open(path: &Path) -> Result<Opened> {
    let about = std::fs::metadata(path).map_err(|error| Error::io("reading", path, error))?;
    if about.is_dir() {
        return Err(Error::file(path, "this is a folder, not a file", "give the files in it one by one"));
    }
    if !about.is_file() {
        return Err(Error::file(path, "this is not a regular file", "copy the data into a file first"));
    }
    if about.len() == 0 {
        return Err(Error::file(path, "the file is empty", "download or export it again"));
    }
    match kind_at(path)? {
        Kind::Table(format) => Ok(plain(format, path)),
        Kind::Unfit(reason, hint) => Err(Error::file(path, reason, hint)),
        Kind::Zip => {
            let file = File::open(path).map_err(|error| Error::io("reading", path, error))?;
            match archive::open(path, file)? {
                Archive::Workbook => Ok(plain(Format::Xlsx, path)),
                Archive::Table(member, unpacked) => open_member(path, member, unpacked),
            }
        }
    }
}

fn plain(format: Format, path: &Path) -> Opened {
    Opened { format, data: path.to_path_buf(), member: None, named: path.to_path_buf(), _unpacked: None }
}

fn open_member(path: &Path, member: PathBuf, unpacked: NamedTempFile) -> Result<Opened> {
    let named = path.join(&member);
    let data = unpacked.path().to_path_buf();
    let format = match kind_at(&data)? {
        Kind::Table(format) => format,
        Kind::Unfit(reason, hint) => return Err(Error::file(&named, reason, hint)),
        Kind::Zip => {
            let file = File::open(&data).map_err(|error| Error::io("reading", &named, error))?;
            let renamed = |error| match error {
                Error::File { reason, hint, .. } => Error::file(&named, reason, hint),
                other => other,
            };
            match archive::open(&data, file).map_err(renamed)? {
                Archive::Workbook => Format::Xlsx,
                Archive::Table(..) => {
                    return Err(Error::file(&named, "this is an archive inside an archive", "unpack it first"));
                }
            }
        }
    };
    Ok(Opened { format, data, member: Some(member), named, _unpacked: Some(unpacked) })
}

fn kind_at(path: &Path) -> Result<Kind> {
    let mut first = Vec::new();
    let file = File::open(path).map_err(|error| Error::io("reading", path, error))?;
    file.take(1 << 16).read_to_end(&mut first).map_err(|error| Error::io("reading", path, error))?;
    Ok(kind_of(&first))
}

fn kind_of(first: &[u8]) -> Kind {
    let body = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first);
    let start = body.iter().position(|byte| !byte.is_ascii_whitespace()).map_or(&[][..], |at| &body[at..]);
    for (magic, kind) in [
        (&b"PK\x03\x04"[..], Kind::Zip),
        (b"PK", Kind::Unfit("the archive is empty or damaged", "download it again")),
        (b"PAR1", Kind::Table(Format::Parquet)),
        (b"\x1f\x8b", Kind::Unfit("this is a gzip file", "unpack it first: gunzip FILE")),
        (b"ARROW1", Kind::Unfit("this is an Arrow file", "give the CSV, XLSX, JSON or Parquet edition")),
        (b"%PDF", Kind::Unfit("this is a PDF, not a table", "give the CSV or XLSX edition")),
    ] {
        if first.starts_with(magic) {
            return kind;
        }
    }
    if first.starts_with(b"\xd0\xcf\x11\xe0") {
        return old_office(first);
    }
    let is_utf16 = first.starts_with(b"\xff\xfe") || first.starts_with(b"\xfe\xff");
    if is_utf16 || is_every_second_byte_zero(first) {
        return Kind::Unfit("the text is UTF-16", "save the file as UTF-8 CSV");
    }
    match start.first() {
        None => Kind::Unfit("the file holds nothing but white space", "download or export it again"),
        Some(b'<') => Kind::Unfit(
            "this is a web page (HTML or XML), not a CSV file",
            "the download probably needs a login or a new address: open the file in a browser to see what it says",
        ),
        Some(b'{' | b'[') => Kind::Table(Format::Json),
        Some(_) if is_binary(first) => {
            Kind::Unfit("this is a binary file, not a table", "give the CSV, XLSX, JSON or Parquet edition")
        }
        Some(_) => Kind::Table(Format::Csv),
    }
}

/// Old Excel files and workbooks with a password share a container; a name in it tells them apart.
fn old_office(first: &[u8]) -> Kind {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if first.windows(name.len()).any(|window| window == name) {
        return Kind::Unfit(
            "the workbook is protected by a password",
            "open it in a spreadsheet program and save it without the password",
        );
    }
    Kind::Unfit(
        "this is an old Excel file (.xls) or a workbook protected by a password",
        "save it as .xlsx without a password",
    )
}

/// UTF-16 text in a Western script without a byte order mark.
fn is_every_second_byte_zero(first: &[u8]) -> bool {
    let zeros = |from: usize| first.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let half = first.len() / 2;
    half >= 4 && [zeros(0), zeros(1)].iter().any(|count| count * 10 >= half * 9)
}

/// More than a stray NUL or control character: those are faults of single rows.
fn is_binary(first: &[u8]) -> bool {
    let odd = first.iter().filter(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()).count();
    odd * 20 > first.len()
}
