//! The commands as a person and a program meet them.

use std::process::Command;

use crate::support::{Bench, row, sahel};

#[test]
fn the_demo_says_the_sentence_that_matters_and_leaves_nothing_behind() {
    let bench = Bench::new();
    let said = bench.ok(&["demo"]);
    for part in [
        "coded sample",
        "as_reported",
        "285",
        "422",
        "543",
        "155",
        "187",
        "254",
        "a sum of known tolls, not a total",
        "ucdp.uu.se",
    ] {
        assert!(said.contains(part), "{part} in: {said}");
    }
    assert!(!bench.db().exists());
    let flat: String = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("Between 10 and 422 troops were killed, depending on whose word counts"), "{flat}");
}

#[test]
fn the_demo_keeps_its_files_where_it_is_told() {
    let bench = Bench::new();
    bench.ok(&["demo", "--out", "kept"]);
    for file in [
        "warledger.duckdb",
        "event.parquet",
        "claim.parquet",
        "fatalities_since_early_may.parquet",
        "regional_trends.parquet",
        "report.html",
        "report.pdf",
        "report.md",
    ] {
        assert!(bench.path("kept").join(file).is_file(), "{file}");
    }
    let error = bench.fails(1, &["demo", "--out", "kept"]);
    assert!(error.contains("exists already"), "{error}");
}

#[test]
fn every_answer_comes_in_every_format() {
    let bench = sahel();
    for answer in ["fatalities", "attacks", "trends", "troops", "events", "actors"] {
        for (format, start) in [("table", ""), ("csv", "source,"), ("json", "["), ("jsonl", "{"), ("markdown", "<!--")]
        {
            let said = bench.ok(&[answer, "--format", format]);
            assert!(said.starts_with(start), "{answer} as {format}: {said}");
        }
        for (format, magic) in [("parquet", &b"PAR1"[..]), ("arrow", &b"ARROW1"[..])] {
            let output = bench.run(&[answer, "--format", format]);
            assert!(output.status.success() && output.stdout.starts_with(magic), "{answer} as {format}");
        }
    }
}

#[test]
fn json_is_what_programs_read() {
    let bench = sahel();
    for args in [
        &["sources", "--json"][..],
        &["doctor", "--json"],
        &["fatalities", "--format", "json"],
        &["load", "builtin:sahel_2025", "--json"],
    ] {
        let said = bench.ok(args);
        serde_json::from_str::<serde_json::Value>(&said).unwrap_or_else(|error| panic!("{args:?}: {error}: {said}"));
    }
}

#[test]
fn files_are_written_whole_and_not_overwritten_unasked() {
    let bench = sahel();
    bench.ok(&["export", "event", "-o", "events.parquet"]);
    let error = bench.fails(1, &["export", "event", "-o", "events.parquet"]);
    assert!(error.contains("exists"), "{error}");
    bench.ok(&["export", "event", "-o", "events.parquet", "--force"]);
    bench.ok(&["fatalities", "-o", "fatalities.csv"]);
    bench.ok(&["export", "--sql", "select country, deaths_best from event", "-o", "mine.jsonl"]);
    bench.ok(&["export", "event", "--partition-by", "source,country", "-o", "lake"]);
    assert!(bench.path("lake/source=sahel_2025/country=Mali/part-0.parquet").is_file());
    let error = bench.fails(2, &["export", "event", "-o", "events.xyz"]);
    assert!(error.contains("extension"), "{error}");
    let error = bench.fails(2, &["export", "evnt", "-o", "x.csv"]);
    assert!(error.contains("no table or view"), "{error}");
}

#[test]
fn exports_carry_their_provenance() {
    let bench = sahel();
    bench.ok(&["export", "event", "-o", "events.parquet"]);
    let file = std::fs::File::open(bench.path("events.parquet")).expect("the file opens");
    let reader = parquet::file::serialized_reader::SerializedFileReader::new(file).expect("it is Parquet");
    let metadata = parquet::file::reader::FileReader::metadata(&reader);
    let pairs = metadata.file_metadata().key_value_metadata().expect("there is metadata");
    let value =
        |key: &str| pairs.iter().find(|pair| pair.key == key).and_then(|pair| pair.value.clone()).unwrap_or_default();
    assert_eq!(value("warledger.cut_off"), "sahel_2025 2025-07-04");
    assert!(value("warledger.licence").contains("CC BY 4.0"));
    assert_eq!(metadata.file_metadata().num_rows(), 57);
}

#[test]
fn misuse_is_exit_code_two_and_help_has_examples() {
    let bench = Bench::new();
    bench.fails_quietly(&["fatalities", "--since", "yesterday"]);
    bench.fails_quietly(&["nonsense"]);
    bench.fails_quietly(&["load"]);
    let error = bench.fails(2, &["load", "x.csv", "--source", "nowhere"]);
    assert!(error.contains("no source named"), "{error}");
    for command in ["load", "attacks", "events", "sql", "export", "sample"] {
        assert!(bench.ok(&[command, "--help"]).contains("Examples:"), "{command}");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(bench.ok(&["completions", shell]).contains("warledger"), "{shell}");
    }
}

#[test]
fn output_that_nobody_reads_is_no_failure() {
    let bench = sahel();
    let script = format!("{} events --format csv | head -1", env!("CARGO_BIN_EXE_warledger"));
    let output = Command::new("sh").args(["-c", &script]).current_dir(bench.path(".")).output().expect("a shell");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_sample_is_a_function_of_its_seed_and_loads() {
    let bench = Bench::new();
    for source in ["acled", "ucdp_ged"] {
        let (one, two) = (format!("{source}1.csv"), format!("{source}2.csv"));
        bench.ok(&["sample", source, "--events", "500", "--seed", "7", "-o", &one]);
        bench.ok(&["sample", source, "--events", "500", "--seed", "7", "-o", &two]);
        assert_eq!(std::fs::read(bench.path(&one)).expect("one"), std::fs::read(bench.path(&two)).expect("two"));
        bench.ok(&["load", &one]);
    }
    assert_eq!(row(&bench.ledger(), "select count(*) from event"), ["1000"]);
    assert_eq!(row(&bench.ledger(), "select count(*) from event where source_event_id not like 'SYN%'"), ["0"]);
    bench.ok(&["doctor"]);
}

#[test]
fn describe_knows_every_object() {
    let bench = sahel();
    assert!(bench.ok(&["describe"]).contains("fatalities_since_early_may"));
    let said = bench.ok(&["describe", "fatalities_since"]);
    assert!(said.contains("covers_period") && said.contains("Try:"), "{said}");
    assert!(bench.ok(&["describe", "sahel_2025_event"]).contains("date_precision"));
    let error = bench.fails(2, &["describe", "nonsense"]);
    assert!(error.contains("regional_trends"), "{error}");
}

#[test]
fn pythons_duckdb_opens_the_file() {
    let bench = sahel();
    let python = std::env::var("WARLEDGER_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = "import duckdb\nc = duckdb.connect('warledger.duckdb', read_only=True)\n\
        print(c.sql(\"select deaths_best from troops_killed_since(date '2025-05-01', until := date '2025-06-03') where area = 'central_sahel'\").fetchall())\n\
        print(c.sql(\"select count(*) from duckdb_tables() where comment is not null\").fetchone()[0] > 20)\n\
        print(c.sql('select count(*) from attack_frequency_by_group').fetchone()[0] > 0)";
    let check =
        Command::new(&python).args(["-c", "import duckdb; assert duckdb.__version__.startswith('1.5')"]).output();
    if !check.is_ok_and(|output| output.status.success()) {
        println!("skipped: {python} has no duckdb 1.5 (set WARLEDGER_PYTHON)");
        return;
    }
    let output =
        Command::new(&python).args(["-c", script]).current_dir(bench.path(".")).output().expect("Python starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(
        said.trim(),
        "[(422,), (432,), (187,), (10,)]\nTrue\nTrue",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
