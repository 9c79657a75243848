//! JSON, JSON Lines and GeoJSON files, as they stand.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use warledger_fuzz::{NAMES, read};

fuzz_target!(|data: &[u8]| -> Corpus {
    let text = data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data);
    // Everything else is another reader's.
    if !matches!(text.iter().find(|byte| !byte.is_ascii_whitespace()), Some(b'{' | b'[')) {
        return Corpus::Reject;
    }
    read(&format!("{}.json", NAMES[data.len() % NAMES.len()]), data, None, None);
    Corpus::Keep
});
