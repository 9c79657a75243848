//! Finding the provenance of a file again, whatever form it has.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use arrow::ipc::reader::{FileReader, StreamReader};
use calamine::DataType as _;
use calamine::Reader as _;
use parquet::file::reader::{FileReader as _, SerializedFileReader};

use super::{KEY, Provenance, Sidecar};
use crate::error::{Error, Result};
use crate::output::PROVENANCE_SHEET;

impl Provenance {
    /// Where the numbers of an earlier export, answer or comparison come from.
    ///
    /// # Errors
    /// [`Error::File`] if the file tells nothing of it, [`Error::Refused`] if it has been changed since.
    pub fn of_file(path: &Path) -> Result<Self> {
        let found = if path.is_dir() { of_folder(path)? } else { of_one(path)? };
        found.ok_or_else(|| {
            Error::file(
                path,
                "nothing in it or beside it says where its numbers come from",
                "give a file that warledger wrote: Parquet, Arrow, XLSX, GeoJSON, Markdown, or CSV and JSON with their .provenance.json beside",
            )
        })
    }
}

fn of_one(path: &Path) -> Result<Option<Provenance>> {
    let fail = |error| Error::io("reading", path, error);
    let mut start = [0; 6];
    let mut file = File::open(path).map_err(fail)?;
    let mut length = 0;
    while length < start.len() {
        match file.read(&mut start[length..]).map_err(fail)? {
            0 => break,
            read => length += read,
        }
    }
    match &start[..length] {
        start if start.starts_with(b"PAR1") => of_parquet(path),
        start if start.starts_with(b"ARROW1") => of_arrow(path),
        start if start.starts_with(b"<!--") => of_markdown(path),
        start if start.starts_with(b"\xff\xff\xff\xff") => of_arrow_stream(path),
        start if start.starts_with(b"PK\x03\x04") => of_workbook(path),
        start if start.starts_with(b"# war") => of_comments(path),
        start if start.trim_ascii_start().starts_with(b"{") => match of_json(path)? {
            None => Sidecar::of(path),
            found => Ok(found),
        },
        _ => Sidecar::of(path),
    }
}

/// Any file of a partitioned result tells; else what stands beside the folder.
fn of_folder(path: &Path) -> Result<Option<Provenance>> {
    if let Some(found) = Sidecar::of(path)? {
        return Ok(Some(found));
    }
    let mut folders = vec![path.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| Error::io("reading", &folder, error))? {
            let entry = entry.map_err(|error| Error::io("reading", &folder, error))?.path();
            if entry.is_dir() {
                folders.push(entry);
            } else if let Some(found) = of_one(&entry)? {
                return Ok(Some(found));
            }
        }
    }
    Ok(None)
}

fn parsed(path: &Path, text: &str) -> Result<Option<Provenance>> {
    serde_json::from_str(text).map(Some).map_err(|error| damaged(path, error))
}

fn damaged(path: &Path, reason: impl ToString) -> Error {
    Error::file(
        path,
        format!("what it says of its provenance cannot be read: {}", reason.to_string()),
        "it may have been written by another version of warledger, or edited",
    )
}

fn of_parquet(path: &Path) -> Result<Option<Provenance>> {
    let file = File::open(path).map_err(|error| Error::io("reading", path, error))?;
    let reader = SerializedFileReader::new(file).map_err(|error| damaged(path, error))?;
    let pairs = reader.metadata().file_metadata().key_value_metadata();
    let text = pairs.and_then(|pairs| pairs.iter().find(|pair| pair.key == KEY)).and_then(|pair| pair.value.as_deref());
    text.map_or(Ok(None), |text| parsed(path, text))
}

fn of_arrow(path: &Path) -> Result<Option<Provenance>> {
    let file = File::open(path).map_err(|error| Error::io("reading", path, error))?;
    let reader = FileReader::try_new(file, None).map_err(|error| damaged(path, error))?;
    let schema = reader.schema();
    schema.metadata().get(KEY).map_or(Ok(None), |text| parsed(path, text))
}

fn of_arrow_stream(path: &Path) -> Result<Option<Provenance>> {
    let file = File::open(path).map_err(|error| Error::io("reading", path, error))?;
    let reader = StreamReader::try_new(file, None).map_err(|error| damaged(path, error))?;
    let schema = reader.schema();
    schema.metadata().get(KEY).map_or(Ok(None), |text| parsed(path, text))
}

/// On a sheet of its own: keys in the first column, long values in several cells.
fn of_workbook(path: &Path) -> Result<Option<Provenance>> {
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook(path).map_err(|error: calamine::XlsxError| damaged(path, error))?;
    if !book.sheet_names().iter().any(|name| name == PROVENANCE_SHEET) {
        return Ok(None);
    }
    let sheet = book.worksheet_range(PROVENANCE_SHEET).map_err(|error| damaged(path, error))?;
    let row = sheet.rows().find(|row| row.first().and_then(|cell| cell.get_string()) == Some(KEY));
    let text: Option<String> = row.map(|row| row.iter().skip(1).filter_map(|cell| cell.get_string()).collect());
    text.map_or(Ok(None), |text| parsed(path, &text))
}

/// In comment lines before the header of a CSV file.
fn of_comments(path: &Path) -> Result<Option<Provenance>> {
    let file = File::open(path).map_err(|error| Error::io("reading", path, error))?;
    let key = format!("# {KEY}: ");
    for line in BufReader::new(file).lines() {
        let line = line.map_err(|error| Error::io("reading", path, error))?;
        if let Some(text) = line.strip_prefix(&key) {
            return parsed(path, text);
        }
        if !line.starts_with("# ") {
            break;
        }
    }
    Sidecar::of(path)
}

/// In the comment line, after its key: the JSON ends itself.
fn of_markdown(path: &Path) -> Result<Option<Provenance>> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::io("reading", path, error))?;
    let line = text.lines().next().unwrap_or_default();
    let Some((_, after)) = line.split_once(&format!("{KEY}: ")) else { return Ok(None) };
    let mut values = serde_json::Deserializer::from_str(after).into_iter::<Provenance>();
    values.next().transpose().map_err(|error| damaged(path, error))
}

/// A comparison as JSON has the block inside; a file beside another one is one too.
fn of_json(path: &Path) -> Result<Option<Provenance>> {
    #[derive(serde::Deserialize)]
    struct Holder {
        provenance: Option<Provenance>,
    }
    /// Larger files that hold a block have it in their first line.
    const WHOLE: u64 = 64 << 20;
    let fail = |error| Error::io("reading", path, error);
    let file = File::open(path).map_err(fail)?;
    let length = file.metadata().map_err(fail)?.len();
    let mut head = String::new();
    if BufReader::new(file.take(WHOLE)).read_line(&mut head).is_ok()
        && let Some((_, after)) = head.split_once("\"provenance\":")
        && let Some(Ok(found)) = serde_json::Deserializer::from_str(after).into_iter::<Provenance>().next()
    {
        return Ok(Some(found));
    }
    if length > WHOLE {
        return Ok(None);
    }
    let text = std::fs::read_to_string(path).map_err(|error| Error::io("reading", path, error))?;
    // Lines of objects are no single object: nothing is inside them.
    Ok(serde_json::from_str::<Holder>(&text).ok().and_then(|holder| holder.provenance))
}
