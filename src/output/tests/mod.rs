//! Tests of the output formats: every format is read back, by another reader where there is one.

mod binary;
mod files;
mod looks;
mod partitions;
mod plain;
mod table;

use std::sync::Arc;

use arrow::array::*;
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::*;
use arrow::error::ArrowError;

use super::{Format, Options, OutputError, Written, write};

/// A batch of nullable columns.
fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    let fields: Vec<Field> =
        columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).unwrap()
}

fn text(values: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

fn ints(values: &[i64]) -> ArrayRef {
    Arc::new(Int64Array::from(values.to_vec()))
}

/// Three events: a plain one, one full of awkward values, one of NULLs.
fn events() -> RecordBatch {
    batch(vec![
        ("id", Arc::new(Int64Array::from(vec![Some(1), Some(9_007_199_254_740_993), None])) as ArrayRef),
        ("country", text(&[Some("Ukraine"), Some("a|b,\"c\"\nd"), None])),
        ("date", Arc::new(Date32Array::from(vec![Some(19_047), Some(-1), None]))),
        ("best", Arc::new(Int32Array::from(vec![Some(1_234_567), Some(-5), None]))),
        ("ratio", Arc::new(Float64Array::from(vec![Some(1.27), Some(0.1 + 0.2), None]))),
        ("exact", Arc::new(BooleanArray::from(vec![Some(true), Some(false), None]))),
        ("sources", lists()),
    ])
}

fn lists() -> ArrayRef {
    let mut builder = ListBuilder::new(StringBuilder::new());
    builder.append_value([Some("UCDP"), Some("ACLED")]);
    builder.append_value([Some("x"), None]);
    builder.append(false);
    Arc::new(builder.finish())
}

/// One row of every type that the engine yields, and a row of NULLs.
fn all_types() -> RecordBatch {
    let us = 1_645_678_800_500_000;
    let dictionary: DictionaryArray<UInt8Type> = vec![Some("low"), None].into_iter().collect();
    let point = StructArray::new(
        Fields::from(vec![Field::new("lat", DataType::Float64, true), Field::new("note", DataType::Utf8, true)]),
        vec![Arc::new(Float64Array::from(vec![Some(48.5), None])), text(&[Some("a \"b\""), None])],
        Some(vec![true, false].into()),
    );
    let entries = StructArray::from(vec![
        (Arc::new(Field::new("key", DataType::Utf8, false)), text(&[Some("UCDP"), Some("ACLED")])),
        (Arc::new(Field::new("value", DataType::Int64, true)), ints(&[3, 4])),
    ]);
    let map = MapArray::new(
        Arc::new(Field::new("entries", entries.data_type().clone(), false)),
        OffsetBuffer::new(vec![0, 2, 2].into()),
        entries,
        Some(vec![true, false].into()),
        false,
    );
    let decimal = Decimal128Array::from(vec![Some(-12_345_678_901_234_567_890_123), None]);
    let huge = Decimal128Array::from(vec![Some(1_234_567), None]);
    let months = IntervalMonthDayNano::new(14, 3, 14_706_500_000_000);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("tiny", Arc::new(Int8Array::from(vec![Some(-1), None]))),
        ("small", Arc::new(Int16Array::from(vec![Some(-2), None]))),
        ("utiny", Arc::new(UInt8Array::from(vec![Some(1), None]))),
        ("usmall", Arc::new(UInt16Array::from(vec![Some(2), None]))),
        ("uint", Arc::new(UInt32Array::from(vec![Some(3), None]))),
        ("ubig", Arc::new(UInt64Array::from(vec![Some(u64::MAX), None]))),
        ("float", Arc::new(Float32Array::from(vec![Some(0.1), None]))),
        ("large", Arc::new(LargeStringArray::from(vec![Some("large"), None]))),
        ("view", Arc::new(StringViewArray::from(vec![Some("a view longer than twelve"), None]))),
        ("stamp", Arc::new(TimestampMicrosecondArray::from(vec![Some(us), None]))),
        ("zoned", Arc::new(TimestampMicrosecondArray::from(vec![Some(us), None]).with_timezone("Europe/Kyiv"))),
        ("time", Arc::new(Time64MicrosecondArray::from(vec![Some(18_000_000_000), None]))),
        ("decimal", Arc::new(decimal.with_precision_and_scale(38, 3).unwrap())),
        ("huge", Arc::new(huge.with_precision_and_scale(38, 0).unwrap())),
        ("interval", Arc::new(IntervalMonthDayNanoArray::from(vec![Some(months), None]))),
        ("bytes", Arc::new(BinaryArray::from(vec![Some(&[0xde, 0xad][..]), None]))),
        ("enum", Arc::new(dictionary)),
        ("point", Arc::new(point)),
        ("map", Arc::new(map)),
        (
            "array",
            Arc::new(FixedSizeListArray::from_iter_primitive::<Int32Type, _, _>(
                vec![Some(vec![Some(1), Some(2)]), None],
                2,
            )),
        ),
        ("nothing", Arc::new(NullArray::new(2))),
    ];
    batch(columns)
}

fn write_to_bytes(
    format: Format,
    batches: &[RecordBatch],
    options: &Options,
) -> Result<(Vec<u8>, Written), OutputError> {
    let mut bytes = Vec::new();
    let schema = batches[0].schema();
    let mut stream = batches.iter().cloned().map(Ok);
    let written = write(format, &schema, &mut stream, &mut bytes, options)?;
    Ok((bytes, written))
}

fn bytes(format: Format, batch: &RecordBatch) -> Vec<u8> {
    let options = Options { metadata: vec![("source".into(), "UCDP GED".into())], ..Options::default() };
    write_to_bytes(format, std::slice::from_ref(batch), &options).unwrap().0
}

fn string(format: Format, batch: &RecordBatch) -> String {
    String::from_utf8(bytes(format, batch)).unwrap()
}

fn table(batch: &RecordBatch, width: Option<u16>) -> String {
    let options = Options { width, ..Options::default() };
    let (bytes, _) = write_to_bytes(Format::Table, std::slice::from_ref(batch), &options).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn formats_are_known_by_name_and_by_extension() {
    use std::path::Path;
    for name in Format::NAMES {
        let format = Format::parse(name).unwrap();
        assert_eq!(format.name(), *name);
        assert_eq!(Format::parse(&name.to_uppercase()), Some(format));
    }
    assert_eq!(Format::parse("excel"), None);
    let of = |name: &str| Format::from_path(Path::new(name));
    assert_eq!(of("a/b.CSV"), Some(Format::Csv));
    assert_eq!(of("b.ndjson"), Some(Format::Jsonl));
    assert_eq!(of("b.md"), Some(Format::Markdown));
    assert_eq!(of("b.feather"), Some(Format::Arrow));
    assert_eq!(of("b.txt"), Some(Format::Table));
    assert_eq!(of("table"), None);
    assert_eq!(of("b.table"), None);
    assert!(Format::Parquet.is_binary() && !Format::Json.is_binary());
}

#[test]
fn a_query_that_fails_at_once_writes_nothing() {
    for name in Format::NAMES {
        let format = Format::parse(name).unwrap();
        let mut out = Vec::new();
        let mut stream = std::iter::once(Err(ArrowError::ComputeError("out of memory".into())));
        let schema = events().schema();
        let result = write(format, &schema, &mut stream, &mut out, &Options::default());
        assert!(matches!(result, Err(OutputError::Query(_))), "{name}");
        assert!(out.is_empty(), "{name}");
    }
}

#[test]
fn a_reader_that_goes_away_is_told_apart() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    for name in Format::NAMES {
        let format = Format::parse(name).unwrap();
        let degrees = || Arc::new(Float64Array::from(vec![1.5])) as ArrayRef;
        let events = batch(vec![("longitude", degrees()), ("latitude", degrees())]);
        let mut stream = std::iter::once(Ok(events.clone()));
        let options = Options::default();
        let error = write(format, &events.schema(), &mut stream, &mut Closed, &options).unwrap_err();
        assert!(error.is_broken_pipe(), "{name}: {error}");
    }
}

#[test]
fn a_batch_that_does_not_match_is_refused_and_a_variant_is_cast() {
    let schema = batch(vec![("a", text(&[Some("x")]))]).schema();
    let view = batch(vec![("a", Arc::new(StringViewArray::from(vec!["y"])) as _)]);
    let mut out = Vec::new();
    let options = Options::default();
    let mut stream = std::iter::once(Ok(view));
    write(Format::Csv, &schema, &mut stream, &mut out, &options).unwrap();
    assert_eq!(out, b"a\ny\n");
    let mut stream = std::iter::once(Ok(events()));
    let error = write(Format::Csv, &schema, &mut stream, &mut out, &options).unwrap_err();
    assert!(matches!(error, OutputError::Schema(_)));
}
