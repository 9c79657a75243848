//! Comparisons report exactly what a script has changed, and what they report adds up to the difference of the totals.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use warledger::ledger::{Diff, DiffBy, Filter, Ledger, Moment, Rows};
use warledger::sample::{self, SampleLayout, SampleOptions};

use crate::history::{Sheet, end_events, load};
use crate::support::{Bench, shared, texts};

/// A row of a result by its column names.
type Row = BTreeMap<String, String>;

fn named(rows: &Rows) -> Vec<Row> {
    let names: Vec<String> = rows.schema.fields().iter().map(|field| field.name().clone()).collect();
    texts(rows).into_iter().map(|row| names.iter().cloned().zip(row).collect()).collect()
}

fn number(row: &Row, name: &str) -> i64 {
    row[name].parse().unwrap_or(0)
}

fn diff(ledger: &Ledger, before: i64, after: i64, by: Option<DiffBy>) -> Diff {
    ledger.diff(Moment::Load(before), Moment::Load(after), by, None).expect("a comparison")
}

const FIGURES: [&str; 3] = ["deaths_low", "deaths_best", "deaths_high"];

/// What the events of a comparison add equals the difference of the totals, which equals that of two answers.
fn adds_up(ledger_path: &std::path::Path, found: &Diff) {
    let total = |load: i64| -> BTreeMap<String, [i64; 4]> {
        let ledger = Ledger::open_as_of(ledger_path, Some(Moment::Load(load))).expect("the ledger opens");
        let mut sums: BTreeMap<String, [i64; 4]> = BTreeMap::new();
        for row in named(&ledger.fatalities(&Filter::default()).expect("an answer")) {
            let sum = sums.entry(row["source"].clone()).or_default();
            for (at, name) in FIGURES.into_iter().chain(["events"]).enumerate() {
                sum[at] += number(&row, name);
            }
        }
        sums
    };
    let (before, after) = (total(found.before.load_id), total(found.after.load_id));
    let events = named(&found.events);
    for row in named(&found.totals) {
        let source = &row["source"];
        let none = [0; 4];
        let (was, is) = (before.get(source).unwrap_or(&none), after.get(source).unwrap_or(&none));
        for (at, name) in FIGURES.into_iter().chain(["events"]).enumerate() {
            let changes: i64 = events
                .iter()
                .filter(|event| event["source"] == *source)
                .map(|event| number(event, &format!("{name}_change")))
                .sum();
            assert_eq!(number(&row, &format!("{name}_before")), was[at], "{source} {name} before");
            assert_eq!(number(&row, &format!("{name}_after")), is[at], "{source} {name} after");
            assert_eq!(number(&row, &format!("{name}_change")), is[at] - was[at], "{source} {name} change");
            assert_eq!(changes, is[at] - was[at], "{source} {name}: what the events add");
        }
        let moves = number(&row, "events_added") + number(&row, "events_moved_in")
            - number(&row, "events_removed")
            - number(&row, "events_moved_out");
        assert_eq!(moves, number(&row, "events_change"), "{source}: what is added and removed");
    }
    if let Some(groups) = &found.groups {
        for row in named(groups) {
            let moves = number(&row, "events_added") + number(&row, "events_moved_in")
                - number(&row, "events_removed")
                - number(&row, "events_moved_out");
            assert_eq!(moves, number(&row, "events_change"), "{row:?}");
            for name in FIGURES {
                let change = number(&row, &format!("{name}_after")) - number(&row, &format!("{name}_before"));
                assert_eq!(number(&row, &format!("{name}_change")), change, "{row:?}");
            }
        }
    }
}

/// The range as the ledger keeps it: widened where it does not hold.
fn range(sheet: &Sheet, row: &[String]) -> [i64; 3] {
    let [low, best, high] = ["low_est", "best_est", "high_est"].map(|name| sheet.number(row, name));
    [low.min(best), best, high.max(best)]
}

#[test]
fn two_states_of_a_publishers_file_differ_in_exactly_what_a_script_changed() {
    let Some(file) = shared("ucdp/gedevents-2025-01-17.csv") else { return };
    let first = Sheet::read(&std::fs::read(file).expect("the file"));
    let (id, best, high, place) =
        (first.at("id"), first.at("best_est"), first.at("high_est"), first.at("where_coordinates"));
    let mut second = first.clone();
    second.rows.clear();
    let (mut revised, mut moved, mut added, mut removed) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    // A tenth of the rows is revised, a tenth removed, and a tenth as many are added.
    for (at, row) in first.rows.iter().enumerate() {
        let mut row = row.clone();
        match at % 20 {
            3 => {
                row[best] = (first.number(&row, "best_est") + 3).to_string();
                row[high] = (first.number(&row, "high_est").max(first.number(&row, "best_est")) + 4).to_string();
                revised.insert(row[id].clone());
            }
            13 => {
                row[place] = format!("{} (corrected)", row[place]);
                moved.insert(row[id].clone());
            }
            7 | 17 => {
                removed.insert(row[id].clone());
                continue;
            }
            9 | 19 => {
                let mut new = row.clone();
                new[id] = (9_000_000 + at).to_string();
                added.insert(new[id].clone());
                second.rows.push(new);
            }
            _ => {}
        }
        second.rows.push(row);
    }
    assert_eq!([revised.len() + moved.len(), removed.len(), added.len()], [151, 150, 150]);
    let bench = Bench::new();
    load(&bench, &bench.write("first.csv", first.write()));
    load(&bench, &bench.write("second.csv", second.write()));
    let ids: Vec<String> = removed.iter().cloned().collect();
    let last = end_events(&bench, "ucdp_ged", &ids);
    let ledger = bench.ledger();
    for by in [DiffBy::Country, DiffBy::Actor, DiffBy::Region, DiffBy::Month] {
        let found = diff(&ledger, 1, last, Some(by));
        adds_up(&bench.db(), &found);
        adds_up(&bench.db(), &diff(&ledger, last, 1, Some(by)));
        let events = named(&found.events);
        let of = |change: &str| -> BTreeSet<String> {
            events.iter().filter(|row| row["change"] == change).map(|row| row["source_event_id"].clone()).collect()
        };
        assert_eq!(of("added"), added);
        assert_eq!(of("removed"), removed);
        assert_eq!(of("revised"), revised.union(&moved).cloned().collect());
    }
    let found = diff(&ledger, 1, last, None);
    assert_fields(&found, &first, &second, &moved);
}

/// Each field of each revised event, as the two files have it.
fn assert_fields(found: &Diff, first: &Sheet, second: &Sheet, moved: &BTreeSet<String>) {
    let rows = |sheet: &Sheet| -> BTreeMap<String, Vec<String>> {
        sheet.rows.iter().map(|row| (row[sheet.at("id")].clone(), row.clone())).collect()
    };
    let (was, is) = (rows(first), rows(second));
    let mut expected = BTreeSet::new();
    for (id, new) in &is {
        let Some(old) = was.get(id).filter(|old| *old != new) else { continue };
        let mut put = |name: &str, old: String, new: String| {
            if old != new {
                expected.insert([id.clone(), name.to_owned(), old, new]);
            }
        };
        if moved.contains(id) {
            put("place", old[first.at("where_coordinates")].clone(), new[first.at("where_coordinates")].clone());
        }
        let (old_range, new_range) = (range(first, old), range(second, new));
        for (at, name) in FIGURES.into_iter().enumerate() {
            put(name, old_range[at].to_string(), new_range[at].to_string());
            let reported = ["low_est", "best_est", "high_est"][at];
            let value = |sheet: &Sheet, row: &[String]| sheet.number(row, reported).to_string();
            put(&format!("{name}_reported"), value(first, old), value(second, new));
        }
        let repaired = |sheet: &Sheet, row: &[String]| {
            let [low, best, high] = ["low_est", "best_est", "high_est"].map(|name| sheet.number(row, name));
            (low > best || high < best).to_string()
        };
        put("range_repaired", repaired(first, old), repaired(second, new));
    }
    let got: BTreeSet<[String; 4]> = named(&found.fields)
        .into_iter()
        .map(|row| ["source_event_id", "field", "old_value", "new_value"].map(|name| row[name].clone()))
        .collect();
    let only = |one: &BTreeSet<[String; 4]>, other: &BTreeSet<[String; 4]>| -> Vec<[String; 4]> {
        one.difference(other).take(5).cloned().collect()
    };
    assert_eq!((only(&got, &expected), only(&expected, &got)), (Vec::new(), Vec::new()));
}

/// A synthetic file, each of whose rows is kept, dropped, or changed in country, month or figures.
fn changed(whole: &Sheet, what: &[u8]) -> (Sheet, Sheet, Vec<String>) {
    let (country, best, low, high) = (whole.at("country"), whole.at("best"), whole.at("low"), whole.at("high"));
    let (mut first, mut second) = (whole.clone(), whole.clone());
    first.rows.clear();
    second.rows.clear();
    let mut gone = Vec::new();
    for (at, row) in whole.rows.iter().enumerate() {
        let mut new = row.clone();
        match what[at % what.len()] % 8 {
            0 => {
                second.rows.push(new);
                continue;
            }
            1 => {
                gone.push(row[whole.at("id")].clone());
                first.rows.push(row.clone());
                continue;
            }
            2 => new[country] = whole.rows[at * 7 % whole.rows.len()][country].clone(),
            3 => {
                let more = i64::from(what[(at + 1) % what.len()]);
                for figure in [low, best, high] {
                    new[figure] = (row[figure].parse::<i64>().unwrap_or(0) + more).to_string();
                }
            }
            4 => new[best] = new[high].clone(),
            _ => {}
        }
        first.rows.push(row.clone());
        second.rows.push(new);
    }
    (first, second, gone)
}

#[test]
fn the_sums_of_a_comparison_are_the_difference_of_the_totals() {
    // Each case loads files: an eighth of the cases of cheaper properties.
    let cases = ProptestConfig::default().cases.div_ceil(8);
    let mut runner = TestRunner::new(ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() });
    let given = (0_u64..1_000, proptest::collection::vec(any::<u8>(), 5..40), 0_usize..4);
    runner
        .run(&given, |(seed, what, by)| {
            let mut text = Vec::new();
            let options = SampleOptions::new(SampleLayout::UcdpGed, 150, seed);
            sample::write_csv(&options, &mut text, &mut |_| {}).expect("a sample");
            let (first, second, gone) = changed(&Sheet::read(&text), &what);
            prop_assume!(!first.rows.is_empty() && !second.rows.is_empty());
            let bench = Bench::new();
            load(&bench, &bench.write("first.csv", first.write()));
            load(&bench, &bench.write("second.csv", second.write()));
            if !gone.is_empty() {
                end_events(&bench, "ucdp_ged", &gone);
            }
            let ledger = bench.ledger();
            let newest = ledger.load_at(Moment::Now).expect("a load").load_id;
            let by = [DiffBy::Country, DiffBy::Actor, DiffBy::Region, DiffBy::Month][by];
            let found = diff(&ledger, 1, newest, Some(by));
            adds_up(&bench.db(), &found);
            assert_events(&found, &first, &second);
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
}

/// Added, removed and revised are those of the files themselves.
fn assert_events(found: &Diff, first: &Sheet, second: &Sheet) {
    let rows = |sheet: &Sheet| -> BTreeMap<String, Vec<String>> {
        sheet.rows.iter().map(|row| (row[sheet.at("id")].clone(), row.clone())).collect()
    };
    let (was, is) = (rows(first), rows(second));
    let mut expected: BTreeMap<String, &str> = BTreeMap::new();
    for (id, row) in &was {
        match is.get(id) {
            None => expected.insert(id.clone(), "removed"),
            Some(new) if new != row => expected.insert(id.clone(), "revised"),
            Some(_) => None,
        };
    }
    expected.extend(is.keys().filter(|id| !was.contains_key(*id)).map(|id| (id.clone(), "added")));
    let events = named(&found.events);
    let got: BTreeMap<String, &str> =
        events.iter().map(|row| (row["source_event_id"].clone(), row["change"].as_str())).collect();
    assert_eq!(got, expected);
}

/// Two states of a synthetic file.
fn two_states() -> Bench {
    let mut text = Vec::new();
    sample::write_csv(&SampleOptions::new(SampleLayout::UcdpGed, 60, 3), &mut text, &mut |_| {}).expect("a sample");
    let whole = Sheet::read(&text);
    let (first, second, _) = changed(&whole, &[7, 2, 3, 0, 7, 7]);
    let bench = Bench::new();
    load(&bench, &bench.write("first.csv", first.write()));
    load(&bench, &bench.write("second.csv", second.write()));
    bench
}

#[test]
fn a_comparison_comes_in_every_format() {
    let bench = two_states();
    let said = bench.ok(&["diff", "1", "now", "--by", "country", "--fields"]);
    for part in ["Changes from load 1 (", ") to load 2 (", "By country", "Events", "Fields", "moved_in", " → "] {
        assert!(said.contains(part), "{part} in: {said}");
    }
    let said = bench.ok(&["diff", "1", "2", "--by", "month", "--format", "markdown"]);
    assert!(said.starts_with("<!-- warledger.version") && said.contains("\n# Changes from load 1"), "{said}");
    assert!(said.contains("\n## By month\n\n| source | month |"), "{said}");
    let json: serde_json::Value =
        serde_json::from_str(&bench.ok(&["diff", "1", "2", "--by", "actor", "--fields", "--format", "json"]))
            .expect("it is JSON");
    for key in ["totals", "groups", "events", "fields"] {
        assert!(json[key].as_array().is_some_and(|rows| !rows.is_empty()), "{key}");
    }
    assert_eq!(json["before"]["load_id"], 1);
    assert_eq!(json["provenance"]["compared_with"]["load_id"], 1);
    for (args, start) in [
        (&["--format", "csv"][..], "change,source,source_event_id,start_date"),
        (&["--format", "csv", "--by", "source"], "source,events_added,"),
        (&["--format", "csv", "--by", "region"], "source,region,region_name,events_added,"),
        (&["--format", "csv", "--by", "actor"], "source,actor_id,actor_name,events_added,"),
        (&["--format", "csv", "--by", "month"], "source,month,events_added,"),
        (&["--format", "csv", "--fields"], "source,source_event_id,field,old_value,new_value"),
        (&["--format", "jsonl"], "{\"change\":"),
    ] {
        let said = bench.ok(&[&["diff", "1", "2"], args].concat());
        assert!(said.starts_with(start), "{args:?}: {said}");
    }
    for (format, magic) in [("parquet", &b"PAR1"[..]), ("arrow", &b"ARROW1"[..])] {
        assert!(bench.run(&["diff", "1", "2", "--format", format]).stdout.starts_with(magic), "{format}");
    }
    let error = bench.fails(2, &["diff", "1", "9"]);
    assert!(error.contains("there is no load 9"), "{error}");
    let error = bench.fails(2, &["diff", "1", "2", "--source", "acled"]);
    assert!(error.contains("loaded: ucdp_ged"), "{error}");
    bench.fails_quietly(&["diff"]);
    assert!(bench.ok(&["diff", "2", "2"]).contains("No event differs."));
}

#[test]
fn a_report_tells_what_has_changed_since_it() {
    let bench = two_states();
    let expected = bench.ok(&["diff", "1", "now", "--format", "csv"]);
    for name in ["f.parquet", "f.arrow", "f.md", "f.csv", "f.json", "f.jsonl", "f.txt"] {
        bench.ok(&["fatalities", "--as-of", "1", "-o", name]);
        let said = bench.ok(&["diff", "--since-report", name, "--format", "csv"]);
        assert_eq!(said, expected, "{name}");
    }
    bench.ok(&["export", "event", "--as-of", "1", "--partition-by", "source", "--format", "csv", "-o", "lake"]);
    assert_eq!(bench.ok(&["diff", "--since-report", "lake", "--format", "csv"]), expected);
    for name in ["d.md", "d.json", "d.csv", "d.parquet"] {
        bench.ok(&["diff", "1", "2", "-o", name]);
        let said = bench.ok(&["diff", "--since-report", name]);
        assert!(said.contains("No event differs."), "{name} is as of load 2: {said}");
    }
    let error = bench.fails(2, &["diff", "1", "--since-report", "f.md"]);
    assert!(error.contains("cannot be used with"), "{error}");
}

#[test]
fn a_report_that_is_not_of_this_ledger_is_refused() {
    let bench = two_states();
    bench.ok(&["fatalities", "-o", "f.csv"]);
    bench.write("f.csv", "changed\n1\n");
    let error = bench.fails(1, &["diff", "--since-report", "f.csv"]);
    assert!(error.contains("has been changed since"), "{error}");
    bench.write("plain.csv", "a\n1\n");
    let error = bench.fails(1, &["diff", "--since-report", "plain.csv"]);
    assert!(error.contains("where its numbers come from"), "{error}");
    bench.ok(&["fatalities", "-o", "f.md"]);
    bench.ok(&["sql", "--write", "update ledger set created_at = timestamp '2001-01-01'"]);
    let error = bench.fails(1, &["diff", "--since-report", "f.md"]);
    assert!(error.contains("another ledger"), "{error}");
    let error = bench.fails(1, &["diff", "--since-report", "nowhere.md"]);
    assert!(error.contains("nowhere.md"), "{error}");
}
