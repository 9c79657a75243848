//! A ledger as the first version of the tables had it: two loads of invented ACLED rows, the second of which revises an
//! event, adds one and leaves one. The file was made by that version of the program.

use std::io::{Cursor, Read};
use std::path::Path;

const PACKED: &[u8] = include_bytes!("fixtures/version_1.zip");

/// Writes the ledger to a path.
pub(crate) fn write(path: &Path) {
    let mut packed = zip::ZipArchive::new(Cursor::new(PACKED)).expect("the fixture is an archive");
    let mut bytes = Vec::new();
    packed.by_index(0).expect("it has one file").read_to_end(&mut bytes).expect("the file unpacks");
    std::fs::write(path, bytes).expect("the ledger is written");
}
