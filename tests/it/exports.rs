//! Exports are whole or not there, small in memory, say where they come from, and hold what was asked.

use std::fs::File;
use std::io::BufReader;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use arrow::array::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::file::statistics::Statistics;
use warledger::provenance::Provenance;
use warledger::sample::{self, SampleLayout, SampleOptions};

use crate::support::{Bench, sahel, table};

fn with_acled() -> Bench {
    let bench = sahel();
    let mut text = Vec::new();
    sample::write_csv(&SampleOptions::new(SampleLayout::Acled, 80, 3), &mut text, &mut |_| {}).expect("a sample");
    bench.write("acled.csv", text);
    bench.ok(&["load", "acled.csv"]);
    bench
}

fn texts(batches: &[RecordBatch]) -> Vec<Vec<String>> {
    let options = FormatOptions::default().with_null("-");
    let mut all = Vec::new();
    for batch in batches {
        let columns: Vec<ArrayFormatter<'_>> = batch
            .columns()
            .iter()
            .map(|column| ArrayFormatter::try_new(column.as_ref(), &options).expect("a column shows"))
            .collect();
        all.extend(
            (0..batch.num_rows()).map(|row| columns.iter().map(|column| column.value(row).to_string()).collect()),
        );
    }
    all
}

#[test]
fn every_form_read_back_is_the_result() {
    let bench = sahel();
    let expected = table(&bench.ledger(), "select * from event order by start_date, source, source_event_id");
    let open = |name: &str| File::open(bench.path(name)).expect("the file opens");
    for name in ["e.parquet", "e.geoparquet", "e.arrow", "e.arrows", "e.csv", "e.jsonl", "e.geojson", "e.xlsx"] {
        bench.ok(&["export", "event", "-o", name]);
    }
    let parquet = |name: &str| -> Vec<RecordBatch> {
        let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReader::try_new(open(name), 1_000);
        reader.expect("it reads").map(|batch| batch.expect("a batch")).collect()
    };
    assert_eq!(texts(&parquet("e.parquet")), expected);
    let mut with_points = texts(&parquet("e.geoparquet"));
    with_points.iter_mut().for_each(|row| assert!(row.pop().is_some_and(|point| point == "-" || point.len() == 42)));
    assert_eq!(with_points, expected);
    let file = arrow::ipc::reader::FileReader::try_new(open("e.arrow"), None).expect("it reads");
    assert_eq!(texts(&file.map(|batch| batch.expect("a batch")).collect::<Vec<_>>()), expected);
    let stream = arrow::ipc::reader::StreamReader::try_new(BufReader::new(open("e.arrows")), None).expect("it reads");
    assert_eq!(texts(&stream.map(|batch| batch.expect("a batch")).collect::<Vec<_>>()), expected);
    let mut csv = csv::Reader::from_path(bench.path("e.csv")).expect("it reads");
    let dashed = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
    let rows: Vec<Vec<String>> = csv.records().map(|row| row.expect("a row").iter().map(dashed).collect()).collect();
    assert_eq!(rows.len(), expected.len());
    for (row, expected) in rows.iter().zip(&expected) {
        let expected: Vec<String> = expected.iter().map(|text| dashed(text)).collect();
        assert_eq!(*row, expected);
    }
    let lines = std::fs::read_to_string(bench.path("e.jsonl")).expect("it reads");
    assert_eq!(lines.lines().count(), expected.len());
    let collection: serde_json::Value = serde_json::from_reader(open("e.geojson")).expect("it is JSON");
    let features = collection["features"].as_array().expect("features");
    let objects: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    assert_eq!(features.len(), objects.len());
    for (feature, object) in features.iter().zip(&objects) {
        for (name, value) in object.as_object().expect("an object") {
            let found = &feature["properties"][name];
            // Numbers beyond what a map's reader holds are text there.
            let is_long = value.as_u64().is_some_and(|number| number > 1 << 53);
            let expected = if is_long { serde_json::json!(value.to_string()) } else { value.clone() };
            assert_eq!(*found, expected, "{name}");
        }
    }
}

#[test]
fn parquet_has_groups_order_statistics_and_an_index() {
    let bench = Bench::new();
    bench.ok(&["load", "builtin:sahel_2025"]);
    bench.ok(&[
        "export",
        "--sql",
        "select range as n, date '2025-01-01' + (range % 400)::int as day, case when range % 7 = 0 then null else range % 5 end as k from range(300000)",
        "-o",
        "n.parquet",
    ]);
    let file = File::open(bench.path("n.parquet")).expect("it opens");
    let builder = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).expect("it reads");
    let metadata = builder.metadata().clone();
    let groups: Vec<i64> = metadata.row_groups().iter().map(|group| group.num_rows()).collect();
    assert_eq!(groups, [122_880, 122_880, 54_240]);
    for group in metadata.row_groups() {
        for column in group.columns() {
            assert!(column.statistics().is_some() && column.column_index_offset().is_some());
            assert!(format!("{:?}", column.compression()).starts_with("ZSTD"));
        }
    }
    let rows: usize = builder.build().expect("it builds").map(|batch| batch.expect("a batch").num_rows()).sum();
    assert_eq!(rows, 300_000);
}

#[test]
fn events_that_stand_by_date_leave_as_they_stand_in_groups_of_their_own_time() {
    let bench = Bench::new();
    bench.ok(&["sample", "acled", "--events", "130000", "--seed", "3", "-o", "a.csv"]);
    // Two threads write a load, and which rows of it lie together is not the same every time: a load for each group.
    let text = std::fs::read_to_string(bench.path("a.csv")).expect("the sample");
    let lines: Vec<&str> = text.lines().collect();
    let (header, (first, rest)) = (lines[0], lines[1..].split_at(122_880));
    for part in [first, rest] {
        bench.write("part.csv", format!("{header}\n{}\n", part.join("\n")));
        bench.ok(&["load", "part.csv"]);
    }
    bench.ok(&["export", "event", "-o", "e.parquet", "--accept-acled-terms"]);
    let sorted = bench.ok(&["export", "event", "--format", "csv", "-o", "-", "--accept-acled-terms"]);
    let dates: Vec<&str> = sorted.lines().skip(1).filter_map(|line| line.split(',').nth(2)).collect();
    assert!(dates.is_sorted() && dates.len() == 130_000);
    let file = File::open(bench.path("e.parquet")).expect("it opens");
    let builder = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).expect("it reads");
    let metadata = builder.metadata().clone();
    let groups = metadata.row_groups();
    assert!(groups.len() == 2 && groups.iter().all(|group| group.sorting_columns().is_none()));
    let column = |group: usize, name: &str| {
        let columns = groups[group].columns().iter();
        columns.into_iter().find(|column| column.column_path().string() == name).expect("the column").clone()
    };
    let days = |group: usize| match column(group, "start_date").statistics() {
        Some(Statistics::Int32(days)) => (*days.min_opt().expect("a day"), *days.max_opt().expect("a day")),
        other => panic!("{other:?}"),
    };
    let (one, other) = (days(0), days(1));
    let whole = one.1.max(other.1) - one.0.min(other.0);
    assert!(4 * (one.1 - one.0 + other.1 - other.0) <= 5 * whole, "{one:?} {other:?}");
    // No dictionary of what hardly comes twice.
    assert!(column(0, "summary").dictionary_page_offset().is_none());
    assert!(column(0, "country").dictionary_page_offset().is_some());
}

#[test]
fn forms_on_standard_output_are_the_same_bytes() {
    let bench = sahel();
    for (form, name) in [("csv", "a.csv"), ("geojson", "a.geojson"), ("jsonl", "a.jsonl")] {
        bench.ok(&["export", "fatalities_by_day", "--format", "csv"]);
        let object = if form == "geojson" { "event" } else { "fatalities_by_day" };
        bench.ok(&["export", object, "-o", name]);
        let piped = bench.run(&["export", object, "--format", form, "-o", "-"]);
        assert!(piped.status.success());
        let file = std::fs::read(bench.path(name)).expect("it reads");
        if form == "geojson" {
            // The time of the answer is in both.
            assert_eq!(piped.stdout.len(), file.len());
        } else {
            assert_eq!(piped.stdout, file);
        }
    }
    let error = bench.fails(2, &["export", "event"]);
    assert!(error.contains("the form of standard output is not told") && error.contains("--format"), "{error}");
    assert!(!bench.path("-").exists());
}

#[test]
fn rows_of_acled_leave_only_when_its_terms_are_accepted() {
    let bench = with_acled();
    for raw in ["event", "event_actor", "acled_event", "event_version", "place_history"] {
        let error = bench.fails(1, &["export", raw, "-o", "raw.parquet"]);
        assert!(error.contains("rows of acled") && error.contains("--accept-acled-terms"), "{error}");
    }
    for query in [
        "select * from event",
        "select source_event_id, deaths_best from event where source = 'acled'",
        "with a as (select * from acled_event) select inter1 from a",
        "select list(e) from event e",
        "select max(summary) from event",
        "select summary from place_history",
        "select string_agg(source_event_id, ' ') from event",
        "create temp table t as from event; select * from t",
        "set variable v = (select list(e) from event as e); select getvariable('v') as v",
        "create temp macro all_rows() as (select list(e) from event as e); select all_rows() as v",
        "create temp macro all_rows() as table from event; from all_rows()",
        "prepare p as from event; execute p",
        "select 'sahel_2025' as source, * exclude (source) from event",
        "select (select list(e) from event as e) as v",
        "select columns(*) from acled_event",
        "select acled_event.*, 1 as x from acled_event",
    ] {
        bench.fails_with_notes(1, &["export", "--sql", query, "-o", "raw.csv"]);
        bench.fails_with_notes(1, &["export", "--sql", query, "--format", "csv"]);
        bench.fails_with_notes(1, &["sql", query, "-o", "raw.csv"]);
        // Through a pipe a form for programs is an export too; the table is for reading.
        bench.fails_with_notes(1, &["sql", query, "--format", "csv"]);
        bench.ok(&["sql", query, "--format", "csv", "--accept-acled-terms"]);
        bench.ok(&["sql", query]);
    }
    bench.fails(1, &["events", "--source", "acled", "--format", "json"]);
    bench.ok(&["events", "--source", "acled"]);
    bench.fails(1, &["sql", "from event", "--max-rows", "0"]);
    assert!(!bench.path("raw.csv").exists() && !bench.path("raw.parquet").exists());
    for sums in ["regional_trends", "fatalities_by_day", "group_week", "area_month", "fatalities_since_early_may"] {
        bench.ok(&["export", sums, "-o", &format!("{sums}.csv")]);
    }
    bench.ok(&[
        "export",
        "--sql",
        "select source, country, sum(deaths_best) as d from event group by all",
        "-o",
        "sums.csv",
    ]);
    bench.ok(&["export", "--sql", "select * from event where source <> 'acled'", "-o", "others.csv"]);
    bench.ok(&["export", "claim", "-o", "claims.csv"]);
    let steps = "create temp table t as select source, count(*) as n from event group by source; select * from t";
    bench.ok(&["export", "--sql", steps, "-o", "steps.csv"]);
    bench.fails(1, &["events", "--source", "acled", "-o", "list.csv"]);
    bench.ok(&["events", "--source", "acled", "-o", "list.csv", "--accept-acled-terms"]);
    bench.ok(&["events", "--source", "sahel_2025", "-o", "others.json"]);
    let output = bench.run(&["export", "event", "-o", "mine.parquet", "--accept-acled-terms"]);
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("cite the source"));
    bench.ok(&["sql", "select * from event", "-o", "mine.csv", "--accept-acled-terms"]);
    // Without ACLED there is nothing to accept.
    sahel().ok(&["export", "event", "-o", "all.parquet"]);
}

#[test]
fn what_is_no_row_of_acled_leaves() {
    let bench = with_acled();
    for (at, query) in [
        "select * from range(3)",
        "describe event",
        "show tables",
        "select * from rejected_row",
        "select * from event where false",
        "select place, deaths_best from event where source = 'sahel_2025'",
        "pivot event on event_class using count(*) group by source",
        "select source, max(deaths_best) as most from event group by source",
    ]
    .into_iter()
    .enumerate()
    {
        bench.ok(&["export", "--sql", query, "-o", &format!("{at}.csv")]);
        bench.ok(&["sql", query, "--format", "csv"]);
    }
    for name in ["rejected_row", "load", "actor"] {
        bench.ok(&["export", name, "-o", &format!("{name}.csv")]);
    }
    // Rejected rows are rows as the file had them, where the file is ACLED's.
    let mut acled = std::fs::read_to_string(bench.path("acled.csv")).expect("the sample");
    let last = acled.lines().last().expect("a row").to_owned();
    let id = last.split(',').next().expect("an identifier");
    acled.push_str(&last.replacen(id, "ZZZ9999", 1).replacen("20", "x0", 3));
    acled.push('\n');
    bench.write("again.csv", acled);
    bench.ok(&["load", "again.csv", "--max-rejects", "50"]);
    let count = bench.ok(&["sql", "select count(*) as n from rejected_row where source = 'acled'", "--format", "csv"]);
    assert_eq!(count, "n\n1\n");
    let error = bench.fails(1, &["export", "rejected_row", "-o", "rejected.csv"]);
    assert!(error.contains("as the file had it"), "{error}");
}

#[test]
fn a_comparison_with_rows_of_acled_asks_for_its_terms() {
    let bench = with_acled();
    for format in ["csv", "json", "markdown"] {
        bench.fails(1, &["diff", "1", "2", "--format", format]);
    }
    bench.fails(1, &["diff", "1", "2", "-o", "diff.md"]);
    bench.ok(&["diff", "1", "2"]);
    bench.ok(&["diff", "1", "2", "--by", "country", "-o", "totals.csv"]);
    bench.ok(&["diff", "1", "2", "-o", "diff.md", "--accept-acled-terms"]);
}

#[test]
fn a_file_holds_one_result() {
    let bench = sahel();
    for command in [&["export", "--sql", "select 1 as a; select 2 as b"][..], &["sql", "select 1 as a; select 2 as b"]]
    {
        let error = bench.fails(2, &[command, &["-o", "two.csv"]].concat());
        assert!(error.contains("2 statements give rows") && error.contains("create temp table"), "{error}");
    }
    assert!(!bench.path("two.csv").exists());
    bench.ok(&["export", "--sql", "create temp table t as select 1 as a; from t;", "-o", "one.csv"]);
}

#[test]
fn whole_numbers_of_39_digits_are_exact() {
    let bench = sahel();
    let (most, least) = ("170141183460469231731687303715884105727", "-170141183460469231731687303715884105727");
    let query =
        format!("select {most}::hugeint as h, {least}::hugeint as l, '{UNSIGNED}'::uhugeint as u, 7::uhugeint as s");
    let csv = format!("h,l,u,s\n{most},{least},{UNSIGNED},7\n");
    assert_eq!(bench.ok(&["sql", &query, "--format", "csv"]), csv);
    assert_eq!(bench.ok(&["export", "--sql", &query, "--format", "csv"]), csv);
    let json = format!("{{\"h\":{most},\"l\":{least},\"u\":{UNSIGNED},\"s\":7}}");
    assert!(bench.ok(&["sql", &query, "--format", "json"]).contains(&json));
    let shown = bench.ok(&["sql", &query]);
    assert!(shown.replace(',', "").contains(UNSIGNED) && shown.replace(',', "").contains(least), "{shown}");
    bench.ok(&["export", "--sql", &query, "-o", "wide.xlsx"]);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(bench.path("wide.xlsx")).expect("a workbook");
    let sheet = calamine::Reader::worksheet_range(&mut book, "data").expect("a sheet");
    let cell = |at: u32| sheet.get_value((1, at)).expect("a cell").to_string();
    assert_eq!([cell(0), cell(1), cell(2), cell(3)], [most, least, UNSIGNED, "7"]);
    // Forms with types have one for what the engine calls uhugeint, and none for the 39th digit of a hugeint.
    bench.ok(&["export", "--sql", &format!("select '{UNSIGNED}'::uhugeint as u"), "-o", "wide.parquet"]);
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReader::try_new(
        File::open(bench.path("wide.parquet")).expect("it opens"),
        10,
    );
    let batches: Vec<RecordBatch> = reader.expect("it reads").map(|batch| batch.expect("a batch")).collect();
    assert_eq!(texts(&batches), [[UNSIGNED]]);
    for name in ["h.parquet", "h.arrow"] {
        let error = bench.fails(1, &["export", "--sql", &query, "-o", name]);
        assert!(error.contains("column h") && error.contains("h::text"), "{error}");
    }
}

/// The largest whole number of 128 bits without a sign.
const UNSIGNED: &str = "340282366920938463463374607431768211455";

#[test]
fn where_the_provenance_lies_is_told() {
    let bench = sahel();
    let told = |name: &str| {
        let output = bench.run(&["export", "fatalities_by_day", "-o", name]);
        assert!(output.status.success(), "{name}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    for name in ["d.csv", "d.json", "d.jsonl"] {
        assert!(told(name).contains(&format!("where the numbers come from: {name}.provenance.json")), "{name}");
    }
    for name in ["d.parquet", "d.arrow", "d.xlsx", "d.md"] {
        assert!(told(name).is_empty(), "{name}");
        assert!(!bench.path(&format!("{name}.provenance.json")).exists(), "{name}");
        assert!(bench.ok(&["cite", name]).contains("sahel_2025"), "{name}");
    }
}

#[test]
fn provenance_is_inside_every_form_that_is_asked_for() {
    let bench = sahel();
    let mut blocks = Vec::new();
    for name in [
        "p.parquet",
        "p.geoparquet",
        "p.arrow",
        "p.arrows",
        "p.xlsx",
        "p.geojson",
        "p.md",
        "p.csv",
        "p.json",
        "p.jsonl",
    ] {
        bench.ok(&["export", "event", "-o", name, "--provenance", "inside"]);
        assert!(!bench.path(&format!("{name}.provenance.json")).exists(), "{name}");
        let mut block = Provenance::of_file(&bench.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        block.answered_at = String::new();
        blocks.push(block);
        assert!(bench.ok(&["cite", name]).contains("sahel_2025"), "{name}");
    }
    assert!(blocks.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(blocks[0].query, "event");
    for name in ["p.csv", "p.json", "p.jsonl"] {
        bench.ok(&["export", "event", "-o", name, "--force"]);
        assert!(bench.path(&format!("{name}.provenance.json")).exists(), "{name}");
        assert!(bench.ok(&["cite", name]).contains("sahel_2025"), "{name}");
    }
}

#[test]
fn what_is_there_stays_unless_told_and_if_the_export_fails() {
    let bench = sahel();
    bench.write("mine.csv", "mine");
    let error = bench.fails(1, &["export", "event", "-o", "mine.csv"]);
    assert!(error.contains("exists already") && error.contains("--force"), "{error}");
    // A fault after the first rows.
    let late = "select case when range = 900000 then error('late')::int else 1 end as a from range(3000000)";
    for name in ["mine.csv", "new.parquet", "new.arrow", "new.xlsx"] {
        let error = bench.fails(1, &["export", "--sql", late, "-o", name, "--force"]);
        assert!(error.contains("late"), "{error}");
    }
    assert_eq!(std::fs::read_to_string(bench.path("mine.csv")).expect("it reads"), "mine");
    let error = bench.fails(1, &["export", "--sql", "from range(1100000)", "-o", "long.xlsx"]);
    assert!(error.contains("1048575 rows"), "{error}");
    let error = bench.fails(1, &["export", "--sql", "select country from event", "-o", "no.geojson"]);
    assert!(error.contains("longitude and latitude") && error.contains("the columns are country"), "{error}");
    let mut left: Vec<String> = std::fs::read_dir(bench.path("."))
        .expect("the folder lists")
        .filter_map(|entry| entry.ok())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    left.sort();
    assert_eq!(left, ["mine.csv", "warledger.duckdb"]);
    bench.ok(&["export", "event", "-o", "mine.csv", "--force"]);
    assert!(bench.ok(&["cite", "mine.csv"]).contains("sahel_2025"));
}

fn start(bench: &Bench, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_warledger"))
        .args(args)
        .current_dir(bench.path("."))
        .env_remove("WARLEDGER_DB")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the command starts")
}

#[test]
fn a_killed_export_leaves_nothing_under_its_name() {
    let bench = sahel();
    let query = "select e.* from event as e, range(200000) order by start_date";
    let long = "select e.* from event as e, range(200000)";
    let mut killed = 0;
    for (at, name) in ["k.parquet", "k.csv", "k.geojson", "k.arrow", "k.xlsx", "k.parquet"].into_iter().enumerate() {
        let mut child = start(&bench, &["export", "--sql", if at == 5 { query } else { long }, "-o", name]);
        // Until it writes: then it is in the midst of it.
        let begun = Instant::now();
        let writes = || {
            let entries = std::fs::read_dir(bench.path(".")).expect("the folder lists").filter_map(Result::ok);
            entries.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with(&format!(".{name}")))
        };
        while begun.elapsed() < Duration::from_secs(20) && !writes() {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_millis(60 * at as u64));
        killed += usize::from(child.try_wait().expect("it can be asked").is_none());
        child.kill().expect("it is killed");
        child.wait().expect("it ends");
        assert!(!bench.path(name).exists(), "{name}");
        assert!(!bench.path(&format!("{name}.provenance.json")).exists(), "{name}");
    }
    assert!(killed >= 5, "only {killed} were killed at work");
    let mut child = start(&bench, &["export", "--sql", long, "--partition-by", "country", "-o", "parts"]);
    std::thread::sleep(Duration::from_millis(800));
    child.kill().expect("it is killed");
    child.wait().expect("it ends");
    assert!(!bench.path("parts").exists());
}

/// Temporary files and folders of exports in the folder.
fn unfinished(bench: &Bench) -> Vec<String> {
    let entries = std::fs::read_dir(bench.path(".")).expect("the folder lists").filter_map(Result::ok);
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.ends_with(".warledger-tmp")).collect()
}

/// Starts an export and waits until it writes.
fn writing(bench: &Bench, args: &[&str]) -> Child {
    let before = unfinished(bench);
    let child = start(bench, args);
    let begun = Instant::now();
    while unfinished(bench).iter().all(|name| before.contains(name)) {
        assert!(begun.elapsed() < Duration::from_secs(60), "it writes");
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

#[cfg(unix)]
#[test]
fn a_stopped_export_leaves_nothing_and_the_next_one_sweeps_what_a_killed_one_has_left() {
    let bench = sahel();
    let long = "select e.* from event as e, range(200000)";
    for (signal, more) in
        [("INT", &["-o", "s.csv"][..]), ("TERM", &["-o", "s.xlsx"]), ("INT", &["--partition-by", "country", "-o", "s"])]
    {
        let mut child = writing(&bench, &[&["export", "--sql", long], more].concat());
        let sent = Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
        assert!(!child.wait().expect("it ends").success());
        assert!(unfinished(&bench).is_empty(), "{signal}: {:?}", unfinished(&bench));
        assert!(!bench.path(more.last().expect("a name")).exists());
    }
    // One that is killed leaves its file, and one at work is left alone.
    let mut killed = writing(&bench, &["export", "--sql", long, "-o", "k.csv"]);
    killed.kill().expect("it is killed");
    killed.wait().expect("it ends");
    assert_eq!(unfinished(&bench).len(), 1);
    let mut working = writing(&bench, &["export", "--sql", long, "-o", "k.csv"]);
    assert_eq!(unfinished(&bench).len(), 1, "what was left is gone");
    let mine = unfinished(&bench);
    bench.ok(&["export", "event", "-o", "k.csv"]);
    assert_eq!(unfinished(&bench), mine, "what is being written stays");
    working.kill().expect("it is killed");
    working.wait().expect("it ends");
    let mut folder = writing(&bench, &["export", "--sql", long, "--partition-by", "country", "-o", "parts"]);
    folder.kill().expect("it is killed");
    folder.wait().expect("it ends");
    assert!(unfinished(&bench).iter().any(|name| name.starts_with(".parts.")));
    bench.ok(&["export", "event", "--partition-by", "country", "-o", "parts"]);
    assert!(!unfinished(&bench).iter().any(|name| name.starts_with(".parts.")), "{:?}", unfinished(&bench));
}

/// The most anonymous memory of a command in KiB, asked every 20 ms.
#[cfg(target_os = "linux")]
fn most_memory(bench: &Bench, args: &[&str]) -> u64 {
    let mut child = start(bench, args);
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    loop {
        if let Some(ended) = child.try_wait().expect("it can be asked") {
            assert!(ended.success(), "{args:?}");
            return most;
        }
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("RssAnon:"));
        let now = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
        most = most.max(now.unwrap_or_default());
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Three million in `make test-long`, enough to outgrow the bound if rows were held in `make test`.
#[cfg(target_os = "linux")]
#[test]
fn exports_of_millions_of_events_stay_below_a_gibibyte() {
    let long = std::env::var_os("WARLEDGER_LONG").is_some();
    let bench = sahel();
    let (rows, forms): (&str, &[&str]) = if long {
        let mut text = Vec::new();
        let options = SampleOptions::new(SampleLayout::Acled, 3_000_000, 1);
        sample::write_csv(&options, &mut text, &mut |_| {}).expect("a sample");
        bench.write("acled.csv", text);
        bench.ok(&["load", "acled.csv"]);
        ("event", &["m.parquet", "m.csv", "m.geoparquet", "m.geojson", "m.arrow", "m.jsonl"])
    } else {
        println!("skipped: three million events are exported by `make test-long`, here one million");
        ("select e.* from event as e, range(20000)", &["m.parquet", "m.arrows"])
    };
    for name in forms {
        let what: &[&str] = if long { &["export", rows] } else { &["export", "--sql", rows] };
        let most = most_memory(&bench, &[what, &["-o", name, "--accept-acled-terms"]].concat());
        println!("{name}: {} MiB", most / 1024);
        assert!(most < 1 << 20, "{name}: {} MiB", most / 1024);
        std::fs::remove_file(bench.path(name)).expect("it goes");
    }
}
