//! Odd cells in sound tables. The first byte chooses a layout, the second how it is written; each line of the rest is a
//! row without a fault in which up to four cells are replaced: a byte for the column, the text, and a tab after it.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use warledger::source::Content;
use warledger_fuzz::{DATE_FORMATS, NAMES, TABLES, Table, read};

/// More would make a row one of tags, of names or of nothing, which are not counted.
const REPLACED: usize = 4;

fuzz_target!(|data: &[u8]| -> Corpus {
    let [choice, options, body @ ..] = data else { return Corpus::Reject };
    let table = &TABLES[usize::from(*choice) % TABLES.len()];
    if table.content == Content::Context {
        return Corpus::Reject;
    }
    let rows: Vec<Vec<&[u8]>> = body.split(|byte| *byte == b'\n').take(64).map(|line| row(table, line)).collect();
    let separator = [b',', b',', b';', b'\t'][usize::from(options & 3)];
    let date_format = DATE_FORMATS[usize::from(options >> 2) % DATE_FORMATS.len()];
    let name = NAMES[usize::from(options >> 5) % NAMES.len()];

    let taken = read(&format!("{name}.csv"), &csv(table, &rows, separator), None, date_format);
    let Some(taken) = taken else { return Corpus::Keep };
    assert_eq!(taken.read, rows.len() as u64, "rows are lost or counted twice");
    // The same cells in another format are the same rows. A comma for the decimal point is one of some CSV files only.
    if separator == b','
        && options & 128 != 0
        && let Some(json) = json(table, &rows)
    {
        assert_eq!(read(&format!("{name}.json"), &json, None, date_format), Some(taken), "JSON and CSV differ");
    }
    Corpus::Keep
});

fn row<'a>(table: &Table, line: &'a [u8]) -> Vec<&'a [u8]> {
    let mut cells: Vec<&[u8]> = table.row.iter().map(|cell| cell.as_bytes()).collect();
    for replaced in line.split(|byte| *byte == b'\t').take(REPLACED.min(table.row.len() / 2)) {
        if let [column, text @ ..] = replaced {
            let at = usize::from(*column) % cells.len();
            cells[at] = text;
        }
    }
    cells
}

fn csv(table: &Table, rows: &[Vec<&[u8]>], separator: u8) -> Vec<u8> {
    let mut file = table.header_line(separator);
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                file.push(separator);
            }
            file.push(b'"');
            for byte in *cell {
                file.extend(std::iter::repeat_n(*byte, if *byte == b'"' { 2 } else { 1 }));
            }
            file.push(b'"');
        }
        file.push(b'\n');
    }
    file
}

/// The same as records; nothing where a cell is not UTF-8.
fn json(table: &Table, rows: &[Vec<&[u8]>]) -> Option<Vec<u8>> {
    let mut file = Vec::new();
    for row in rows {
        let mut record = serde_json::Map::new();
        for (name, cell) in table.header.iter().zip(row) {
            record.insert(name.clone(), std::str::from_utf8(cell).ok()?.into());
        }
        serde_json::to_writer(&mut file, &record).ok()?;
        file.push(b'\n');
    }
    Some(file)
}
