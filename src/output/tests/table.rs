//! The text table.

use std::sync::Arc;

use arrow::array::*;

use super::super::width::width;
use super::*;

/// A result as wide as the event files are, with long text and wide characters in it.
fn wide() -> RecordBatch {
    let note = "Government forces shelled positions of the other side near the river crossing; at least \
                seven fighters and two civilians were reported killed, according to a local official.";
    batch(vec![
        ("event_id", ints(&[412_700, 412_701])),
        ("year", ints(&[2022, 2023])),
        ("country", text(&[Some("DR Congo (Zaire)"), Some("Україна")])),
        ("conflict_name", text(&[Some("DR Congo (Zaire): Islamic State"), Some("烏克蘭: 政府")])),
        ("type_of_violence", ints(&[1, 3])),
        ("side_a", text(&[Some("Government of DR Congo (Zaire)"), None])),
        ("side_b", text(&[Some("IS"), Some("Civilians")])),
        ("date_start", Arc::new(Date32Array::from(vec![19_047, 19_500])) as ArrayRef),
        ("date_end", Arc::new(Date32Array::from(vec![19_047, 19_500]))),
        ("deaths_low", ints(&[7, 0])),
        ("deaths_best", ints(&[9, 1_234])),
        ("deaths_high", ints(&[19, 120_000])),
        ("number_of_sources", ints(&[3, 12])),
        ("latitude", Arc::new(Float64Array::from(vec![0.4912, 48.4647]))),
        ("longitude", Arc::new(Float64Array::from(vec![29.4731, 35.0462]))),
        ("source_article", text(&[Some(note), Some("https://example.org/a/very/long/address/without/any/space")])),
        ("where_prec", ints(&[1, 2])),
        ("sources", text(&[Some("Reuters, AFP, Radio Okapi"), Some("ISW")])),
    ])
}

#[test]
fn house_style() {
    let expected = "\
\x20             id  country    date             best  ratio  exact  sources
─────────────────────────────────────────────────────────────────────────────
               1  Ukraine    2022-02-24  1,234,567   1.27  yes    UCDP, ACLED
9007199254740993  a|b,\"c\" d  1969-12-31         -5   0.30  no     x, -
               -  -          -                   -      -  -      -
";
    assert_eq!(table(&events(), None), expected);
    assert_eq!(table(&events(), Some(77)), expected);
}

#[test]
fn wide_tables_fit() {
    let wide = wide();
    for columns in 1..=300 {
        for line in table(&wide, Some(columns)).lines().take(3) {
            assert!(width(line) <= usize::from(columns.max(4)), "{columns}: {line}");
        }
    }
    for columns in [60, 80, 120] {
        let text = table(&wide, Some(columns));
        for line in text.lines() {
            assert!(width(line) <= columns.into(), "{columns}: {line}");
        }
        assert!(text.contains("event_") && text.contains("  …"));
        assert!(text.contains(" of 18 columns hidden: "));
        assert!(text.replace('\n', " ").contains("(use --format csv for all)"));
    }
    let expected = concat!(
        "                               conflict_         type_of_\n",
        "event_id  year  country        name              violence  …\n",
        "────────────────────────────────────────────────────────────\n",
        "  412700  2022  DR Congo       DR Congo                 1  …\n",
        "                (Zaire)        (Zaire):\n",
        "                               Islamic Sta…\n",
        "  412701  2023  Україна        烏克蘭: 政府             3  …\n",
        "… 13 of 18 columns hidden: side_a, side_b, date_start,\n",
        "date_end, deaths_low, deaths_best, deaths_high,\n",
        "number_of_sources, latitude, longitude, source_article,\n",
        "where_prec, sources (use --format csv for all)\n",
    );
    assert_eq!(table(&wide, Some(60)), expected);
}

#[test]
fn long_text_is_wrapped_and_then_cut() {
    let note = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen";
    let rows = batch(vec![("n", ints(&[1])), ("note", text(&[Some(note)])), ("best", ints(&[12_345]))]);
    let expected = "\
n  note                    best
───────────────────────────────
1  one two three four    12,345
   five six seven eight
   nine ten eleven twe…
";
    assert_eq!(table(&rows, Some(31)), expected);
    assert!(table(&rows, None).contains(note));
}

#[test]
fn columns_line_up_by_display_width() {
    let rows = batch(vec![
        ("name", text(&[Some("Київ"), Some("烏克蘭"), Some("e\u{301}te\u{301}"), Some("🇺🇦 x"), Some("plain")])),
        ("n", ints(&[1, 2, 3, 4, 5])),
    ]);
    for columns in [None, Some(40)] {
        let text = table(&rows, columns);
        let widths: Vec<_> = text.lines().skip(1).map(width).collect();
        assert_eq!(widths, [9; 6], "{text}");
    }
}

#[test]
fn rows_and_columns_left_out_are_counted() {
    let options = Options { max_rows: Some(2), ..Options::default() };
    let many = [wide(), wide(), wide()];
    let (bytes, written) = write_to_bytes(Format::Table, &many, &options).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(written, Written { rows: 6, shown: 2 });
    assert!(text.ends_with("\n… 4 more rows\n") && text.lines().count() == 5);
    let (bytes, written) = write_to_bytes(Format::Csv, &many, &options).unwrap();
    assert_eq!(written, Written { rows: 6, shown: 6 });
    assert!(bytes.len() > 1000);
    let one = Options { max_rows: Some(0), ..Options::default() };
    let (bytes, _) = write_to_bytes(Format::Table, &[batch(vec![("n", ints(&[1]))])], &one).unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), "n\n─\n… 1 more row\n");
}

#[test]
fn no_rows_and_no_columns_are_said() {
    let none = events().project(&[0, 1]).unwrap().slice(0, 0);
    assert_eq!(table(&none, Some(80)), "id  country\n───────────\n(no rows)\n");
    let bare = batch(vec![("n", ints(&[1]))]).project(&[]).unwrap();
    assert_eq!(table(&bare, Some(80)), "(no columns)\n");
}

#[test]
fn rows_beyond_the_sample_are_streamed_into_its_layout() {
    let short = batch(vec![("name", text(&vec![Some("ab"); 10_000])), ("n", ints(&[1; 10_000]))]);
    let long = batch(vec![("name", text(&[Some("longer")])), ("n", ints(&[1_234_567]))]);
    let with = |width| {
        let options = Options { width, ..Options::default() };
        let (bytes, written) = write_to_bytes(Format::Table, &[short.clone(), long.clone()], &options).unwrap();
        assert_eq!(written.rows, 10_001);
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.starts_with("name  n\n───────\nab    1\n"));
        let end: Vec<_> = text.lines().skip(10_002).map(str::to_owned).collect();
        end
    };
    assert_eq!(with(None), ["longer  1,234,567"]);
    assert_eq!(with(Some(40)), ["long  …", "er"]);
}

#[test]
fn colour_is_only_style() {
    let options = Options { colour: true, ..Options::default() };
    let (bytes, _) = write_to_bytes(Format::Table, &[events()], &options).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with("\u{1b}[1m              id  country"));
    assert!(text.contains("  \u{1b}[2m-\u{1b}[0m"));
    let bare = ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m"].iter().fold(text, |text, style| text.replace(style, ""));
    assert_eq!(bare, table(&events(), None));
}
