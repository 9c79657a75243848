//! Ledgers as earlier versions of the tables had them; each file was made by that version of the program.
//!
//! Version 1: two loads of invented ACLED rows, the second of which revises an event, adds one and leaves one. Version 2: the
//! built-in data, and a second load that revises one claim.

use std::io::{Cursor, Read};
use std::path::Path;

const VERSIONS: [&[u8]; 2] = [include_bytes!("fixtures/version_1.zip"), include_bytes!("fixtures/version_2.zip")];

/// Writes the ledger of a version to a path.
pub(crate) fn write(path: &Path, version: usize) {
    let mut packed = zip::ZipArchive::new(Cursor::new(VERSIONS[version - 1])).expect("the fixture is an archive");
    let mut bytes = Vec::new();
    packed.by_index(0).expect("it has one file").read_to_end(&mut bytes).expect("the file unpacks");
    std::fs::write(path, bytes).expect("the ledger is written");
}
