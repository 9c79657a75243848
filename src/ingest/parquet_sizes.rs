//! Whether the sizes that a Parquet file announces can be true.
//!
//! Its decoder takes memory for what they announce, before it reads; a program that is denied memory ends at once. So
//! the footer is walked before the decoder sees it, and the heads of the pages before it decodes them.

use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};
use std::sync::Arc;

use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageReader};
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use parquet::file::reader::Length;
use parquet::file::serialized_reader::SerializedPageReader;

use super::thrift::Walk;

/// A page that takes no more is plausible whatever its packed size.
const HARMLESS_PAGE: i64 = 256 << 20;

/// The largest ratio of unpacked to packed bytes that a larger page can have.
const MAX_RATIO: i64 = 1_000;

/// Values that one page can plausibly hold; writers end a page at a million bytes or at some ten thousand rows.
const MOST_VALUES: u64 = 64 << 20;

/// Encodings of texts as differences: DELTA_LENGTH_BYTE_ARRAY and DELTA_BYTE_ARRAY.
const DELTAS: [i64; 2] = [6, 7];

/// What cannot be true, for a message.
pub(crate) type Doubt = &'static str;

/// Checks the footer's own sizes.
pub(crate) fn check_footer(mut file: &File) -> std::io::Result<Option<Doubt>> {
    let size = file.metadata()?.len();
    // Without its last bytes it is no Parquet file, which the decoder says itself.
    let Some(end) = size.checked_sub(8) else { return Ok(None) };
    let mut tail = [0; 4];
    file.seek(SeekFrom::Start(end))?;
    std::io::Read::read_exact(&mut file, &mut tail)?;
    let length = u64::from(u32::from_le_bytes(tail));
    let Some(start) = end.checked_sub(length) else { return Ok(Some("its footer is longer than the file")) };
    file.seek(SeekFrom::Start(start))?;
    let (mut nodes, mut children): (i64, i64) = (0, 0);
    let mut walk = Walk::new(BufReader::new(file), length);
    // Schema: field 2, a list of nodes; field 5 of a node is the number of its children.
    let walked = walk.structure(&mut |path, number| {
        if let [2, 0, 5] = path {
            children = children.max(number);
        }
        nodes += 1;
    });
    Ok(match walked {
        None => Some("its footer announces more than it holds"),
        // Every node has a number beside that of its children.
        Some(()) if children > nodes => Some("its schema announces more columns than it holds"),
        Some(()) => None,
    })
}

/// Checks the pages of every column.
pub(crate) fn check_pages(file: &File, metadata: &ParquetMetaData) -> parquet::errors::Result<Option<Doubt>> {
    for group in metadata.row_groups() {
        for column in group.columns() {
            let mut is_delta = false;
            if let Some(doubt) = check_heads(file, column, &mut is_delta)? {
                return Ok(Some(doubt));
            }
            if is_delta && let Some(doubt) = check_deltas(file, column, group.num_rows())? {
                return Ok(Some(doubt));
            }
        }
    }
    Ok(None)
}

/// What the head of a page announces.
#[derive(Default)]
struct Head {
    unpacked: i64,
    packed: i64,
    entries: i64,
    encoding: i64,
}

fn check_heads(
    mut file: &File,
    column: &ColumnChunkMetaData,
    is_delta: &mut bool,
) -> parquet::errors::Result<Option<Doubt>> {
    const TOO_LONG: Doubt = "a page of it is longer than the file";
    let size = file.len();
    let (start, length) = column.byte_range();
    let Some(behind) = start.checked_add(length).and_then(|end| size.checked_sub(end)) else {
        return Ok(Some("a column of it is longer than the file"));
    };
    file.seek(SeekFrom::Start(start))?;
    let mut walk = Walk::new(BufReader::new(file), size - start);
    while walk.left() > behind {
        let mut head = Head::default();
        // PageHeader: 2 and 3 are its sizes, 5 and 8 data pages, 7 a dictionary.
        let walked = walk.structure(&mut |path, number| match path {
            [2] => head.unpacked = number,
            [3] => head.packed = number,
            [7, 1] => head.entries = number,
            [5, 2] | [8, 4] => head.encoding = number,
            _ => {}
        });
        if walked.is_none() {
            return Ok(Some(TOO_LONG));
        }
        if head.unpacked > HARMLESS_PAGE && head.unpacked / MAX_RATIO > head.packed {
            return Ok(Some("a page of it is far larger than what it is packed into"));
        }
        let narrowest = if column.column_type() == Type::FIXED_LEN_BYTE_ARRAY { 1 } else { 4 };
        if head.entries.checked_mul(narrowest).is_none_or(|least| least > head.unpacked.max(0)) {
            return Ok(Some("a dictionary of it announces more than it holds"));
        }
        *is_delta |= DELTAS.contains(&head.encoding);
        if u64::try_from(head.packed).ok().and_then(|packed| walk.skip(packed)).is_none() {
            return Ok(Some(TOO_LONG));
        }
    }
    Ok(None)
}

/// Texts written as differences begin with their number, inside what is packed.
fn check_deltas(file: &File, column: &ColumnChunkMetaData, rows: i64) -> parquet::errors::Result<Option<Doubt>> {
    let rows = usize::try_from(rows).unwrap_or(0);
    let mut pages = SerializedPageReader::new(Arc::new(file.try_clone()?), column, rows, None)?;
    while let Some(page) = pages.get_next_page()? {
        let encoding = page.encoding();
        let levels = match &page {
            Page::DataPage { buf, def_level_encoding, rep_level_encoding, .. } => {
                levels_before(buf, column, [*rep_level_encoding, *def_level_encoding])
            }
            Page::DataPageV2 { def_levels_byte_len, rep_levels_byte_len, .. } => {
                Some(u64::from(*def_levels_byte_len) + u64::from(*rep_levels_byte_len))
            }
            Page::DictionaryPage { .. } => continue,
        };
        let streams = match encoding {
            Encoding::DELTA_LENGTH_BYTE_ARRAY => 1,
            Encoding::DELTA_BYTE_ARRAY => 2,
            _ => continue,
        };
        let bytes = &page.buffer()[..];
        let most = u64::from(page.num_values()).min(MOST_VALUES);
        let mut walk = Walk::new(bytes, bytes.len() as u64);
        let checked = levels.and_then(|levels| walk.skip(levels));
        if checked.and_then(|()| (0..streams).try_for_each(|_| numbers(&mut walk, most))).is_none() {
            return Ok(Some("a page of it announces more texts than it holds"));
        }
    }
    Ok(None)
}

/// Bytes of the levels that stand before the values of a page.
fn levels_before(bytes: &[u8], column: &ColumnChunkMetaData, encodings: [Encoding; 2]) -> Option<u64> {
    let descriptor = column.column_descr();
    let mut at: usize = 0;
    for (level, encoding) in [descriptor.max_rep_level(), descriptor.max_def_level()].into_iter().zip(encodings) {
        if level == 0 {
            continue;
        }
        // The older form of levels was given up before there were differences.
        if encoding != Encoding::RLE {
            return None;
        }
        let length = bytes.get(at..at.checked_add(4)?)?;
        at = at.checked_add(4)?.checked_add(u32::from_le_bytes(length.try_into().ok()?) as usize)?;
    }
    Some(at as u64)
}

/// Passes over numbers written as differences, of which there are at most so many.
fn numbers(walk: &mut Walk<&[u8]>, most: u64) -> Option<()> {
    let (block, parts, count) = (walk.varint()?, walk.varint()?, walk.varint()?);
    walk.varint()?;
    if count > most || parts == 0 || block % parts != 0 {
        return None;
    }
    let of_part = block / parts;
    let mut left = count.saturating_sub(1);
    while left > 0 && of_part > 0 {
        walk.varint()?;
        let widths = (0..parts).map(|_| walk.byte()).collect::<Option<Vec<u8>>>()?;
        for width in widths {
            if left == 0 {
                break;
            }
            // The last part of a stream may be cut off behind its last number.
            let bits = of_part.checked_mul(u64::from(width))?;
            walk.skip((bits / 8).min(walk.left()))?;
            left = left.saturating_sub(of_part);
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
    use parquet::arrow::ArrowWriter;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use parquet::file::properties::{WriterProperties, WriterVersion};

    use super::*;

    fn written(encoding: Encoding, version: WriterVersion, is_dictionary: bool) -> Vec<u8> {
        let texts: StringArray = (0..300).map(|at| (at % 7 > 0).then(|| format!("Mirewell {at}"))).collect();
        let numbers: Int64Array = (0..300).map(|at| (at % 5 > 0).then_some(at)).collect();
        let columns = [("place", Arc::new(texts) as ArrayRef), ("events", Arc::new(numbers))];
        let batch = RecordBatch::try_from_iter(columns).expect("columns of one length");
        let properties = WriterProperties::builder()
            .set_writer_version(version)
            .set_dictionary_enabled(is_dictionary)
            .set_column_encoding("place".into(), encoding)
            .build();
        let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).expect("a writer");
        writer.write(&batch).expect("memory takes it");
        writer.into_inner().expect("memory takes it")
    }

    fn doubt(bytes: &[u8]) -> Option<Doubt> {
        let mut file = tempfile::tempfile().expect("a temporary file");
        file.write_all(bytes).expect("it is written");
        if let Some(doubt) = check_footer(&file).expect("it is read") {
            return Some(doubt);
        }
        let builder = ParquetRecordBatchReaderBuilder::try_new(file.try_clone().expect("a second handle"));
        check_pages(&file, builder.expect("it is Parquet").metadata()).expect("it is read")
    }

    #[test]
    fn nothing_is_said_of_sound_files() {
        let encodings = [Encoding::PLAIN, Encoding::DELTA_LENGTH_BYTE_ARRAY, Encoding::DELTA_BYTE_ARRAY];
        for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
            for (encoding, is_dictionary) in encodings.into_iter().flat_map(|one| [(one, false), (one, true)]) {
                assert_eq!(doubt(&written(encoding, version, is_dictionary)), None, "{encoding} {is_dictionary}");
            }
        }
    }

    #[test]
    fn a_footer_cannot_hold_more_than_its_bytes() {
        // Version 1, and a schema of 2,147,483,647 nodes.
        let footer = [0x15, 2, 0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 7, 0];
        let file = |footer: &[u8], length: u32| [b"PAR1", footer, &length.to_le_bytes()[..], b"PAR1"].concat();
        assert_eq!(doubt(&file(&footer, 10)), Some("its footer announces more than it holds"));
        assert_eq!(doubt(&file(&footer, 1_000)), Some("its footer is longer than the file"));
        // A schema of one node that has 1,073,741,823 children.
        let footer = [0x29, 0x1c, 0x55, 0xfe, 0xff, 0xff, 0xff, 7, 0, 0];
        assert_eq!(doubt(&file(&footer, 10)), Some("its schema announces more columns than it holds"));
    }

    #[test]
    fn a_page_cannot_hold_more_texts_than_values() {
        for (encoding, streams) in [(Encoding::DELTA_LENGTH_BYTE_ARRAY, 1), (Encoding::DELTA_BYTE_ARRAY, 2)] {
            let sound = written(encoding, WriterVersion::PARQUET_2_0, false);
            // Blocks of 128 numbers in four parts, and 257 of them: the texts that are known.
            let head = [0x80, 1, 4, 0x81, 2];
            let heads: Vec<usize> = (0..sound.len() - 5).filter(|at| sound[*at..*at + 5] == head).collect();
            assert_eq!(heads.len(), streams, "{encoding}");
            for at in heads {
                let mut faulty = sound.clone();
                faulty[at + 4] = 0x7f;
                assert_eq!(doubt(&faulty), Some("a page of it announces more texts than it holds"), "{encoding}");
            }
        }
    }
}
