//! Tables with something wrong in them: what cannot be read right is refused by row and column, and changes nothing.

use rust_xlsxwriter::{Format, Workbook};
use warledger::source::Registry;

use crate::invented::Table;
use crate::support::{row, table};
use crate::witness::Witness;

/// The columns of a layout as its publisher writes them.
fn columns_of(source: &str) -> Vec<String> {
    let registry = Registry::builtin().expect("the definitions are read");
    registry.find(source).expect("a built-in source").layouts[0].columns.clone()
}

#[test]
fn another_separator_and_decimal_commas_are_read_right() {
    for (name, separator, decimals) in [
        ("semicolons.csv", ";", ["-30,75", "-12,5"]),
        ("tabs.tsv", "\t", ["-30,75", "-12,5"]),
        ("bars.csv", "|", ["-30.75", "-12.5"]),
        ("quoted.csv", ",", ["-30.75", "-12.5"]),
    ] {
        let witness = Witness::new();
        let rows = Table::of(3).with(1, "latitude", decimals[0]).with(1, "longitude", decimals[1]).with(
            1,
            "notes",
            "first, second; \"third\"\nfourth | fifth",
        );
        witness.bench.write(name, rows.csv(separator));
        witness.bench.ok(&["load", name]);
        let ledger = witness.bench.ledger();
        assert_eq!(
            row(&ledger, "select latitude, longitude, deaths_best, summary from event where source_event_id = 'VLD2'"),
            ["-30.75", "-12.5", "4", "first, second; \"third\"\nfourth | fifth"],
            "{name}"
        );
        assert_eq!(row(&ledger, "select count(*) from event where source = 'acled'"), ["3"], "{name}");
    }
}

#[test]
fn rows_with_another_separator_than_the_header_are_refused() {
    let witness = Witness::new();
    let (commas, semicolons) = (Table::of(3).csv(","), Table::of(3).csv(";"));
    let rows = |text: &str| text.split_once('\n').expect("a header").1.to_owned();
    let header = commas.lines().next().expect("a header");
    witness.bench.write("all.csv", format!("{header}\n{}", rows(&semicolons)));
    witness.refuses("all.csv", &["3 of 3 rows", "row 2: the row has 1 field, the header has 31", "separated by ';'"]);
    witness.bench.write("some.csv", commas.clone() + &rows(&semicolons));
    witness.refuses("some.csv", &["3 of 6 rows", "row 5: the row has 1 field, the header has 31", "separated by ';'"]);
    witness.bench.write("turned.csv", semicolons + &rows(&commas));
    witness.refuses("turned.csv", &["3 of 6 rows", "row 5", "separated by ','"]);
    // A comma as a decimal sign between commas is no number, quoted or not.
    witness.bench.write("quoted.csv", Table::of(3).with(1, "latitude", "-30,75").csv(","));
    witness.refuses("quoted.csv", &["row 3, column latitude: '-30,75' is not a number"]);
    witness.bench.write("bare.csv", Table::of(3).with(1, "latitude", "-30|75").csv(",").replace('|', ","));
    witness.refuses("bare.csv", &["row 3: the row has 32 fields, the header has 31"]);
}

#[test]
fn cells_that_cannot_be_true_are_refused_by_row_and_column() {
    let witness = Witness::new();
    let cases = [
        ("fatalities", "many", "'many' is not a whole number"),
        ("fatalities", "3.5", "'3.5' is not a whole number"),
        ("fatalities", "-3", "'-3' is not between 0 and 100000000"),
        ("fatalities", "99999999999999999999", "'99999999999999999999' is not a whole number"),
        ("fatalities", "", "the cell is empty"),
        ("event_date", "20255-05-02", "'20255-05-02' is not a date"),
        ("event_date", "2025-02-30", "'2025-02-30' is not a date"),
        ("event_date", "0025-05-02", "'0025-05-02' is not a date"),
        ("event_date", "1025-05-02", "'1025-05-02' has a year out of range"),
        ("year", "20255", "'20255' is not a year"),
        ("year", "twenty", "'twenty' is not a year"),
        ("latitude", "123", "'123' is not between -90 and 90"),
        ("longitude", "-12.25 W", "'-12.25 W' is not a number"),
        ("latitude", "inf", "'inf' is not a number"),
        ("time_precision", "9", "'9' is not a code"),
        ("event_type", "Battels", "'Battels' is not a code"),
        ("event_id_cnty", "", "the cell is empty"),
    ];
    // A refusal shows five rows: so many to a file, each in a row of its own after a good one.
    for cases in cases.chunks(5) {
        let mut rows = Table::of(cases.len() + 1);
        for (at, (column, text, _)) in cases.iter().enumerate() {
            rows = rows.with(at + 1, column, text);
        }
        let refused = format!("{} of {} rows", cases.len(), cases.len() + 1);
        // Records of JSON count from 1, rows of a table from the header.
        let says = |first: usize| -> Vec<String> {
            let named = |(at, (column, _, reason)): (usize, &(&str, &str, &str))| {
                format!("row {}, column {column}: {reason}", first + at)
            };
            std::iter::once(refused.clone()).chain(cases.iter().enumerate().map(named)).collect()
        };
        let (of_table, of_records) = (says(3), says(2));
        witness.bench.write("cells.csv", rows.csv(","));
        witness.refuses("cells.csv", &strs(&of_table));
        witness.bench.write("cells.json", rows.json());
        witness.unchanged(&["load", "cells.json"], "cells.json", &strs(&of_records));
        rows.xlsx(&witness.bench.path("cells.xlsx"));
        witness.unchanged(&["load", "cells.xlsx"], "cells.xlsx", &strs(&of_table));
    }
}

fn strs(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

#[test]
fn an_identifier_twice_in_a_file_counts_once_or_is_refused() {
    let witness = Witness::new();
    let same = Table::of(3).with(2, "event_id_cnty", "VLD1");
    witness.bench.write("other.csv", same.clone().with(2, "fatalities", "9").csv(","));
    witness.refuses(
        "other.csv",
        &["row 4, column event_id_cnty: the event VLD1 stands in row 2 already, with other content"],
    );
    witness.bench.write("same.csv", same.csv(","));
    let said = witness.bench.ok(&["load", "same.csv"]);
    assert!(said.contains("1 rows say what an earlier row says, counted once"), "{said}");
    assert_eq!(
        row(
            &witness.bench.ledger(),
            "select rows_read, rows_duplicate, rows_rejected, events_accepted from load where source = 'acled'"
        ),
        ["3", "1", "0", "2"]
    );
}

#[test]
fn two_sources_in_one_file_are_refused() {
    let witness = Witness::new();
    let ours = Table::of(40).csv(",");
    let theirs = columns_of("ucdp_ged").join(",");
    let width = columns_of("ucdp_ged").len();
    let foreign = vec!["1"; width].join(",");
    witness.bench.write("header.csv", format!("{ours}{theirs}\n{foreign}\n"));
    witness.refuses(
        "header.csv",
        &[
            "2 of 42 rows",
            "row 42: a header stands here: files were joined",
            &format!("row 43: the row has {width} fields, the header has 31"),
        ],
    );
    witness.bench.write("width.csv", format!("{ours}{foreign}\n"));
    witness.refuses("width.csv", &[&format!("row 42: the row has {width} fields, the header has 31")]);
    // The same number of cells, and none of them what the columns say.
    witness.bench.write("cells.csv", format!("{ours}{}\n", vec!["Lantern"; 31].join(",")));
    witness.refuses("cells.csv", &["1 of 41 rows", "row 42, column "]);
    // Records of JSON with other members.
    let mut records = Table::of(3).records();
    records.push(serde_json::json!({"id": 1, "best": 3, "country": "Veldara"}));
    witness.bench.write("records.json", serde_json::Value::Array(records).to_string());
    witness.refuses("records.json", &["extra: id, best"]);
}

#[test]
fn a_header_that_stands_above_every_row_is_refused() {
    let witness = Witness::new();
    let text = Table::of(5).csv(",");
    let (header, rows) = text.split_once('\n').expect("a header");
    let repeated: String = rows.lines().map(|row| format!("{header}\n{row}\n")).collect();
    witness.bench.write("repeated.csv", repeated);
    witness.refuses("repeated.csv", &["4 of 9 rows", "row 3: a header stands here", "row 9: a header stands here"]);
    let mut rows = Table::of(4);
    rows.rows[2] = rows.header.clone();
    rows.xlsx(&witness.bench.path("repeated.xlsx"));
    witness.refuses("repeated.xlsx", &["row 4: a header stands here"]);
}

#[test]
fn a_header_without_rows_is_refused() {
    let witness = Witness::new();
    witness.bench.write("header.csv", Table::of(0).csv(","));
    witness.refuses("header.csv", &["a header and no rows"]);
    witness.bench.write("blank.csv", Table::of(0).csv(",") + "\n,,,\n");
    witness.refuses("blank.csv", &["a header and no rows"]);
    Table::of(0).xlsx(&witness.bench.path("header.xlsx"));
    witness.refuses("header.xlsx", &["a header and no rows"]);
    witness.bench.write("array.json", "[]");
    witness.refuses("array.json", &["no records"]);
    witness.bench.write("envelope.json", r#"{"status":200,"success":true,"count":0,"data":[]}"#);
    witness.refuses("envelope.json", &["no records"]);
}

#[test]
fn ten_thousand_columns_are_refused() {
    let witness = Witness::new();
    let names: Vec<String> = (0..10_000).map(|at| format!("c{at}")).collect();
    let mut wide = Table::of(1);
    for name in &names {
        wide = wide.wider(name);
    }
    // Naming the source allows further columns, but not this many.
    for options in [&[][..], &["--source", "acled"]] {
        let refuses = |file: &str, says: &[&str]| {
            let outcome = witness.refuses_with(&[&[file], options].concat(), says);
            assert!(outcome.peak < 500, "{file}: {} MiB", outcome.peak);
        };
        witness.bench.write("wide.csv", wide.csv(","));
        refuses("wide.csv", &["10031 columns", "2000"]);
        witness.bench.write("wide.json", wide.json());
        refuses("wide.json", &["more than 2000 columns"]);
        wide.xlsx(&witness.bench.path("wide.xlsx"));
        refuses("wide.xlsx", &["10031 columns", "2000"]);
    }
    witness.bench.write("row.csv", Table::of(2).csv(",") + &names.join(",") + "\n");
    witness.refuses("row.csv", &["row 4: the row has 10000 fields, the header has 31"]);
}

#[test]
fn a_field_of_100_megabytes_is_refused_without_filling_the_memory() {
    const MOST: u64 = 900;
    let long = "x".repeat(100_000_000);
    let witness = Witness::new();
    let refuses = |file: &str, text: String, says: &[&str]| {
        witness.bench.write(file, text);
        let outcome = witness.unchanged(&["load", file], file, says);
        assert!(outcome.peak < MOST, "{file}: {} MiB", outcome.peak);
        std::fs::remove_file(witness.bench.path(file)).expect("the file goes");
    };
    let rows = Table::of(3).with(1, "notes", &long);
    refuses("field.csv", rows.csv(","), &["row 3, column notes: the cell holds 100000000 bytes"]);
    refuses("field.json", rows.json(), &["row 2, column notes: the cell holds 100000000 bytes"]);
    refuses("header.csv", format!("{long}\n1\n"), &["row 1, column 1 holds 100000000 bytes"]);
    refuses("name.json", format!("[{{\"{long}\": 1}}]"), &["record 1", "100000000 bytes"]);
    // A quote that is never closed makes the rest of the file one field.
    let open = Table::of(3).with(1, "notes", "|").csv(",").replace('|', "\"");
    refuses("quote.csv", format!("{open}{}", "x,y\n".repeat(1_000_000)), &["row 3", "a quoted field is not closed"]);
}

#[test]
fn nul_bytes_are_refused() {
    let witness = Witness::new();
    for column in ["event_id_cnty", "location", "notes"] {
        let rows = Table::of(3).with(1, column, "Harrow\0gate");
        witness.bench.write("nul.csv", rows.csv(","));
        witness.refuses("nul.csv", &[&format!("row 3, column {column}: the text holds a NUL byte")]);
        witness.bench.write("nul.json", rows.json());
        witness.refuses("nul.json", &[&format!("row 2, column {column}: the text holds a NUL byte")]);
    }
    let mut zeros = Table::of(3).csv(",").into_bytes();
    zeros.extend([0; 4096]);
    witness.bench.write("padded.csv", &zeros);
    witness.refuses("padded.csv", &["binary"]);
    // Beyond what is looked at first: a disk that was full, or a copy that was cut, leaves a tail of zeros.
    let mut zeros = Table::of(600).csv(",").into_bytes();
    zeros.extend([0; 4096]);
    witness.bench.write("tail.csv", &zeros);
    witness.refuses("tail.csv", &["row 602"]);
}

#[test]
fn utf_16_is_refused_with_and_without_its_mark() {
    let witness = Witness::new();
    let text = Table::of(3).csv(",");
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (name, bytes) in [
        ("little.csv", [b"\xff\xfe", little.as_slice()].concat()),
        ("big.csv", [b"\xfe\xff", big.as_slice()].concat()),
        ("little_bare.csv", little.clone()),
        ("big_bare.csv", big.clone()),
        ("json.json", Table::of(2).json().encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ] {
        witness.bench.write(name, bytes);
        witness.refuses(name, &["UTF-16", "UTF-8"]);
    }
}

#[test]
fn dates_of_a_workbook_are_days_only_if_they_are_formatted_so() {
    let witness = Witness::new();
    let rows = Table::of(3);
    let save = |name: &str, format: &Format| {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (at, cells) in (0_u32..).zip(std::iter::once(&rows.header).chain(&rows.rows)) {
            for (column, cell) in (0_u16..).zip(cells) {
                match cell.as_str() {
                    // 2 May 2025.
                    "2025-05-02" => sheet.write_number_with_format(at, column, 45_779.0, format),
                    text => sheet.write_string(at, column, text),
                }
                .expect("the cell is written");
            }
        }
        workbook.save(witness.bench.path(name)).expect("the workbook is written");
    };
    save("serial.xlsx", &Format::new());
    witness.refuses("serial.xlsx", &["row 2, column event_date: '45779' is a spreadsheet's number for a day"]);
    witness.bench.write("serial.csv", rows.csv(",").replace("2025-05-02", "45779"));
    witness.refuses("serial.csv", &["row 2, column event_date: '45779' is a spreadsheet's number for a day"]);
    save("dates.xlsx", &Format::new().set_num_format("dd/mm/yyyy"));
    witness.bench.ok(&["load", "dates.xlsx"]);
    assert_eq!(
        table(&witness.bench.ledger(), "select distinct start_date from event where source = 'acled'"),
        [["2025-05-02"]]
    );
}

#[test]
fn identifiers_that_a_spreadsheet_has_shortened_spoil_the_file() {
    let witness = Witness::new();
    let columns = columns_of("gtd");
    let cells: Vec<&str> = columns
        .iter()
        .map(|name| match name.as_str() {
            "eventid" => "202005020001",
            "iyear" => "2020",
            "imonth" | "specificity" | "attacktype1" => "5",
            "iday" => "2",
            "country_txt" => "Veldara",
            "gname" => "Lantern Front",
            "nkill" => "3",
            _ => "",
        })
        .collect();
    let good = cells.join(",");
    let text = format!("{}\n{good}\n{}\n", columns.join(","), good.replace("202005020001", "2.02E+11"));
    witness.bench.write("gtd.csv", text);
    witness.refuses("gtd.csv", &["row 3, column eventid: '2.02E+11'", "a spreadsheet has shortened"]);
    // However many rejects are allowed.
    witness.refuses_with(&["gtd.csv", "--max-rejects", "100"], &["row 3, column eventid"]);
    witness.bench.write("acled.csv", Table::of(3).with(1, "event_id_cnty", "1.97E+11").csv(","));
    witness.refuses("acled.csv", &["row 3, column event_id_cnty: '1.97E+11'"]);
}

#[test]
fn json_that_is_no_table_is_refused() {
    let witness = Witness::new();
    let cut = Table::of(5).json();
    let cut = &cut[..cut.len() - 300];
    let deep = 100_000;
    for (text, says) in [
        (r#"{"status":401,"success":false,"messages":["token expired"],"data":[]}"#.to_owned(), "token expired"),
        (r#"{"status":401,"error":"Unauthorized"}"#.to_owned(), "Unauthorized"),
        (r#"{"error":"invalid_grant","error_description":"wrong password"}"#.to_owned(), "invalid_grant"),
        (
            r#"{"type":"about:blank","title":"No","status":403,"detail":"not yours","instance":"/x"}"#.to_owned(),
            "not yours",
        ),
        (r#"{"statusCode":401,"message":"access denied due to missing key"}"#.to_owned(), "missing key"),
        (r#"[{"error":{"code":500,"message":"out of order"}}]"#.to_owned(), "out of order"),
        (cut.to_owned(), "after record 4"),
        ("[1, 2, 3]".to_owned(), "cannot be read as JSON"),
        (r#"{"a":1} and more"#.to_owned(), "cannot be read as JSON after record 1"),
        ("{\"a\":1".to_owned(), "ends in the middle"),
        ("[".repeat(deep), "cannot be read as JSON"),
        ("{\"a\":".repeat(deep), "nested too deep"),
        (format!("[{{\"event_id_cnty\":{}{}}}]", "[".repeat(deep), "]".repeat(deep)), "nested too deep"),
        (format!("{{\"data\":[{{\"a\":{}1{}}}]}}", "{\"a\":".repeat(deep), "}".repeat(deep)), "nested too deep"),
    ] {
        witness.bench.write("answer.json", &text);
        witness.refuses("answer.json", &[says]);
    }
}
