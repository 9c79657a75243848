//! What a file really is, whatever its name says.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use zip::ZipArchive;

use super::csv::CsvReader;
use super::raw::RawReader;
use super::xlsx::XlsxReader;
use crate::error::{Error, Result};

/// A file opened by its content.
pub(crate) struct Opened {
    /// The reader.
    pub reader: Box<dyn RawReader>,
    /// Name of the member, if the file is an archive.
    pub member: Option<PathBuf>,
    /// Keeps the unpacked member until it has been read.
    _unpacked: Option<NamedTempFile>,
}

/// The largest ratio of unpacked to packed bytes that a table can plausibly have.
const MAX_RATIO: u64 = 200;

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
    let mut first = vec![0; 4096];
    let mut file = File::open(path).map_err(|error| Error::io("reading", path, error))?;
    let read = fill(&mut file, &mut first).map_err(|error| Error::io("reading", path, error))?;
    first.truncate(read);
    match kind_of(&first) {
        Kind::Zip => open_archive(path, file),
        Kind::Text => Ok(Opened { reader: Box::new(CsvReader::open(path)?), member: None, _unpacked: None }),
        Kind::Unfit(reason, hint) => Err(Error::file(path, reason, hint)),
    }
}

enum Kind {
    Zip,
    Text,
    Unfit(&'static str, &'static str),
}

fn kind_of(first: &[u8]) -> Kind {
    let body = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first);
    let start = body.iter().position(|byte| !byte.is_ascii_whitespace()).map_or(&[][..], |at| &body[at..]);
    if first.starts_with(b"PK\x03\x04") {
        return Kind::Zip;
    }
    if first.starts_with(b"PK") {
        return Kind::Unfit("the archive is empty or damaged", "download it again");
    }
    if first.starts_with(b"\xd0\xcf\x11\xe0") {
        return Kind::Unfit(
            "this is an old Excel file (.xls) or a workbook protected by a password",
            "save it as .xlsx without a password",
        );
    }
    if first.starts_with(b"\x1f\x8b") {
        return Kind::Unfit("this is a gzip file", "unpack it first: gunzip FILE");
    }
    if first.starts_with(b"PAR1") {
        return Kind::Unfit("this is a Parquet file, which is not read here", "give the CSV or XLSX edition");
    }
    if first.starts_with(b"%PDF") {
        return Kind::Unfit("this is a PDF, not a table", "give the CSV or XLSX edition");
    }
    if first.starts_with(b"\xff\xfe") || first.starts_with(b"\xfe\xff") {
        return Kind::Unfit("the text is UTF-16", "save the file as UTF-8 CSV");
    }
    if first.contains(&0) {
        return Kind::Unfit("this is a binary file, not a table", "give the CSV or XLSX edition");
    }
    match start.first() {
        None => Kind::Unfit("the file holds nothing but white space", "download or export it again"),
        Some(b'<') => Kind::Unfit(
            "this is a web page (HTML or XML), not a CSV file",
            "the download probably needs a login or a new address: open the file in a browser to see what it says",
        ),
        Some(b'{' | b'[') => Kind::Unfit("this is JSON, which is not read here", "give the CSV or XLSX edition"),
        Some(_) => Kind::Text,
    }
}

fn open_archive(path: &Path, file: File) -> Result<Opened> {
    let mut archive = ZipArchive::new(file).map_err(|error| {
        Error::file(
            path,
            format!("the archive cannot be read: {error}"),
            "it looks damaged or cut off: download it again",
        )
    })?;
    let mut tables = Vec::new();
    for index in 0..archive.len() {
        let member = archive.by_index_raw(index).map_err(|error| zip_fault(path, &error))?;
        let name = String::from_utf8_lossy(member.name_raw()).into_owned();
        if name == "xl/workbook.xml" {
            return Ok(Opened { reader: Box::new(XlsxReader::open(path)?), member: None, _unpacked: None });
        }
        let lower = name.to_lowercase();
        let hidden =
            lower.starts_with("__macosx/") || lower.rsplit('/').next().is_some_and(|base| base.starts_with('.'));
        if !hidden && [".csv", ".xlsx"].iter().any(|ending| lower.ends_with(ending)) {
            tables.push((index, name));
        }
    }
    match tables.as_slice() {
        [] => Err(Error::file(path, "the archive holds no CSV or XLSX file", "unpack it and look what it holds")),
        [(index, name)] => open_member(path, &mut archive, *index, name),
        several => {
            let names: Vec<&str> = several.iter().map(|(_, name)| name.as_str()).take(8).collect();
            Err(Error::file(
                path,
                format!("the archive holds {} tables: {}", several.len(), names.join(", ")),
                "unpack it and give the one you mean",
            ))
        }
    }
}

fn open_member(path: &Path, archive: &mut ZipArchive<File>, index: usize, name: &str) -> Result<Opened> {
    let mut member = archive.by_index(index).map_err(|error| zip_fault(path, &error))?;
    let most = member.compressed_size().saturating_mul(MAX_RATIO).max(1 << 20);
    let mut unpacked = NamedTempFile::new().map_err(|error| Error::io("unpacking", path, error))?;
    let copied = std::io::copy(&mut (&mut member).take(most + 1), unpacked.as_file_mut()).map_err(|error| {
        Error::file(
            path,
            format!("{name} in the archive cannot be unpacked: {error}"),
            "the archive looks damaged or cut off: download it again",
        )
    })?;
    if copied > most {
        return Err(Error::file(
            path,
            format!("{name} in the archive is more than {MAX_RATIO} times larger than its packed size"),
            "unpack it by hand if you trust it",
        ));
    }
    unpacked.as_file_mut().flush().map_err(|error| Error::io("unpacking", path, error))?;
    let inner = open(unpacked.path()).map_err(|error| renamed(error, &path.join(name)))?;
    Ok(Opened { reader: inner.reader, member: Some(PathBuf::from(name)), _unpacked: Some(unpacked) })
}

/// The error of an unpacked member under the name that the user knows.
fn renamed(error: Error, name: &Path) -> Error {
    match error {
        Error::File { reason, hint, .. } => Error::file(name, reason, hint),
        other => other,
    }
}

fn zip_fault(path: &Path, error: &zip::result::ZipError) -> Error {
    Error::file(path, format!("the archive cannot be read: {error}"), "download it again, or unpack it by hand")
}

fn fill(file: &mut File, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        let read = file.read(&mut buffer[filled..])?;
        if read == 0 {
            break;
        }
        filled += read;
    }
    Ok(filled)
}
