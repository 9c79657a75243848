//! Values as they are shown to people.

use std::sync::Arc;

use arrow::array::*;

use super::*;

fn floats(values: &[f64]) -> Vec<String> {
    let array = Float64Array::from(values.to_vec());
    let text = table(&batch(vec![("x", Arc::new(array) as ArrayRef)]), None);
    text.lines().skip(2).map(|l| l.trim().to_owned()).collect()
}

#[test]
fn terminal_escapes_are_neutralised() {
    let evil = "\u{1b}[2J\u{1b}]0;x\u{7} \u{9b}31m a\nb\tc \u{202e}drow \u{7f}";
    let rows = batch(vec![
        (evil, text(&[Some(evil)])),
        ("list", {
            let mut builder = ListBuilder::new(StringBuilder::new());
            builder.append_value([Some(evil)]);
            Arc::new(builder.finish())
        }),
    ]);
    for format in [Format::Table, Format::Markdown, Format::Json, Format::Jsonl] {
        let text = string(format, &rows);
        let bad = text.chars().filter(|c| {
            (c.is_control() && *c != '\n') || (*c == '\u{202e}' && format != Format::Json && format != Format::Jsonl)
        });
        assert_eq!(bad.count(), 0, "{format}: {text:?}");
    }
    let shown = table(&rows, None);
    assert!(shown.contains("␛[2J␛]0;x␇ �31m a b c �drow ␡"), "{shown}");
    assert_eq!(shown.lines().count(), 3);
}

#[test]
fn floats_are_rounded_but_never_to_nothing() {
    assert_eq!(floats(&[1.27, 0.834, 12.0]), ["1.27", "0.83", "12.00"]);
    assert_eq!(floats(&[0.1234, 0.5, -1.0]), ["0.123", "0.500", "-1.000"]);
    assert_eq!(floats(&[5.0, 1_234.0, 0.0]), ["5", "1,234", "0"]);
    assert_eq!(floats(&[1.5, 12_345.25]), ["1.50", "12,345.25"]);
    assert_eq!(floats(&[3.5, 0.00042, -0.004]), ["3.5", "0.00042", "-0.004"]);
    assert_eq!(floats(&[1e300, 1e-9, 2.0]), ["1.00e300", "1.00e-9", "2"]);
    assert_eq!(floats(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY]), ["NaN", "inf", "-inf"]);
}

#[test]
fn years_and_identifiers_are_not_grouped() {
    let rows = batch(vec![
        ("year", ints(&[2022])),
        ("Start_Year", ints(&[1989])),
        ("conflict_id", ints(&[11_345])),
        ("years", ints(&[11_345])),
        ("paid", ints(&[-11_345])),
    ]);
    let text = table(&rows, None);
    let row: Vec<_> = text.lines().nth(2).unwrap().split_whitespace().collect();
    assert_eq!(row, ["2022", "1989", "11345", "11,345", "-11,345"]);
}

#[test]
fn every_type_is_shown() {
    let text = table(&all_types(), None);
    for part in [
        "18,446,744,073,709,551,615  ",
        "  2022-02-24 05:00:00.500  ",
        "  2022-02-24 05:00:00.500Z  ",
        "  05:00:00  ",
        "  -12,345,678,901,234,567,890.123  ",
        "  1,234,567  ",
        "  1 year 2 months 3 days 04:05:06.5  ",
        "  dead   low   ",
        "  {lat: 48.5, note: a \"b\"}  {UCDP: 3, ACLED: 4}  1, 2   -",
    ] {
        assert!(text.contains(part), "{part:?} not in\n{text}");
    }
}
