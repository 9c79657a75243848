//! Tables inside .zip files, and what makes an archive one not to be unpacked.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Component, Path, PathBuf};

use tempfile::NamedTempFile;
use zip::ZipArchive;

use super::announced::Announced;
use crate::error::{Error, Result};

/// The largest ratio of unpacked to packed bytes that a table can plausibly have.
const MAX_RATIO: u64 = 200;

/// The same for the texts of a workbook, which stand there once each and are taken into memory.
const MAX_RATIO_OF_TEXTS: u64 = 100;

/// Bytes of such texts beyond which a workbook is not read.
const MOST_TEXTS: u64 = 1 << 30;

/// Bytes that may be unpacked whatever the ratio.
const HARMLESS: u64 = 16 << 20;

/// Endings of files that may be tables.
const TABLES: &[&str] = &[".csv", ".tsv", ".xlsx", ".json", ".jsonl", ".ndjson", ".geojson", ".parquet"];

/// What an archive turned out to be.
pub(crate) enum Archive {
    /// A workbook: XLSX files are archives.
    Workbook,
    /// One table, unpacked.
    Table(PathBuf, NamedTempFile),
}

/// Looks into an archive and unpacks the one table in it.
///
/// # Errors
/// [`Error::File`] for a damaged archive, none or several tables, names that lead out of the archive, and members that
/// are far larger than a table of their packed size can be.
pub(crate) fn open(path: &Path, file: File) -> Result<Archive> {
    let mut archive = ZipArchive::new(file).map_err(|error| {
        Error::file(
            path,
            format!("the archive cannot be read: {error}"),
            "it looks damaged or cut off: download it again",
        )
    })?;
    let mut tables = Vec::new();
    let mut is_workbook = false;
    for index in 0..archive.len() {
        let member = archive.by_index_raw(index).map_err(|error| zip_fault(path, &error))?;
        let name = String::from_utf8_lossy(member.name_raw()).into_owned();
        if leads_out(&name) {
            let reason = format!("the archive holds a file that leads out of it: {name}");
            return Err(Error::file(path, reason, "do not trust this archive; get it from the publisher"));
        }
        is_workbook |= name == "xl/workbook.xml";
        let lower = name.to_lowercase();
        let hidden =
            lower.starts_with("__macosx/") || lower.rsplit('/').next().is_some_and(|base| base.starts_with('.'));
        if !hidden && TABLES.iter().any(|ending| lower.ends_with(ending)) {
            tables.push((index, name));
        }
    }
    if is_workbook {
        check_workbook(path, &mut archive)?;
        return Ok(Archive::Workbook);
    }
    match tables.as_slice() {
        [] => Err(Error::file(
            path,
            "the archive holds no table: no CSV, XLSX, JSON, GeoJSON or Parquet file",
            "unpack it and look what it holds",
        )),
        [(index, name)] => {
            let mut unpacked = NamedTempFile::new().map_err(|error| Error::io("unpacking", path, error))?;
            unpack(path, &mut archive, *index, unpacked.as_file_mut())?;
            unpacked.as_file_mut().flush().map_err(|error| Error::io("unpacking", path, error))?;
            Ok(Archive::Table(PathBuf::from(name), unpacked))
        }
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

/// True for a name that is absolute or climbs out of the folder it is unpacked into.
fn leads_out(name: &str) -> bool {
    let name = name.replace('\\', "/");
    let is_drive = name.as_bytes().get(1) == Some(&b':');
    is_drive || Path::new(&name).components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir))
}

/// Unpacks the parts of a workbook once into nothing: its reader would take them into memory without a limit.
fn check_workbook(path: &Path, archive: &mut ZipArchive<File>) -> Result<()> {
    for index in 0..archive.len() {
        let member = archive.by_index_raw(index).map_err(|error| zip_fault(path, &error))?;
        // What cannot unpack to more than the harmless size, at deflate's largest ratio, is not looked into.
        let is_small = member.compressed_size().saturating_mul(1_032) <= HARMLESS;
        let is_texts = member.name_raw().to_ascii_lowercase().ends_with(b"sharedstrings.xml");
        drop(member);
        if is_texts {
            let mut announced = Announced::default();
            unpack(path, archive, index, &mut announced)?;
            if announced.is_doubtful() {
                let reason = "the workbook announces more shared texts than it holds";
                return Err(Error::file(path, reason, "it looks damaged: download it again, or save it as CSV"));
            }
        } else if !is_small {
            unpack(path, archive, index, &mut std::io::sink())?;
        }
    }
    Ok(())
}

fn unpack(path: &Path, archive: &mut ZipArchive<File>, index: usize, into: &mut dyn Write) -> Result<()> {
    let raw = archive.by_index_raw(index).map_err(|error| zip_fault(path, &error))?;
    let name = String::from_utf8_lossy(raw.name_raw()).into_owned();
    if raw.encrypted() {
        let reason = format!("{name} in the archive is protected by a password");
        return Err(Error::file(path, reason, "unpack it with the password, and give the file in it"));
    }
    drop(raw);
    let mut member = archive.by_index(index).map_err(|error| zip_fault(path, &error))?;
    let is_texts = name == "xl/sharedStrings.xml";
    let ratio = if is_texts { MAX_RATIO_OF_TEXTS } else { MAX_RATIO };
    let most = member.compressed_size().saturating_mul(ratio).max(HARMLESS);
    let most = if is_texts { most.min(MOST_TEXTS) } else { most };
    let copied = std::io::copy(&mut (&mut member).take(most + 1), into).map_err(|error| {
        if error.kind() == std::io::ErrorKind::StorageFull {
            return Error::io("unpacking", path, error);
        }
        Error::file(
            path,
            format!("{name} in the archive cannot be unpacked: {error}"),
            "the archive looks damaged or cut off: download it again",
        )
    })?;
    if copied > MOST_TEXTS && is_texts {
        let reason = format!("{name} in the archive holds more than {} MiB of text", MOST_TEXTS >> 20);
        return Err(Error::file(path, reason, "save the table as CSV: a file of this size can be read as that"));
    }
    if copied > most {
        return Err(Error::file(
            path,
            format!("{name} in the archive is more than {ratio} times larger than its packed size"),
            "no table packs like that: do not trust this archive; get it from the publisher",
        ));
    }
    Ok(())
}

fn zip_fault(path: &Path, error: &zip::result::ZipError) -> Error {
    Error::file(path, format!("the archive cannot be read: {error}"), "download it again, or unpack it by hand")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_out_of_an_archive_are_known() {
        for name in ["../x.csv", "a/../../x.csv", "/etc/x.csv", "..\\x.csv", "C:\\x.csv", "a/.."] {
            assert!(leads_out(name), "{name}");
        }
        for name in ["x.csv", "a/b/x.csv", "./x.csv", "a..b.csv"] {
            assert!(!leads_out(name), "{name}");
        }
    }

    #[test]
    fn a_workbook_that_announces_more_texts_than_it_holds_is_not_opened() {
        for (announced, is_sound) in [(1, true), (99_999_999_999_u64, false)] {
            let mut file = NamedTempFile::new().expect("a temporary file");
            let mut archive = zip::ZipWriter::new(file.as_file_mut());
            let texts = format!(r#"<sst uniqueCount="{announced}"><si><t>Mirewell</t></si></sst>"#);
            for (name, text) in [("xl/workbook.xml", "<workbook/>"), ("xl/sharedStrings.xml", texts.as_str())] {
                archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
                archive.write_all(text.as_bytes()).expect("it is written");
            }
            archive.finish().expect("it is written");
            let opened = open(file.path(), file.reopen().expect("a second handle"));
            assert_eq!(opened.is_ok(), is_sound, "{announced}");
        }
    }
}
