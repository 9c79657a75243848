//! CSV files. An input is a file as it stands, unless its last byte is none of ASCII: then that byte chooses a layout,
//! whose header is put before the rest, and the byte before it how; with bit 6 the rest goes on with the header.

#![no_main]

use libfuzzer_sys::fuzz_target;
use warledger_fuzz::{DATE_FORMATS, NAMES, TABLES, read};

fuzz_target!(|data: &[u8]| {
    let name = format!("{}.csv", NAMES[data.len() % NAMES.len()]);
    let Some((choice, body)) = data.split_last().filter(|(choice, _)| !choice.is_ascii()) else {
        read(&name, data, None, None);
        return;
    };
    let table = &TABLES[usize::from(choice & 0x7f) % TABLES.len()];
    let Some((options, body)) = body.split_last() else { return };
    let separator = [b',', b',', b';', b'\t'][usize::from(options & 3)];
    let chosen = (options & 4 != 0).then_some(&table.definition);
    let date_format = DATE_FORMATS[usize::from(options >> 3) % DATE_FORMATS.len()];
    let mut file = table.header_line(separator);
    if options & 64 != 0 {
        file.pop();
    }
    file.extend_from_slice(body);
    read(&name, &file, chosen, date_format);
});
