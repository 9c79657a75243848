//! Broken input: each kind a clear error with exit code 1, the ledger unchanged, no panic.

use crate::support::{Bench, row, sahel, shared, table};

/// The command fails on a file, says what is expected, and leaves no ledger behind.
fn refused(bench: &Bench, file: &str, says: &str) {
    let error = bench.fails(1, &["load", file]);
    assert!(error.contains(says), "{file}: expected '{says}' in: {error}");
    assert!(error.contains("hint:"), "{file}: no hint in: {error}");
    assert!(!bench.db().exists(), "{file}: a ledger was left behind");
    let left = std::fs::read_dir(bench.path(".")).expect("the folder lists").filter_map(|entry| entry.ok());
    assert!(
        !left.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with(".warledger-stage")),
        "{file}: a stage was left behind"
    );
}

#[test]
fn files_that_are_no_tables_are_refused() {
    let bench = Bench::new();
    bench.write("page.csv", "\n <!DOCTYPE html><html><body>Please log in</body></html>");
    refused(&bench, "page.csv", "web page");
    bench.write("empty.csv", "");
    refused(&bench, "empty.csv", "empty");
    bench.write("blank.csv", "  \n\n");
    refused(&bench, "blank.csv", "white space");
    bench.write("binary.csv", [0_u8, 1, 2, 3, 0, 255]);
    refused(&bench, "binary.csv", "binary");
    bench.write("wide.csv", [0xff_u8, 0xfe, b'i', 0, b'd', 0]);
    refused(&bench, "wide.csv", "UTF-16");
    bench.write("nothing.zip", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    refused(&bench, "nothing.zip", "archive");
    bench.write("cut.xlsx", b"PK\x03\x04 and no more");
    refused(&bench, "cut.xlsx", "archive");
    std::fs::create_dir(bench.path("folder")).expect("a folder");
    refused(&bench, "folder", "folder");
    refused(&bench, "missing.csv", "missing.csv");
}

#[test]
fn headers_that_fit_nothing_name_the_nearest_layout() {
    let bench = Bench::new();
    bench.write("unknown.csv", "a,b,c\n1,2,3\n");
    refused(&bench, "unknown.csv", "no known source");
    let header = "event_key,event_date,date_precision,country,admin1,location,latitude,longitude,geo_precision,actor1,actor2,event_type,sub_event_type";
    bench.write("near.csv", format!("{header},sumary\n"));
    let error = bench.fails(1, &["load", "near.csv"]);
    for part in ["sahel_2025", "missing: summary", "extra: sumary"] {
        assert!(error.contains(part), "{part} in: {error}");
    }
    bench.write("twice.csv", "id,id\n1,2\n");
    refused(&bench, "twice.csv", "twice");
    bench.write("header.csv", format!("{header},summary\n"));
    refused(&bench, "header.csv", "no rows");
}

#[test]
fn a_file_cut_off_is_known_as_such() {
    let bench = Bench::new();
    let builtin = warledger::source::builtin_file("sahel_2025/events.csv").expect("the file is built in");
    bench.write("cut.csv", &builtin[..builtin.len() - 120]);
    refused(&bench, "cut.csv", "ends in the middle of row");
    let Some(shared) = shared("ucdp/GEDEvent_v26_0_2.xlsx") else { return };
    let bytes = std::fs::read(shared).expect("the workbook reads");
    bench.write("cut.xlsx", &bytes[..200_000]);
    refused(&bench, "cut.xlsx", "archive");
}

#[test]
fn faulty_cells_are_rejected_with_row_column_and_reason() {
    let bench = Bench::new();
    let builtin = warledger::source::builtin_file("sahel_2025/events.csv").expect("the file is built in");
    let text = std::str::from_utf8(builtin).expect("it is UTF-8");
    let spoilt = text
        .replacen("11.68,2.3,2,JNIM", "123.4,2.3,2,JNIM", 1)
        .replacen("2025-04-17-point-triple,2025-04-17,1", "2025-04-17-point-triple,17 April,1", 1)
        .replacen("2025-04-21-kwala,2025-04-21,2", "2025-04-21-kwala,2025-04-21,9", 1)
        .replacen("Military Forces of Niger,Battles,Armed clash", "Military Forces of Niger,Battels,Armed clash", 1);
    bench.write("spoilt.csv", &spoilt);
    refused(&bench, "spoilt.csv", "rows were rejected");
    bench.ok(&["load", "spoilt.csv", "--max-rejects", "20"]);
    let rejected = table(&bench.ledger(), "select row_number, column_name, reason from rejected_row order by 1");
    let says = |row: &str, column: &str, part: &str| {
        assert!(
            rejected.iter().any(|reject| reject[0] == row && reject[1] == column && reject[2].contains(part)),
            "row {row}, {column}, {part}: {rejected:?}"
        );
    };
    says("2", "latitude", "is not between -90 and 90");
    says("3", "event_date", "'17 April' is not a date");
    says("4", "date_precision", "'9' is not a code");
    says("5", "event_type", "'Battels' is not a code");
}

#[test]
fn an_event_that_contradicts_itself_in_one_file_is_a_reject() {
    let bench = Bench::new();
    let builtin = warledger::source::builtin_file("sahel_2025/events.csv").expect("the file is built in");
    let text = std::str::from_utf8(builtin).expect("it is UTF-8");
    let line = text.lines().nth(1).expect("a first row");
    bench.write("twice.csv", format!("{text}{line}\n{}\n", line.replace("11.68", "11.69")));
    bench.ok(&["load", "twice.csv", "--max-rejects", "5"]);
    assert_eq!(
        row(&bench.ledger(), "select rows_duplicate, rows_rejected, events_accepted from load"),
        ["1", "1", "57"]
    );
    assert_eq!(
        row(&bench.ledger(), "select row_number, reason like '%stands in row 2 already%' from rejected_row"),
        ["60", "true"]
    );
}

#[test]
fn a_failed_load_leaves_the_ledger_as_it_was() {
    let bench = sahel();
    let before = table(&bench.ledger(), "select * from event order by all");
    let builtin = warledger::source::builtin_file("sahel_2025/events.csv").expect("the file is built in");
    let text = std::str::from_utf8(builtin).expect("it is UTF-8").replace("Battles", "Battels");
    bench.write("spoilt.csv", text);
    bench.fails(1, &["load", "spoilt.csv"]);
    assert_eq!(table(&bench.ledger(), "select * from event order by all"), before);
    assert_eq!(row(&bench.ledger(), "select count(*) from load"), ["1"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new();
    let path = bench.write("closed.csv", "id\n1\n");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).expect("permissions change");
    if std::fs::File::open(&path).is_ok() {
        println!("skipped: this user reads every file");
        return;
    }
    refused(&bench, "closed.csv", "ermission denied");
}

#[test]
fn databases_that_cannot_be_used_say_why() {
    let bench = Bench::new();
    let error = bench.fails(1, &["fatalities"]);
    assert!(error.contains("no such database"), "{error}");
    bench.write("warledger.duckdb", "not a database");
    let error = bench.fails(1, &["load", "builtin:sahel_2025"]);
    assert!(error.contains("cannot read it"), "{error}");
    let error = bench.fails(1, &["--db", "nowhere/x.duckdb", "load", "builtin:sahel_2025"]);
    assert!(error.contains("no folder nowhere"), "{error}");
}

#[test]
fn a_ledger_that_another_program_writes_to_is_named_with_who_uses_it() {
    let bench = sahel();
    // A program of its own that writes to the file, as any client of the engine may.
    let mut writer = std::process::Command::new(env!("CARGO_BIN_EXE_warledger"))
        .args(["sql", "--write", "select count(*) from range(100000000000)"])
        .current_dir(bench.path("."))
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("the command starts");
    std::thread::sleep(std::time::Duration::from_millis(400));
    let error = bench.fails(1, &["fatalities"]);
    writer.kill().expect("it is killed");
    writer.wait().expect("it ends");
    assert!(error.contains("in use by another process"), "{error}");
    bench.ok(&["fatalities"]);
}

#[test]
fn paths_that_are_no_ledger_are_refused_before_anything_is_loaded() {
    let bench = Bench::new();
    bench.write("data.csv", "a,b\n1,2\n");
    for (db, says) in [
        (":memory:", "a ledger is a file"),
        ("data.csv", "no DuckDB file"),
        ("new.parquet", "name of a data file"),
        ("new.json", "name of a data file"),
    ] {
        let error = bench.fails(1, &["--db", db, "load", "builtin:sahel_2025"]);
        assert!(error.contains(says), "{db}: {error}");
    }
    assert_eq!(std::fs::read_to_string(bench.path("data.csv")).expect("it reads"), "a,b\n1,2\n");
    // A name that looks like an address of another system is a file name.
    bench.ok(&["--db", "md:mine", "load", "builtin:sahel_2025"]);
    assert!(bench.path("md:mine").is_file());
}

#[test]
fn a_ledger_is_never_overwritten_by_a_result() {
    let bench = sahel();
    for args in [
        &["fatalities", "--format", "parquet", "-o", "warledger.duckdb", "--force"][..],
        &["sql", "select 1", "--format", "csv", "-o", "warledger.duckdb", "--force"],
        &["export", "event", "--format", "csv", "-o", "warledger.duckdb", "--force"],
        &["sample", "acled", "--events", "3", "-o", "warledger.duckdb", "--force"],
    ] {
        let error = bench.fails(1, args);
        assert!(error.contains("is not overwritten"), "{args:?}: {error}");
    }
    assert_eq!(row(&bench.ledger(), "select count(*) from event"), ["57"]);
}

#[test]
fn faults_in_small_files_are_rejects_wherever_they_stand() {
    let builtin = warledger::source::builtin_file("sahel_2025/events.csv").expect("the file is built in");
    let text = std::str::from_utf8(builtin).expect("it is UTF-8");
    for rows in 1..6 {
        for bad in 1..=rows {
            let bench = Bench::new();
            let lines: Vec<String> = text
                .lines()
                .take(rows + 1)
                .enumerate()
                .map(|(at, line)| {
                    if at == bad {
                        line.replace("Battles", "Battels")
                            .replace("Violence ", "Violins ")
                            .replace("Explosions", "Xplosions")
                    } else {
                        line.to_owned()
                    }
                })
                .collect();
            bench.write("small.csv", lines.join("\n"));
            let error = bench.fails(1, &["load", "small.csv"]);
            assert!(
                error.contains("rows were rejected") && error.contains(&format!("row {}", bad + 1)),
                "{rows}, {bad}: {error}"
            );
        }
    }
}

#[test]
fn the_same_events_with_further_columns_load() {
    let bench = sahel();
    let builtin = warledger::source::builtin_file("sahel_2025/events.csv").expect("the file is built in");
    let text = std::str::from_utf8(builtin).expect("it is UTF-8");
    let wider: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(at, line)| format!("{line},{}", if at == 0 { "desk" } else { "east" }))
        .collect();
    bench.write("wider.csv", format!("{}\n", wider.join("\n")));
    bench.ok(&["load", "wider.csv", "--source", "sahel_2025"]);
    assert_eq!(table(&bench.ledger(), "select desk, count(*) from sahel_2025_event group by all"), [["east", "57"]]);
}

/// Synthetic GED rows with a further column, or several.
fn with_columns(names: &str) -> String {
    let text = include_str!("../fixtures/ged_49.csv");
    let cells = vec!["x"; names.split(',').count()].join(",");
    // Records begin with the identifier; cells hold line ends too.
    let rows: Vec<String> = text.trim_end().split("\n99").map(str::to_owned).collect();
    let wider = rows.iter().enumerate().map(|(at, row)| format!("{row},{}", if at == 0 { names } else { &cells }));
    format!("{}\n", wider.collect::<Vec<_>>().join("\n99"))
}

#[test]
fn further_columns_may_have_any_name() {
    for (names, stored) in [
        ("*", &["*"][..]),
        ("^.*$", &["^.*$"]),
        ("source_,source", &["source_", "source__"]),
        ("row_number,load_id", &["row_number_", "load_id_"]),
        ("\"quo\"\"te\"", &["quo\"te"]),
    ] {
        let bench = Bench::new();
        bench.write("ged.csv", with_columns(names));
        bench.ok(&["load", "--source", "ucdp_ged", "ged.csv"]);
        for column in stored {
            let column = column.replace('"', "\"\"");
            let sql = format!("select count(*) from ucdp_event where \"{column}\" = 'x'");
            assert_eq!(table(&bench.ledger(), &sql), [["3"]], "{names}: {column}");
        }
    }
}

#[test]
fn columns_that_cannot_be_told_apart_are_refused() {
    let bench = Bench::new();
    bench.write("nul.csv", with_columns("a\0b"));
    let error = bench.fails(1, &["load", "--source", "ucdp_ged", "nul.csv"]);
    assert!(error.contains("column 50 holds a NUL byte"), "{error}");
    // The web export's name for a column beside the name that it stands for.
    let text = with_columns("best_est").replacen(",best,high,low,", ",best,high_est,low_est,", 1);
    bench.write("both.csv", text);
    let error = bench.fails(1, &["load", "--source", "ucdp_ged", "both.csv"]);
    assert!(error.contains("mean the same"), "{error}");
}

#[test]
fn other_separators_and_other_peoples_names_are_refused() {
    let bench = Bench::new();
    bench.write("semicolons.csv", "id;date;country;deaths\n1;2025-01-01;Mali;3\n");
    refused(&bench, "semicolons.csv", "of no known source");
    bench.write("wide.csv", format!("{}\n", vec!["c"; 5_000].join(",")));
    refused(&bench, "wide.csv", "5000 columns");
    let own = std::str::from_utf8(warledger::source::builtin_file("acled/source.toml").expect("it is built in"))
        .expect("it is UTF-8")
        .replace("Raleigh", "Somebody");
    bench.write("own.toml", own);
    let error = bench.fails(1, &["load", "semicolons.csv", "--source", "own.toml"]);
    assert!(error.contains("built-in source"), "{error}");
}

#[test]
fn what_a_killed_load_has_left_is_cleaned_by_the_next() {
    let bench = Bench::new();
    bench.ok(&["sample", "acled", "--events", "60000", "--seed", "5", "-o", "big.csv"]);
    bench.ok(&["load", "builtin:sahel_2025"]);
    let stages = || {
        std::fs::read_dir(bench.path("."))
            .expect("the folder lists")
            .filter_map(|entry| entry.ok())
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(".warledger-stage"))
            .count()
    };
    let pauses: Vec<u64> = if std::env::var_os("WARLEDGER_LONG").is_some() {
        (1..=40).map(|at| at * 80).collect()
    } else {
        vec![300, 900, 1_500]
    };
    for pause in pauses {
        let mut load = std::process::Command::new(env!("CARGO_BIN_EXE_warledger"))
            .args(["load", "big.csv"])
            .current_dir(bench.path("."))
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("the command starts");
        std::thread::sleep(std::time::Duration::from_millis(pause));
        load.kill().expect("the load is killed");
        load.wait().expect("it ends");
        // Killed at any moment: the built-in data alone, or all of both.
        let held = bench.ok(&["sql", "select count(*) as n from event", "--format", "csv"]);
        assert!(held == "n\n57\n" || held == "n\n60057\n", "after {pause} ms: {held}");
        bench.ok(&["doctor"]);
    }
    bench.ok(&["load", "builtin:sahel_2025"]);
    assert_eq!(stages(), 0);
}
