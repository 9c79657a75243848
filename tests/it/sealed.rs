//! What SQL may not do: a question reaches nothing outside the ledger and changes nothing in it.

use crate::support::sahel;

#[test]
fn statements_that_reach_outside_or_change_anything_are_refused() {
    let bench = sahel();
    bench.write("other.csv", "a\n1\n");
    for statement in [
        "copy event to 'out.csv'",
        "copy (select 1) to 'out.parquet'",
        "export database 'out'",
        "select * from read_csv('other.csv')",
        "select * from 'other.csv'",
        "select * from read_text('other.csv')",
        "select * from glob('*')",
        "attach 'other.duckdb' as other",
        "attach ':memory:' as other",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set memory_limit = '1GB'",
        "reset memory_limit",
        "pragma enable_profiling",
        "call enable_logging(storage_path = 'log')",
        "checkpoint",
        "force checkpoint",
        "use memory",
        "detach warledger",
        "create table t (a int)",
        "insert into event select * from event",
        "update event set deaths_best = 0",
        "delete from event",
        "drop table event",
        "alter table event add column x int",
        "create view v as select 1",
        "truncate event",
        "vacuum",
        "select 1; delete from event",
        "select 1; copy event to 'out.csv'",
        "/* x */ copy event to 'out.csv'",
        "-- x\ncopy event to 'out.csv'",
        "with x as (select 1) delete from event",
        "explain analyze copy event to 'out.csv'",
        "prepare p as copy event to 'out.csv'; execute p",
    ] {
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
    assert!(bench.ok(&["sql", "select count(*) as n from event", "--format", "csv"]).contains("57"));
}

#[test]
fn what_an_analyst_needs_works() {
    let bench = sahel();
    for statement in [
        "select 1",
        "from event limit 1",
        "describe event",
        "show tables",
        "summarize select deaths_best from event",
        "explain select * from event",
        "create temp table t as select * from event; select count(*) from t",
        "create temp macro twice(x) as x * 2; select twice(21)",
        "with a as (select 1 as x) select * from a",
        "select * from troops_killed_since(date '2025-05-01')",
        "pivot (select country, event_class from event) on event_class using count(*)",
        "values (1), (2)",
    ] {
        bench.ok(&["sql", statement]);
    }
}

#[test]
fn writing_is_possible_when_asked_for() {
    let bench = sahel();
    bench.ok(&["sql", "create table mine as select 1 as x", "--write"]);
    assert!(bench.ok(&["sql", "from mine", "--format", "csv"]).contains('1'));
}
