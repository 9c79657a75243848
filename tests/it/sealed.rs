//! What a question may not reach: files, networks, other databases, settings. And what an analyst needs all the same.

use std::time::Instant;

use crate::support::sahel;

/// Attempts to read, write, attach, install, copy or change settings. All of them are refused.
const ATTEMPTS: &[&str] = &[
    // writing files
    "copy event to 'out.csv'",
    "copy (select 1) to 'out.parquet'",
    "copy (select 1) to '/dev/stdout'",
    "export database 'out'",
    "with x as (select 1) select * from x; copy event to 'out.csv'",
    "/* x */ copy event to 'out.csv'",
    "/* /* x */ */ copy event to 'out.csv'",
    "-- x\ncopy event to 'out.csv'",
    "explain analyze copy event to 'out.csv'",
    "prepare p as copy event to 'out.csv'; execute p",
    r"select E'\' -- ' as a; copy event to 'out.csv'",
    "select 1 as a$b$; copy event to 'out.csv'; select 2 -- $b$",
    // reading files and the network
    "select * from read_csv('other.csv')",
    "select * from 'other.csv'",
    "from './other.csv'",
    "select * from read_text('other.csv')",
    "select * from read_blob('/etc/passwd')",
    "select * from read_json('other.csv')",
    "select * from read_parquet('other.csv')",
    "select * from parquet_metadata('other.csv')",
    "select * from sniff_csv('other.csv')",
    "select * from glob('*')",
    "select * from read_duckdb('warledger.duckdb')",
    "create temp table t (a int); copy t from 'other.csv'",
    "import database 'out'",
    "select * from 'https://example.org/x.csv'",
    "select * from read_parquet('s3://bucket/x.parquet')",
    // other databases
    "attach 'other.duckdb' as other",
    "attach 'warledger.duckdb' as again",
    "attach ':memory:' as other",
    "use memory",
    "detach warledger",
    "call copy_database('a', 'b')",
    // extensions and secrets
    "install httpfs",
    "install httpfs from community",
    "load httpfs",
    "update extensions",
    "create secret s (type s3)",
    "create temporary secret s (type s3)",
    // settings
    "set enable_external_access = true",
    "set memory_limit = '1GB'",
    "set session threads = 1",
    "set global threads = 1",
    "reset memory_limit",
    "pragma enable_profiling",
    "pragma memory_limit = '1GB'",
    "pragma disable_optimizer",
    // what passes the engine's own seal
    "call enable_logging(storage_path = 'log')",
    "select * from enable_logging(storage_path = 'log')",
    "from \"enable_logging\"()",
    "from system.main.enable_logging/* x */ (storage_path = 'log')",
    "create temp view v as from enable_logging(); from v",
    "create temp macro m() as table from ENABLE_LOGGING(storage_path = 'log'); from m()",
    "explain analyze select * from enable_logging()",
    "from query('from enable_log' || 'ging()')",
    "select write_log('x')",
    "from truncate_duckdb_logs()",
    "from enable_profiling()",
    "from checkpoint()",
    "checkpoint",
    "force checkpoint",
    // addresses of memory
    "from arrow_scan(1::pointer, 1::pointer, 1::pointer)",
    // changing the ledger
    "create table t (a int)",
    "create view v as select 1",
    "create macro m(x) as x",
    "insert into event select * from event",
    "update event set deaths_best = 0",
    "delete from event",
    "with x as (select 1) delete from event",
    "select 1; delete from event",
    "drop table event",
    "alter table event add column x int",
    "comment on table event is 'x'",
    "truncate event",
    "merge into event using claim on true when matched then delete",
    "vacuum",
    "analyze",
];

#[test]
fn statements_that_reach_outside_or_change_anything_are_refused() {
    let bench = sahel();
    bench.write("other.csv", "a\n1\n");
    let before = std::fs::read(bench.db()).expect("the ledger reads");
    for statement in ATTEMPTS {
        let error = bench.fails(1, &["sql", statement]);
        assert!(!error.is_empty(), "{statement}");
    }
    let mut left: Vec<String> = std::fs::read_dir(bench.path("."))
        .expect("the folder lists")
        .filter_map(|entry| entry.ok())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    left.sort();
    assert_eq!(left, ["other.csv", "warledger.duckdb"]);
    assert!(before == std::fs::read(bench.db()).expect("the ledger reads"), "no byte of the ledger has changed");
    assert!(bench.ok(&["sql", "select count(*) as n from event", "--format", "csv"]).contains("57"));
}

#[test]
fn an_export_is_sealed_too() {
    let bench = sahel();
    bench.write("other.csv", "a\n1\n");
    for statement in
        ["from 'other.csv'", "call enable_logging()", "select 1; copy event to 'x.csv'", "from checkpoint()"]
    {
        bench.fails(1, &["export", "--sql", statement, "-o", "x.parquet"]);
        assert!(!bench.path("x.parquet").exists() && !bench.path("x.csv").exists(), "{statement}");
    }
}

#[test]
fn what_an_analyst_needs_works() {
    let bench = sahel();
    for statement in [
        "select 1",
        "from event limit 1",
        "(select 1 as a) union all (select 2)",
        "describe event",
        "show tables",
        "summarize select deaths_best from event",
        "explain select * from event",
        "explain analyze select count(*) from event",
        "create temp table t as select * from event; select count(*) from t",
        "create temp table t (a int); insert into t values (1), (2); delete from t where a = 1; from t",
        "create or replace temp view v as from event; select count(*) from v",
        "create temp macro twice(x) as x * 2; select twice(21)",
        "with a as (select 1 as x) select * from a",
        "select * from troops_killed_since(date '2025-05-01')",
        "pivot (select country, event_class from event) on event_class using count(*)",
        "unpivot (select 1 as a, 2 as b) on a, b",
        "values (1), (2)",
        "set variable since = date '2025-05-01'; select count(*) from event where start_date >= getvariable('since')",
        "prepare p as select count(*) from event; execute p",
        "begin; create temp table t as select 1; commit; from t",
        "pragma table_info('event')",
        "pragma show_tables",
        "select current_setting('memory_limit')",
        "select * from duckdb_columns() limit 1",
        "select source, list(country order by country) from event group by source",
        "select country, start_date, row_number() over (partition by country order by start_date) as n from event qualify n = 1",
        "select 'call enable_logging' as text, 1 as checkpoint",
    ] {
        bench.ok(&["sql", statement]);
    }
}

#[test]
fn files_of_a_folder_are_read_when_allowed_and_no_others() {
    let bench = sahel();
    std::fs::create_dir_all(bench.path("data")).expect("a folder");
    bench.write("data/mine.csv", "country,people\nMali,3\n");
    bench.write("other.csv", "a\n1\n");
    let allowed = |statement: &str| bench.run(&["sql", statement, "--allow-files", "data", "--format", "csv"]);
    for statement in [
        "from 'data/mine.csv'",
        "from read_csv('data/*.csv')",
        "create temp table t (country text, people int); copy t from 'data/mine.csv'; from t",
        "select country, any_value(people) as people from event join 'data/mine.csv' using (country) group by all",
    ] {
        let output = allowed(statement);
        assert!(output.status.success(), "{statement}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(String::from_utf8_lossy(&output.stdout).contains("Mali,3"), "{statement}");
    }
    for statement in [
        "from 'other.csv'",
        "from 'data/../other.csv'",
        "from read_text('/etc/passwd')",
        "copy event to 'data/out.csv'",
        "attach 'data/x.duckdb' as x",
        "install httpfs",
        "from 'https://example.org/x.csv'",
        "call enable_logging(storage_path = 'data/log')",
    ] {
        assert!(!allowed(statement).status.success(), "{statement}");
    }
    assert_eq!(std::fs::read_dir(bench.path("data")).expect("it lists").count(), 1);
    let error = bench.fails(2, &["sql", "select 1", "--allow-files", "nowhere"]);
    assert!(error.contains("is no folder") && error.contains("hint:"), "{error}");
}

#[test]
fn the_ledger_itself_is_no_file_that_may_be_read() {
    let bench = sahel();
    std::fs::create_dir_all(bench.path("data")).expect("a folder");
    bench.write("data/mine.csv", "a\n1\n");
    bench.write("beside.csv", "a\n2\n");
    for beside in ["warledger.duckdb.tmp", ".warledger.duckdb.new"] {
        bench.write(beside, "x");
    }
    for (name, place) in [("link.bin", "warledger.duckdb"), ("data/up", "..")] {
        #[cfg(unix)]
        std::os::unix::fs::symlink(place, bench.path(name)).expect("a link");
    }
    let full = bench.db().display().to_string();
    let allowed = |statement: &str| bench.run(&["sql", statement, "--allow-files", ".", "--format", "csv"]);
    for name in [
        "warledger.duckdb",
        "./warledger.duckdb",
        "data/../warledger.duckdb",
        full.as_str(),
        "warledger.duckdb.wal",
        "warledger.duckdb.tmp",
        ".warledger.duckdb.new",
        "link.bin",
        "*.duckdb",
        "*",
    ] {
        for function in ["read_blob", "read_text"] {
            let output = allowed(&format!("select size from {function}('{name}')"));
            let error = String::from_utf8_lossy(&output.stderr);
            let is_refused = error.contains("Permission Error") || error.contains("it is no file to read");
            assert!(!output.status.success() && is_refused, "{name}: {error}");
            assert!(!bench.run(&["sql", &format!("from {function}('{name}')")]).status.success(), "{name}");
        }
    }
    for statement in [
        "from read_blob('warledger' || '.duckdb')",
        "set variable v = 'warledger.duckdb'; from read_blob(getvariable('v'))",
        "prepare p as from read_text($1); execute p('warledger.duckdb')",
        "from read_blob(['beside.csv', 'warledger.duckdb'])",
        "create temp table t (a text); copy t from 'warledger.duckdb'",
        "from 'warledger.duckdb'",
        "from read_blob('data/up/warledger.duckdb')",
        "from read_blob('data/../*.duckdb')",
        "from read_blob('data/up/*')",
    ] {
        assert!(!allowed(statement).status.success(), "{statement}");
    }
    for (statement, expected) in
        [("from 'beside.csv'", "a\n2\n"), ("from 'data/mine.csv'", "a\n1\n"), ("from read_csv('data/*.csv')", "a\n1\n")]
    {
        let output = allowed(statement);
        assert!(output.status.success(), "{statement}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
    }
}

#[test]
fn errors_advise_what_is_possible_here() {
    let bench = sahel();
    let error = bench.fails(1, &["sql", "select list(range) from range(30000000)", "--memory", "64MB"]);
    assert!(error.contains("--memory") && !error.contains("SET "), "{error}");
    for statement in ["select st_point(1, 2)", "from st_read('x')"] {
        let error = bench.fails(1, &["sql", statement]);
        assert!(
            error.contains("extension") && error.contains("hint: extensions of the engine are not loaded"),
            "{error}"
        );
        assert!(!error.contains("INSTALL") && !error.contains("LOAD ") && !error.contains("SET "), "{error}");
    }
    let error = bench.fails(1, &["sql", "from read_xlsx('x')"]);
    assert!(error.contains("hint: ") && error.contains("warledger load FILE") && !error.contains("INSTALL"), "{error}");
    let set = bench.ok(&["export", "--sql", "select current_setting('memory_limit') as m", "--format", "csv"]);
    assert_eq!(set, "m\n384.0 MiB\n");
    assert!(bench.ok(&["export", "--help"]).contains("384MiB for export"));
}

#[test]
fn a_statement_is_stopped_when_its_time_is_up() {
    let bench = sahel();
    let endless = "select count(*) from range(10000000) as a, range(10000000) as b where a.range + b.range < 0";
    for command in [&["sql", endless][..], &["export", "--sql", endless, "-o", "x.csv"]] {
        let begun = Instant::now();
        let error = bench.fails(1, &[command, &["--timeout", "0.5"]].concat());
        assert!(error.contains("took longer than 0.5 s") && error.contains("--timeout"), "{error}");
        assert!(begun.elapsed().as_secs() < 30, "it took {:?}", begun.elapsed());
    }
    assert!(!bench.path("x.csv").exists());
    bench.ok(&["sql", "select count(*) from event", "--timeout", "5m"]);
    bench.fails_quietly(&["sql", "select 1", "--timeout", "soon"]);
}

#[test]
fn memory_has_a_limit() {
    let bench = sahel();
    let error = bench.fails(1, &["sql", "select list(range) from range(30000000)", "--memory", "64MB"]);
    assert!(error.contains("Out of Memory") && error.contains("--memory"), "{error}");
    let set = bench.ok(&["sql", "select current_setting('memory_limit') as m", "--memory", "500MB", "--format", "csv"]);
    assert!(set.contains("476"), "{set}");
    bench.fails_quietly(&["sql", "select 1", "--memory", "12"]);
}

#[test]
fn rows_that_are_cut_are_told() {
    let bench = sahel();
    let output = bench.run(&["sql", "from range(5000)"]);
    let note = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(note.contains("1000 of 5000 rows are shown"), "{note}");
    let output = bench.run(&["sql", "from range(5000)", "--max-rows", "0"]);
    assert!(output.stderr.is_empty());
    assert!(String::from_utf8_lossy(&output.stdout).lines().count() > 5_000);
    let csv = bench.ok(&["sql", "from range(5000)", "--format", "csv"]);
    assert_eq!(csv.lines().count(), 5_001, "a form for programs holds every row");
}

#[test]
fn writing_is_possible_when_asked_for() {
    let bench = sahel();
    bench.ok(&["sql", "create table mine as select 1 as x", "--write"]);
    assert!(bench.ok(&["sql", "from mine", "--format", "csv"]).contains('1'));
    for statement in ["copy mine to 'out.csv'", "attach 'x.duckdb' as x", "call enable_logging(storage_path = 'log')"] {
        bench.fails(1, &["sql", statement, "--write"]);
    }
}
