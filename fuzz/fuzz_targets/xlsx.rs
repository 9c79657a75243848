//! Workbooks: as they stand, or, where the input is none, with its parts inside: sheet, shared strings, styles and
//! workbook, separated by NUL.

#![no_main]

use libfuzzer_sys::fuzz_target;
use warledger_fuzz::{NAMES, read, workbook};

fuzz_target!(|data: &[u8]| {
    let name = format!("{}.xlsx", NAMES[data.len() % NAMES.len()]);
    if data.starts_with(b"PK") {
        read(&name, data, None, None);
        return;
    }
    let parts: Vec<&[u8]> = data.splitn(4, |byte| *byte == 0).collect();
    read(&name, &workbook(&parts), None, None);
});
