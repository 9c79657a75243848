//! The library of ready questions: each runs, is what its header says, and takes its parameters.

use std::collections::BTreeSet;

use warledger::catalog::{self, Kind, Object};
use warledger::ledger::Ledger;

use crate::support::{Bench, sahel, texts};

const TYPES: &[&str] = &["date", "integer", "number", "text", "source", "country", "region", "group", "policy", "load"];

/// Questions that the built-in data have no answer to: they lack what is asked for.
const EMPTY_ON_BUILT_IN: &[&str] =
    &["communal_dyads", "provisional_events", "repaired_ranges", "long_events", "rejected_rows", "unmatched_actors"];

fn queries() -> Vec<&'static Object> {
    catalog::of_kind(Kind::Query).collect()
}

fn ask(ledger: &Ledger, name: &str, given: &[(&str, &str)]) -> warledger::Result<Vec<Vec<String>>> {
    let given: Vec<(String, String)> =
        given.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    ledger.ask_named(name, &given).map(|answered| texts(&answered.rows))
}

/// A ledger with the built-in data and invented events of two more sources: provisional, widened, long, communal and
/// unknown ones, and a row that is no event.
fn filled() -> Bench {
    let bench = sahel();
    for (source, file) in [("ucdp_ged", "ged.csv"), ("acled", "acled.csv")] {
        bench.ok(&["sample", source, "--events", "2000", "--seed", "3", "-o", file]);
        let whole = std::fs::read_to_string(bench.path(file)).expect("the sample is there");
        bench.write(file, format!("{}\nno event\n", whole.trim_end()));
        bench.ok(&["load", file]);
    }
    bench
}

#[test]
fn there_are_at_least_25_and_each_says_what_it_is() {
    assert!(queries().len() >= 25, "{}", queries().len());
    for query in queries() {
        let taken = catalog::objects().iter().any(|object| object.kind.stands_in_ledger() && object.name == query.name);
        assert!(!taken, "{} is the name of a table or view", query.name);
        let header = &query.header;
        assert!(header.title.ends_with('.') && header.title.len() > 20, "{}: {}", query.name, header.title);
        assert!(!header.notes.is_empty(), "{} has no explanation", query.name);
        assert!(!header.sources.is_empty(), "{} names no source", query.name);
        for param in &header.asks {
            assert!(TYPES.contains(&param.kind.as_str()), "{}.{} is a {}", query.name, param.name, param.kind);
            assert!(!param.meaning.is_empty(), "{}.{} has no meaning", query.name, param.name);
        }
    }
}

#[test]
fn every_parameter_is_bound_and_every_bound_value_is_a_parameter() {
    for query in queries() {
        let said: BTreeSet<&str> = query.header.asks.iter().map(|param| param.name.as_str()).collect();
        let bound: BTreeSet<&str> = query
            .body
            .split('$')
            .skip(1)
            .map(|rest| rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default())
            .collect();
        assert_eq!(said, bound, "{}", query.name);
    }
}

#[test]
fn every_question_has_an_answer_on_the_built_in_data() {
    let bench = sahel();
    let ledger = bench.ledger();
    for query in queries() {
        let rows = ask(&ledger, query.name, &[]).unwrap_or_else(|error| panic!("{}: {error}", query.name));
        assert_eq!(rows.is_empty(), EMPTY_ON_BUILT_IN.contains(&query.name), "{}: {rows:?}", query.name);
    }
}

#[test]
fn columns_and_grain_are_what_the_header_says() {
    let bench = filled();
    let ledger = bench.ledger();
    for query in queries() {
        let answered = ledger.ask_named(query.name, &[]).unwrap_or_else(|error| panic!("{}: {error}", query.name));
        let is: Vec<&str> = answered.rows.schema.fields().iter().map(|field| field.name().as_str()).collect();
        let said: Vec<&str> = query.header.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(is, said, "{}", query.name);
        let rows = texts(&answered.rows);
        assert!(!rows.is_empty(), "{} has an answer where there is what it asks for", query.name);
        let key: Vec<usize> =
            query.header.grain.iter().filter_map(|name| is.iter().position(|is| is == name)).collect();
        let keys: BTreeSet<Vec<&str>> =
            rows.iter().map(|row| key.iter().map(|at| row[*at].as_str()).collect()).collect();
        if key.len() == query.header.grain.len() {
            assert_eq!(keys.len(), rows.len(), "{} has several rows for one of {:?}", query.name, query.header.grain);
        }
        for column in &query.header.columns {
            let inherited = query.header.sources.iter().filter_map(|source| catalog::find(source)).any(|source| {
                source.header.columns.iter().any(|known| known.name == column.name && !known.meaning.is_empty())
            });
            assert!(!column.meaning.is_empty() || inherited, "{}.{} has no meaning", query.name, column.name);
        }
    }
}

#[test]
fn no_answer_adds_across_sources() {
    for query in queries() {
        let has_source = query.header.columns.iter().any(|column| column.name == "source");
        assert!(has_source || ["region_members"].contains(&query.name), "{} does not name the source", query.name);
        let body = query.body.to_lowercase();
        for grouped in body.split("group by").skip(1) {
            let keys = grouped.split(['\n']).next().unwrap_or_default();
            assert!(keys.contains("source"), "{} groups by{keys}", query.name);
        }
    }
}

#[test]
fn the_guard_has_nothing_to_say_on_them() {
    let bench = filled();
    let ledger = bench.ledger();
    for query in queries() {
        let advice = ledger.advise(&query.body).unwrap_or_else(|error| panic!("{}: {error}", query.name));
        assert!(advice.warnings.is_empty(), "{}: {:?}", query.name, advice.warnings);
    }
    let wrong = ledger.advise("select sum(deaths_best) from event").expect("it is examined");
    assert!(!wrong.warnings.is_empty(), "the guard speaks where there is something to say");
}

#[test]
fn parameters_narrow_the_answer() {
    let bench = filled();
    let ledger = bench.ledger();
    let rows = |name: &str, given: &[(&str, &str)]| ask(&ledger, name, given).expect("it is answered");
    let all = rows("fatalities_by_country", &[("since", "2025-05-01")]);
    let one = rows("fatalities_by_country", &[("since", "2025-05-01"), ("country", "mali")]);
    assert!(all.len() > one.len() && !one.is_empty(), "{all:?} {one:?}");
    assert!(one.iter().all(|row| row[1] == "Mali"), "{one:?}");
    assert_eq!(one, rows("fatalities_by_country", &[("country", "MLI"), ("since", "2025-05-01")]));
    assert_eq!(rows("deadliest_events", &[("most", "1")]).len(), 3, "one of each source");
    let near = rows("events_near", &[("latitude", "15.0"), ("longitude", "-1.8"), ("km", "5000")]);
    assert!(near.len() > rows("events_near", &[("km", "1")]).len());
    let jnim = rows("weekly_attacks", &[("group", "Jama'at Nusrat al-Islam wal-Muslimin"), ("since", "2025-05-01")]);
    assert_eq!(jnim, rows("weekly_attacks", &[("group", "JNIM"), ("since", "2025-05-01")]));
    let changed = rows("changed_events", &[("load", "1")]);
    assert_eq!(changed.len(), 57, "the first load added all of the built-in events");
    assert!(changed.iter().all(|row| row[3] == "added" && row[6] == "-"), "{changed:?}");
}

#[test]
fn a_distance_is_one_along_the_surface_of_the_earth() {
    let bench = sahel();
    let ledger = bench.ledger();
    // One degree of latitude is a 360th of the circumference.
    let place = "select latitude, longitude from event where place = 'Djibo' and place_precision = 'exact' limit 1";
    let place = crate::support::row(&ledger, place);
    let north: f64 = place[0].parse::<f64>().expect("a number") + 1.0;
    let north = north.to_string();
    let near = ask(&ledger, "events_near", &[("latitude", &north), ("longitude", &place[1]), ("km", "112")]);
    let near = near.expect("it is answered");
    let djibo = near.iter().find(|row| row[6] == "Djibo").expect("Djibo is within 112 km");
    let expected = 2.0 * std::f64::consts::PI * 6371.0088 / 360.0;
    let km: f64 = djibo[2].parse().expect("a number");
    assert!((km - expected).abs() < 0.06, "{km} against {expected}");
}

#[test]
fn what_does_not_fit_is_refused_with_what_would() {
    let bench = sahel();
    for (args, says) in [
        (&["--named", "fatalities"][..], "nearest: fatalities_by"),
        (&["--named", "deadliest_events", "--param", "sinc=2025-05-01"], "it has since, country, most"),
        (&["--named", "deadliest_events", "--param", "since=May"], "since=2025-05-01"),
        (&["--named", "deadliest_events", "--param", "most=many"], "most=10"),
        (&["--named", "weekly_attacks", "--param", "group=Nobody at all"], "nearest:"),
        (&["--named", "country_trend", "--param", "country=Atlantis"], "nearest:"),
        (&["--named", "region_trend", "--param", "region=atlantis"], "regions:"),
        (&["--param", "a=b", "select 1"], "--named"),
        (&["--named", "changed_events", "--param", "load=99"], "`warledger loads` lists them"),
    ] {
        let error = bench.fails(2, &[&["sql"], args].concat());
        assert!(error.contains(says), "{args:?}: {error}");
    }
    bench.fails_quietly(&["sql", "--named", "covered_days", "--param", "nothing"]);
    bench.fails_quietly(&["sql", "--named", "covered_days", "select 1"]);
}

#[test]
fn an_answer_in_a_file_can_be_asked_again() {
    let bench = sahel();
    bench.ok(&[
        "sql",
        "--named",
        "group_names",
        "--param",
        "group=Islamic State West Africa Province",
        "-o",
        "names.json",
    ]);
    let cited = bench.ok(&["cite", "names.json"]);
    let asked = "warledger sql --named group_names --param 'group=Islamic State West Africa Province'";
    assert!(cited.contains(asked), "{cited}");
    let listed = bench.ok(&["queries"]);
    for query in queries() {
        assert!(listed.contains(query.name), "{}", query.name);
        let page = bench.ok(&["queries", query.name]);
        assert!(page.contains(&query.header.title) && page.contains(&query.body), "{page}");
    }
}
