//! Parquet files, as they stand.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use warledger_fuzz::{NAMES, read};

fuzz_target!(|data: &[u8]| -> Corpus {
    // Everything else is another reader's.
    if !data.starts_with(b"PAR1") {
        return Corpus::Reject;
    }
    read(&format!("{}.parquet", NAMES[data.len() % NAMES.len()]), data, None, None);
    Corpus::Keep
});
