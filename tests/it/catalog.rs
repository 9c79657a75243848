//! Headers of SQL files against what the objects really are.

use std::collections::BTreeSet;

use warledger::catalog::{self, Kind, Object};
use warledger::ledger::{Ledger, Params};

use crate::support::{Bench, sahel, shared, table};

/// An object as a statement reads it, with arguments where it takes some.
fn called(object: &Object, since: &str) -> String {
    if object.kind != Kind::Macro {
        return object.name.to_owned();
    }
    let needed = object.header.params.iter().filter(|param| !param.contains('='));
    let arguments: Vec<String> =
        needed.map(|param| if param == "load_id" { "1".to_owned() } else { format!("date '{since}'") }).collect();
    format!("{}({})", object.name, arguments.join(", "))
}

fn columns_of(ledger: &Ledger, object: &Object) -> Vec<String> {
    let from = called(object, "2025-05-01");
    let rows = ledger.query(&format!("select * from {from} limit 0"), &Params::new());
    let rows = rows.unwrap_or_else(|error| panic!("{}: {error}", object.name));
    rows.schema.fields().iter().map(|field| field.name().clone()).collect()
}

fn stored() -> impl Iterator<Item = &'static Object> {
    catalog::objects()
        .iter()
        .filter(|object| matches!(object.kind, Kind::Table | Kind::Core | Kind::Mart | Kind::Macro | Kind::View))
}

#[test]
fn every_header_names_the_columns_that_its_object_has() {
    let bench = sahel();
    let ledger = bench.ledger();
    for object in stored() {
        let said: Vec<&str> = object.header.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(columns_of(&ledger, object), said, "{}", object.name);
        for column in &object.header.columns {
            assert!(!column.meaning.is_empty(), "{}.{} has no meaning", object.name, column.name);
        }
    }
}

#[test]
fn every_grain_tells_rows_apart() {
    let bench = Bench::new();
    bench.ok(&["load", "builtin:sahel_2025"]);
    if let Some(file) = shared("ucdp/gedevents-2025-01-17.csv") {
        bench.load(&[&file]).expect("the web export loads");
    }
    let ledger = bench.ledger();
    for object in stored() {
        let from = called(object, "2020-01-01");
        let grain = object.header.grain.join(", ");
        let sql = format!("select {grain}, count(*) as rows from {from} group by all having count(*) > 1 limit 3");
        let twice = table(&ledger, &sql);
        assert!(twice.is_empty(), "{} has several rows for one of ({grain}): {twice:?}", object.name);
    }
}

#[test]
fn every_header_names_what_its_statement_reads() {
    let mut wrong = Vec::new();
    let known: BTreeSet<&str> = stored().map(|object| object.name).collect();
    for object in catalog::objects().iter().filter(|object| object.kind != Kind::Table) {
        let after_from = relations(&object.body);
        let read: BTreeSet<&str> = after_from.iter().map(String::as_str).filter(|name| known.contains(name)).collect();
        let said: BTreeSet<&str> =
            object.header.sources.iter().map(String::as_str).filter(|name| known.contains(name)).collect();
        // Answers as of a load are made of others' files: their steps shadow what those read.
        let is_made = catalog::is_made(object);
        if (is_made && !said.is_subset(&read)) || (!is_made && read != said) {
            wrong.push(format!("sql/{}/{}.sql reads {read:?}, says {said:?}", object.kind.folder(), object.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Names after `from`, `join`, `semi join`, `anti join` that are no step of the statement itself.
fn relations(body: &str) -> BTreeSet<String> {
    let text: String = body.lines().filter(|line| !line.trim_start().starts_with("--")).collect::<Vec<_>>().join(" ");
    let words: Vec<String> =
        text.replace(['(', ')', ','], " ").split_whitespace().map(|word| word.trim_matches(';').to_owned()).collect();
    let steps: BTreeSet<&String> = words.windows(2).filter(|pair| pair[1] == "as").map(|pair| &pair[0]).collect();
    words
        .windows(2)
        .filter(|pair| pair[0] == "from" || pair[0] == "join")
        .map(|pair| &pair[1])
        .filter(|name| {
            !steps.contains(name)
                || words.windows(3).any(|w| (w[0] == "from" || w[0] == "join") && &w[1] == *name && w[2] == "as")
        })
        .cloned()
        .collect()
}

#[test]
fn units_and_types_are_what_the_conventions_say() {
    let bench = sahel();
    let ledger = bench.ledger();
    for object in stored().filter(|object| object.kind != Kind::Table) {
        let from = called(object, "2025-05-01");
        for column in table(&ledger, &format!("select column_name, column_type from (describe select * from {from})")) {
            assert!(!column[1].contains("HUGEINT"), "{}.{} is {}", object.name, column[0], column[1]);
            if column[0].ends_with("_share") {
                assert_eq!(column[1], "DOUBLE", "{}.{}", object.name, column[0]);
            }
            if column[0] == "week" || column[0] == "month" || column[0].ends_with("_date") {
                assert_eq!(column[1], "DATE", "{}.{}", object.name, column[0]);
            }
        }
    }
}

#[test]
fn objects_carry_their_documentation_in_the_file() {
    let bench = sahel();
    let undocumented = table(
        &bench.ledger(),
        "select table_name from duckdb_tables() where comment is null union all \
         select view_name from duckdb_views() where not internal and comment is null union all \
         select function_name from duckdb_functions() where not internal and comment is null and schema_name = 'main'",
    );
    assert!(undocumented.is_empty(), "{undocumented:?}");
}

#[test]
fn every_example_runs() {
    let bench = sahel();
    for object in stored() {
        let page = bench.ok(&["describe", object.name]);
        let example = page.lines().find_map(|line| line.strip_prefix("Try:  warledger sql \""));
        let example = example.and_then(|line| line.strip_suffix('"'));
        let example = example.unwrap_or_else(|| panic!("{} has no example: {page}", object.name));
        let ledger = bench.ledger();
        ledger.query_all(example).unwrap_or_else(|error| panic!("{}: {error}", object.name));
        let advice = ledger.advise(example).expect("it is examined");
        assert!(advice.warnings.is_empty(), "{}: {:?}", object.name, advice.warnings);
        assert!(page.contains("one row per") && page.contains("made from"), "{page}");
    }
}

#[test]
fn what_other_engines_cannot_run_says_so_and_core_views_and_marts_run_everywhere() {
    // The cluster tests run the rest; here is what no other engine takes, without an engine.
    let foreign = [
        " by name",
        "qualify",
        "lambda",
        "list_",
        "generate_series",
        "unnest(",
        "exclude (",
        "semi join",
        "anti join",
        "varchar",
        "group by all",
        "order by all",
        "date_diff(",
        "lgamma",
        "strip_accents",
        "interval 84 day preceding",
    ];
    for object in stored().filter(|object| object.kind != Kind::Table) {
        let text: String =
            object.body.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
        match (&object.header.engine, object.kind) {
            (Some(reason), Kind::Macro | Kind::View) => assert!(!reason.is_empty(), "{} gives no reason", object.name),
            (Some(_), _) => panic!("{} must run on other engines", object.name),
            (None, Kind::Macro) => panic!("{} is a macro and does not say that it runs on DuckDB alone", object.name),
            (None, _) => {
                let found: Vec<&str> = foreign.iter().copied().filter(|word| text.contains(word)).collect();
                assert!(found.is_empty(), "sql/{}/{}.sql: {found:?}", object.kind.folder(), object.name);
                for source in &object.header.sources {
                    let is_portable = catalog::find(source).is_none_or(|source| source.header.engine.is_none());
                    assert!(is_portable, "{} reads {source}, which runs on DuckDB alone", object.name);
                }
            }
        }
    }
}
