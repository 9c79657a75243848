//! Archives around parts, so that what is mutated is the part and not its checksum.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const CONTENT_TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const WORKBOOK_RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const NOTHING: &[u8] = b"<x/>";

/// A workbook whose sheet, shared strings, styles and workbook part are these, as far as they are given.
pub fn workbook(parts: &[&[u8]]) -> Vec<u8> {
    let part = |at: usize, otherwise| parts.get(at).copied().filter(|part| !part.is_empty()).unwrap_or(otherwise);
    zipped(&[
        ("[Content_Types].xml".to_owned(), CONTENT_TYPES.as_bytes()),
        ("_rels/.rels".to_owned(), RELATIONS.as_bytes()),
        ("xl/workbook.xml".to_owned(), part(3, WORKBOOK.as_bytes())),
        ("xl/_rels/workbook.xml.rels".to_owned(), WORKBOOK_RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml".to_owned(), part(0, NOTHING)),
        ("xl/sharedStrings.xml".to_owned(), part(1, NOTHING)),
        ("xl/styles.xml".to_owned(), part(2, NOTHING)),
    ])
}

/// An archive of these members; every second one is packed.
pub fn zipped(members: &[(String, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (at, (name, content)) in members.iter().enumerate() {
        let method = if at % 2 == 0 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method);
        // A name that the writer does not take, such as one that stands twice, is left out.
        if archive.start_file(name.as_str(), options).is_ok() {
            archive.write_all(content).expect("memory takes everything");
        }
    }
    archive.finish().expect("memory takes everything").into_inner()
}
