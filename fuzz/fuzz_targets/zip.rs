//! Archives: as they stand, or, where the input is none, with its parts as members, each a name and a content, all
//! separated by NUL.

#![no_main]

use libfuzzer_sys::fuzz_target;
use warledger_fuzz::{NAMES, read, zipped};

fuzz_target!(|data: &[u8]| {
    let name = format!("{}.zip", NAMES[data.len() % NAMES.len()]);
    if data.starts_with(b"PK") {
        read(&name, data, None, None);
        return;
    }
    let parts: Vec<&[u8]> = data.split(|byte| *byte == 0).take(32).collect();
    let members: Vec<(String, &[u8])> = parts
        .chunks(2)
        .map(|pair| (String::from_utf8_lossy(pair[0]).into_owned(), pair.get(1).copied().unwrap_or_default()))
        .collect();
    read(&name, &zipped(&members), None, None);
});
