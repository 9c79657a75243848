//! Parquet and Arrow files.

use std::io::Cursor;
use std::sync::Arc;

use arrow::array::*;
use arrow::compute::concat_batches;
use arrow::datatypes::*;
use arrow::ipc::reader::FileReader;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::*;

fn read_parquet(bytes: Vec<u8>) -> (RecordBatch, Arc<parquet::file::metadata::ParquetMetaData>) {
    let bytes = bytes_of(bytes);
    let builder = ParquetRecordBatchReaderBuilder::try_new(bytes).unwrap();
    let metadata = builder.metadata().clone();
    let schema = builder.schema().clone();
    let batches: Vec<_> = builder.build().unwrap().map(Result::unwrap).collect();
    (concat_batches(&schema, &batches).unwrap(), metadata)
}

/// The reader wants a file or shared bytes; a file needs no further crate.
fn bytes_of(bytes: Vec<u8>) -> std::fs::File {
    use std::io::{Seek, Write};
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&bytes).unwrap();
    file.rewind().unwrap();
    file
}

fn read_arrow(bytes: Vec<u8>) -> (RecordBatch, SchemaRef) {
    let reader = FileReader::try_new(Cursor::new(bytes), None).unwrap();
    let schema = reader.schema();
    let batches: Vec<_> = reader.map(Result::unwrap).collect();
    (concat_batches(&schema, &batches).unwrap(), schema)
}

#[test]
fn parquet_is_read_back_with_its_metadata() {
    let (batch, metadata) = read_parquet(bytes(Format::Parquet, &events()));
    assert_eq!(batch.columns(), events().columns());
    let pairs = metadata.file_metadata().key_value_metadata().unwrap().clone();
    let source = pairs.iter().find(|pair| pair.key == "source").unwrap();
    assert_eq!(source.value.as_deref(), Some("UCDP GED"));
    let column = metadata.row_group(0).column(0);
    let zstd = format!("{:?}", column.compression());
    assert!(zstd.starts_with("ZSTD"), "{zstd}");
    assert!(column.statistics().is_some() && column.column_index_offset().is_some());
}

#[test]
fn parquet_holds_every_type() {
    let (batch, _) = read_parquet(bytes(Format::Parquet, &all_types()));
    let all = all_types();
    for (index, field) in all.schema().fields().iter().enumerate() {
        if field.name() == "interval" {
            let text = batch.column(index).as_string::<i32>();
            assert_eq!(text.value(0), "1 year 2 months 3 days 04:05:06.5");
            assert!(text.is_null(1));
        } else {
            assert_eq!(batch.column(index), all.column(index), "{}", field.name());
        }
    }
}

#[test]
fn parquet_row_groups_are_bounded() {
    let many = batch(vec![("n", ints(&(0..100_000).collect::<Vec<_>>()))]);
    let three = [many.clone(), many.clone(), many];
    let (bytes, written) = write_to_bytes(Format::Parquet, &three, &Options::default()).unwrap();
    let (batch, metadata) = read_parquet(bytes);
    let groups: Vec<_> = metadata.row_groups().iter().map(|g| g.num_rows()).collect();
    assert_eq!(groups, [122_880, 122_880, 54_240]);
    assert_eq!((batch.num_rows(), written.rows), (300_000, 300_000));
    assert_eq!(batch.column(0).as_primitive::<Int64Type>().value(250_000), 50_000);
}

#[test]
fn a_parquet_column_of_different_values_has_no_dictionary_whatever_comes_first() {
    let rows = |from: i64| {
        let numbers: Vec<i64> = (from..from + 2_048).collect();
        let ids: Vec<i64> = numbers.iter().map(|n| if *n < 300 { n % 3 } else { *n }).collect();
        let kinds: Vec<i64> = numbers.iter().map(|n| n % 5).collect();
        batch(vec![("id", ints(&ids)), ("kind", ints(&kinds))])
    };
    let batches: Vec<RecordBatch> = (0..20).map(|at| rows(at * 2_048)).collect();
    let (bytes, _) = write_to_bytes(Format::Parquet, &batches, &Options::default()).unwrap();
    let (_, metadata) = read_parquet(bytes);
    let has_dictionary = |column: usize| metadata.row_group(0).column(column).dictionary_page_offset().is_some();
    assert_eq!((has_dictionary(0), has_dictionary(1)), (false, true));
}

#[test]
fn arrow_is_read_back_with_its_metadata() {
    let (batch, schema) = read_arrow(bytes(Format::Arrow, &events()));
    assert_eq!(batch.columns(), events().columns());
    assert_eq!(schema.metadata()["source"], "UCDP GED");
}

#[test]
fn arrow_holds_every_type() {
    let (batch, _) = read_arrow(bytes(Format::Arrow, &all_types()));
    let all = all_types();
    for (index, field) in all.schema().fields().iter().enumerate() {
        if field.name() == "enum" {
            assert_eq!(batch.column(index).as_string::<i32>().value(0), "low");
        } else {
            assert_eq!(batch.column(index), all.column(index), "{}", field.name());
        }
    }
}

#[test]
fn dictionaries_may_differ_from_batch_to_batch() {
    let of = |value: &str| {
        let array: DictionaryArray<UInt8Type> = [value].into_iter().collect();
        batch(vec![("a", Arc::new(array) as ArrayRef)])
    };
    for format in [Format::Arrow, Format::Parquet] {
        let (bytes, _) = write_to_bytes(format, &[of("one"), of("two")], &Options::default()).unwrap();
        let column = match format {
            Format::Arrow => read_arrow(bytes).0.column(0).clone(),
            _ => read_parquet(bytes).0.column(0).clone(),
        };
        let column = arrow::compute::cast(&column, &DataType::Utf8).unwrap();
        let values: Vec<_> = column.as_string::<i32>().iter().flatten().collect();
        assert_eq!(values, ["one", "two"]);
    }
}

#[test]
fn nested_types_that_parquet_lacks_become_json() {
    let intervals = IntervalMonthDayNanoArray::from(vec![IntervalMonthDayNano::new(0, 1, 0)]);
    let field = Arc::new(Field::new("item", intervals.data_type().clone(), true));
    let offsets = OffsetBuffer::from_lengths([1]);
    let list = ListArray::new(field, offsets, Arc::new(intervals), None);
    let row = batch(vec![("gaps", Arc::new(list) as ArrayRef)]);
    let (batch, _) = read_parquet(bytes(Format::Parquet, &row));
    assert_eq!(batch.column(0).as_string::<i32>().value(0), "[\"1 day\"]");
}

#[test]
fn no_rows_make_a_file_with_its_columns() {
    let none = events().slice(0, 0);
    let (batch, _) = read_parquet(bytes(Format::Parquet, &none));
    assert_eq!((batch.num_rows(), batch.num_columns()), (0, 7));
    let (batch, _) = read_arrow(bytes(Format::Arrow, &none));
    assert_eq!((batch.num_rows(), batch.num_columns()), (0, 7));
}
