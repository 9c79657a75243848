//! Containers with something wrong in them: archives, workbooks and Parquet files, cut off, locked, or made to harm.

use std::fs::File;
use std::io::{Cursor, Write};
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::invented::Table;
use crate::support::row;
use crate::witness::Witness;

/// An archive of these members.
pub(crate) fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        writer.start_file(*name, options).expect("a member begins");
        writer.write_all(bytes).expect("the member is written");
    }
    writer.finish().expect("the archive is written").into_inner()
}

/// A Parquet file of a table, its cells as plain text without compression.
fn parquet(table: &Table, path: &Path) {
    let columns: Vec<(String, ArrayRef)> = table
        .header
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let cells: StringArray = table.rows.iter().map(|row| Some(row[at].clone())).collect();
            (name.clone(), Arc::new(cells) as ArrayRef)
        })
        .collect();
    let batch = RecordBatch::try_from_iter(columns).expect("columns of one length");
    let properties =
        WriterProperties::builder().set_compression(Compression::UNCOMPRESSED).set_dictionary_enabled(false).build();
    let file = File::create(path).expect("a file");
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties)).expect("a writer");
    writer.write(&batch).expect("the batch is written");
    writer.close().expect("the file is complete");
}

#[test]
fn an_archive_without_one_table_is_refused() {
    let witness = Witness::new();
    let csv = Table::of(3).csv(",");
    let csv = csv.as_bytes();
    for (members, says) in [
        (&[("readme.txt", &b"nothing here"[..]), ("map.png", b"\x89PNG")][..], "holds no table"),
        (&[("__MACOSX/._veldara.csv", &b"x"[..]), (".hidden.csv", b"x")], "holds no table"),
        (&[("may.csv", csv), ("june.csv", csv)], "holds 2 tables: may.csv, june.csv"),
        (&[("inner.zip.csv", &archive(&[("x.csv", csv)])[..])], "an archive inside an archive"),
        (&[("page.csv", &b"<html>please log in</html>"[..])], "web page"),
        (&[("empty.csv", &b""[..])], "white space"),
        (&[("broken.csv", &csv[..csv.len() - 40])], "ends in the middle of row 4"),
    ] {
        witness.bench.write("veldara.zip", archive(members));
        witness.refuses("veldara.zip", &[says]);
    }
    // A fault inside names the member too.
    let spoilt = Table::of(3).with(1, "fatalities", "many").csv(",");
    witness.bench.write("veldara.zip", archive(&[("may/veldara.csv", spoilt.as_bytes())]));
    witness.refuses("veldara.zip", &["row 3, column fatalities: 'many' is not a whole number"]);
    witness.bench.write("veldara.zip", archive(&[("may/veldara.csv", csv)]));
    witness.bench.ok(&["load", "veldara.zip"]);
    assert_eq!(
        row(&witness.bench.ledger(), "select file_name, events_accepted from load where source = 'acled'"),
        ["veldara.zip/may/veldara.csv", "3"]
    );
}

#[test]
fn archives_that_are_damaged_or_locked_are_refused() {
    let witness = Witness::new();
    let csv = Table::of(300).csv(",");
    let whole = archive(&[("veldara.csv", csv.as_bytes())]);
    for cut in [10, 40, whole.len() / 2, whole.len() - 10] {
        witness.bench.write("cut.zip", &whole[..cut]);
        witness.refuses("cut.zip", &["archive cannot be read", "cut off"]);
    }
    // Its contents changed on the way: the checksum or the packing does not hold.
    let mut spoilt = whole.clone();
    let middle = spoilt.len() / 2;
    spoilt[middle..middle + 8].iter_mut().for_each(|byte| *byte ^= 0x55);
    witness.bench.write("spoilt.zip", &spoilt);
    witness.refuses("spoilt.zip", &["veldara.csv in the archive cannot be unpacked"]);
    // The flag of encryption, in both places where it stands.
    let mut locked = whole;
    let central = locked.windows(4).position(|bytes| bytes == b"PK\x01\x02").expect("a central directory");
    locked[6] |= 1;
    locked[central + 8] |= 1;
    witness.bench.write("locked.zip", &locked);
    witness.refuses("locked.zip", &["password"]);
}

#[test]
fn archives_that_explode_are_refused_before_they_fill_the_memory() {
    let witness = Witness::new();
    let mut csv = Table::of(3).csv(",").into_bytes();
    csv.resize(48 << 20, b'0');
    let strings = "<si><t>a</t></si>".repeat(3_000_000);
    let sheet = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>"#;
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let book = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let links = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let workbook = archive(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", format!("<sst>{strings}</sst>").as_bytes()),
    ]);
    for (name, bytes, member) in [
        ("bomb.zip", archive(&[("bomb.csv", csv.as_slice())]), "bomb.csv in the archive is more than 200 times"),
        ("bomb.xlsx", workbook.clone(), "xl/sharedStrings.xml in the archive is more than 100 times"),
        ("packed.zip", archive(&[("packed.xlsx", &workbook)]), "xl/sharedStrings.xml in the archive is more than"),
    ] {
        witness.bench.write(name, bytes);
        let outcome = witness.refuses(name, &[member]);
        assert!(outcome.peak < 200, "{name}: {} MiB", outcome.peak);
    }
}

#[test]
fn archives_that_lead_out_of_themselves_are_refused() {
    let csv = Table::of(3).csv(",");
    for name in ["../out.csv", "data/../../out.csv", "/tmp/warledger-out.csv", "..\\out.csv", "C:\\out.csv"] {
        let witness = Witness::new();
        witness.bench.write("veldara.zip", archive(&[(name, csv.as_bytes()), ("readme.txt", b"")]));
        witness.refuses("veldara.zip", &["leads out of it", "do not trust"]);
        assert!(!witness.bench.path("../out.csv").exists() && !Path::new("/tmp/warledger-out.csv").exists());
    }
}

/// The smallest container of old office files: a header, one table of sectors, one folder with these streams.
fn compound(streams: &[&str]) -> Vec<u8> {
    const END: u32 = 0xffff_fffe;
    let mut header = vec![0_u8; 512];
    header[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    header[24..34].copy_from_slice(b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0");
    header[44..48].copy_from_slice(&1_u32.to_le_bytes());
    header[48..52].copy_from_slice(&1_u32.to_le_bytes());
    header[56..60].copy_from_slice(&4096_u32.to_le_bytes());
    header[60..64].copy_from_slice(&END.to_le_bytes());
    header[68..72].copy_from_slice(&END.to_le_bytes());
    header[76..].fill(0xff);
    header[76..80].copy_from_slice(&0_u32.to_le_bytes());
    let mut table = vec![0xff_u8; 512];
    table[..4].copy_from_slice(&0xffff_fffd_u32.to_le_bytes());
    table[4..8].copy_from_slice(&END.to_le_bytes());
    let mut folder = vec![0_u8; 512];
    for (at, name) in std::iter::once("Root Entry").chain(streams.iter().copied()).enumerate() {
        let entry = &mut folder[at * 128..(at + 1) * 128];
        let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        entry[..wide.len()].copy_from_slice(&wide);
        entry[64..66].copy_from_slice(&u16::try_from(wide.len()).expect("a short name").to_le_bytes());
        entry[66] = if at == 0 { 5 } else { 2 };
        entry[67] = 1;
        entry[68..80].fill(0xff);
        if at == 0 && !streams.is_empty() {
            entry[76..80].copy_from_slice(&1_u32.to_le_bytes());
        }
        entry[116..120].copy_from_slice(&END.to_le_bytes());
    }
    [header, table, folder].concat()
}

#[test]
fn workbooks_with_a_password_and_old_ones_are_refused() {
    let witness = Witness::new();
    witness.bench.write("locked.xlsx", compound(&["EncryptionInfo", "EncryptedPackage"]));
    witness.refuses("locked.xlsx", &["protected by a password", "without the password"]);
    witness.bench.write("old.xls", compound(&["Workbook"]));
    witness.refuses("old.xls", &["old Excel file", ".xlsx"]);
    witness.bench.write("locked.zip", archive(&[("locked.xlsx", &compound(&["EncryptedPackage"]))]));
    witness.refuses("locked.zip", &["protected by a password"]);
}

#[test]
fn a_workbook_that_is_cut_off_or_spoilt_is_refused() {
    let witness = Witness::new();
    let path = Table::of(200).xlsx(&witness.bench.path("whole.xlsx"));
    let whole = std::fs::read(path).expect("the workbook reads");
    for cut in [5, 100, whole.len() / 2, whole.len() - 20] {
        witness.bench.write("cut.xlsx", &whole[..cut]);
        witness.refuses("cut.xlsx", &["archive cannot be read", "cut off"]);
    }
    // Bytes changed anywhere: refused, or, where they are never looked at, the same events.
    let mut refused = 0;
    for part in 1..8 {
        let mut spoilt = whole.clone();
        let at = whole.len() * part / 8;
        spoilt[at..at + 4].iter_mut().for_each(|byte| *byte ^= 0xff);
        witness.bench.write("spoilt.xlsx", &spoilt);
        let outcome = witness.run(&["--db", "other.duckdb", "load", "spoilt.xlsx", "--dry-run"]);
        if outcome.code == Some(0) {
            assert!(outcome.stdout.contains("events     200 "), "{part}: {}", outcome.stdout);
        } else {
            crate::witness::complains(&outcome, "spoilt.xlsx", &[]);
            refused += 1;
        }
    }
    assert!(refused > 0, "nothing that was spoilt is looked at");
}

#[test]
fn a_parquet_file_that_is_cut_off_or_spoilt_is_refused() {
    let witness = Witness::new();
    let path = witness.bench.path("whole.parquet");
    parquet(&Table::of(200), &path);
    let whole = std::fs::read(&path).expect("the file reads");
    for cut in [4, 8, whole.len() / 2, whole.len() - 1] {
        witness.bench.write("cut.parquet", &whole[..cut]);
        witness.refuses("cut.parquet", &["cannot be read as Parquet", "cut off"]);
    }
    let footer = whole.len() - 8;
    let spoil = |from: usize, bytes: &[u8]| {
        let mut spoilt = whole.clone();
        spoilt[from..from + bytes.len()].copy_from_slice(bytes);
        witness.bench.write("spoilt.parquet", spoilt);
        witness.refuses("spoilt.parquet", &["cannot be read as Parquet"]);
    };
    // The footer's length, its end, its contents; then text of a page that is no text any more.
    spoil(footer, &0x7fff_ffff_u32.to_le_bytes());
    spoil(footer, &1_u32.to_le_bytes());
    spoil(footer + 4, b"PAR9");
    spoil(footer - 200, &[0xff; 64]);
    let text = whole.windows(10).position(|bytes| bytes == b"Harrowgate").expect("a place in plain text");
    spoil(text, b"\xff\xfe\xff\xfe");
    parquet(&Table::of(0), &witness.bench.path("empty.parquet"));
    witness.refuses("empty.parquet", &["no rows"]);
    parquet(&Table::of(3).with(1, "fatalities", "many"), &witness.bench.path("cells.parquet"));
    witness.refuses("cells.parquet", &["row 2, column fatalities: 'many' is not a whole number"]);
}
