//! CSV, JSON and Markdown.

use std::sync::Arc;

use arrow::array::*;
use serde_json::Value;

use super::*;

#[test]
fn csv_is_exact() {
    assert_eq!(
        string(Format::Csv, &events()),
        "id,country,date,best,ratio,exact,sources\n\
         1,Ukraine,2022-02-24,1234567,1.27,true,\"[\"\"UCDP\"\",\"\"ACLED\"\"]\"\n\
         9007199254740993,\"a|b,\"\"c\"\"\nd\",1969-12-31,-5,0.30000000000000004,false,\"[\"\"x\"\",null]\"\n\
         ,,,,,,\n"
    );
}

#[test]
fn csv_is_read_back() {
    let events = events().project(&[0, 1, 2, 3, 4, 5]).unwrap();
    let bytes = bytes(Format::Csv, &events);
    let mut reader = arrow::csv::ReaderBuilder::new(events.schema()).with_header(true).build(bytes.as_slice()).unwrap();
    assert_eq!(reader.next().unwrap().unwrap(), events);
}

#[test]
fn csv_holds_every_type() {
    let text = string(Format::Csv, &all_types());
    let mut lines = text.lines().skip(1);
    assert_eq!(
        lines.next().unwrap(),
        "-1,-2,1,2,3,18446744073709551615,0.1,large,a view longer than twelve,\
         2022-02-24T05:00:00.500,2022-02-24T05:00:00.500Z,05:00:00,-12345678901234567890.123,1234567,\
         1 year 2 months 3 days 04:05:06.5,dead,low,\
         \"{\"\"lat\"\":48.5,\"\"note\"\":\"\"a \\\"\"b\\\"\"\"\"}\",\
         \"{\"\"UCDP\"\":3,\"\"ACLED\"\":4}\",\"[1,2]\","
    );
    assert_eq!(lines.next().unwrap(), ",".repeat(20));
}

#[test]
fn csv_tells_null_from_empty_and_loses_no_row() {
    let two = batch(vec![("a", text(&[Some(""), None])), ("b", text(&[None, Some("x")]))]);
    assert_eq!(string(Format::Csv, &two), "a,b\n\"\",\n,x\n");
    let one = batch(vec![("a", text(&[None, Some("x")]))]);
    assert_eq!(string(Format::Csv, &one), "a\n\"\"\nx\n");
}

#[test]
fn json_is_read_back_to_the_last_digit() {
    let text = string(Format::Json, &events());
    assert!(text.starts_with("[\n{\"id\":1,\"country\":\"Ukraine\",\"date\":\"2022-02-24\",\"best\":1234567,\"ratio\":1.27,\"exact\":true,\"sources\":[\"UCDP\",\"ACLED\"]},\n"));
    let rows: Vec<serde_json::Map<String, Value>> = serde_json::from_str(&text).unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[1]["id"].as_i64(), Some(9_007_199_254_740_993));
    assert_eq!(rows[1]["country"], "a|b,\"c\"\nd");
    assert_eq!(rows[1]["ratio"].as_f64(), Some(0.1 + 0.2));
    assert!(rows[2].values().all(Value::is_null) && rows[2].len() == 7);
}

#[test]
fn json_holds_every_type() {
    let text = string(Format::Jsonl, &all_types());
    let row = text.lines().next().unwrap();
    for part in [
        "\"ubig\":18446744073709551615,\"float\":0.1,",
        "\"stamp\":\"2022-02-24T05:00:00.500\",\"zoned\":\"2022-02-24T05:00:00.500Z\",\"time\":\"05:00:00\",",
        "\"decimal\":-12345678901234567890.123,\"huge\":1234567,",
        "\"bytes\":\"dead\",\"enum\":\"low\",\"point\":{\"lat\":48.5,\"note\":\"a \\\"b\\\"\"},",
        "\"map\":{\"UCDP\":3,\"ACLED\":4},\"array\":[1,2],\"nothing\":null}",
    ] {
        assert!(row.contains(part), "{part} not in {row}");
    }
    let nulls: Value = serde_json::from_str(text.lines().nth(1).unwrap()).unwrap();
    assert!(nulls.as_object().unwrap().values().all(Value::is_null));
}

#[test]
fn json_lines_are_one_object_each_and_escape_controls() {
    let one = batch(vec![
        ("a", text(&[Some("\u{1b}[31m\u{9b}\0")])),
        ("b", Arc::new(Float64Array::from(vec![f64::NAN])) as ArrayRef),
        ("a", text(&[Some("second")])),
    ]);
    assert_eq!(string(Format::Jsonl, &one), "{\"a\":\"\\u001b[31m\\u009b\\u0000\",\"b\":null,\"a_1\":\"second\"}\n");
}

#[test]
fn several_batches_are_one_json_array() {
    let (bytes, written) =
        write_to_bytes(Format::Json, &[events(), events().slice(0, 0), events()], &Options::default()).unwrap();
    let rows: Vec<Value> = serde_json::from_slice(&bytes).unwrap();
    assert_eq!((rows.len(), written), (6, Written { rows: 6, shown: 6 }));
}

#[test]
fn nothing_is_still_well_formed() {
    let none = events().slice(0, 0);
    assert_eq!(string(Format::Json, &none), "[]\n");
    assert_eq!(string(Format::Jsonl, &none), "");
    assert_eq!(string(Format::Csv, &none), "id,country,date,best,ratio,exact,sources\n");
    let markdown = string(Format::Markdown, &none);
    assert!(markdown.ends_with("|\n| ---: | --- | --- | ---: | ---: | --- | --- |\n"));
}

#[test]
fn endless_dates_have_a_name() {
    let dates = batch(vec![
        ("d", Arc::new(Date32Array::from(vec![i32::MAX, -i32::MAX, 2_000_000_000])) as ArrayRef),
        ("t", Arc::new(TimestampMicrosecondArray::from(vec![i64::MAX, -i64::MAX, i64::MAX - 1]))),
    ]);
    assert_eq!(
        string(Format::Csv, &dates),
        "d,t\ninfinity,infinity\n-infinity,-infinity\n\
         2000000000 days from 1970-01-01,9223372036854775806 microseconds from 1970-01-01\n"
    );
}

#[test]
fn markdown_is_one_table() {
    assert_eq!(
        string(Format::Markdown, &events()),
        "<!-- source: UCDP GED -->\n\n\
         | id | country | date | best | ratio | exact | sources |\n\
         | ---: | --- | --- | ---: | ---: | --- | --- |\n\
         | 1 | Ukraine | 2022-02-24 | 1,234,567 | 1.27 | yes | UCDP, ACLED |\n\
         | 9007199254740993 | a\\|b,\"c\"<br>d | 1969-12-31 | -5 | 0.30 | no | x, - |\n\
         | - | - | - | - | - | - | - |\n"
    );
}

#[test]
fn markdown_keeps_markup_and_comments_in_their_place() {
    let row = batch(vec![("a_b", text(&[Some("\\| <!-- *x* `y` [z](u) ~\u{1b}\u{202e}")]))]);
    let options = Options { metadata: vec![("note".into(), "a --> b ---".into())], ..Options::default() };
    let (bytes, _) = write_to_bytes(Format::Markdown, &[row], &options).unwrap();
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "<!-- note: a - -> b - - - -->\n\n| a_b |\n| --- |\n\
         | \\\\\\| \\<!-- \\*x\\* \\`y\\` \\[z](u) \\~\u{241b}\u{fffd} |\n"
    );
}
