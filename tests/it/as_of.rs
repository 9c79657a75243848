//! Questions as of an earlier load have the answers that a ledger gave when that load was its newest.

use warledger::ledger::{EventsOf, Filter, Ledger, Moment, Period};
use warledger::sample::{self, SampleLayout, SampleOptions};

use crate::history::{Sheet, end_events, load};
use crate::support::{Bench, row, sahel, table, texts};

/// Three states of a synthetic file: some rows are revised, some change country or date, some are new.
fn states() -> Vec<Sheet> {
    let mut text = Vec::new();
    sample::write_csv(&SampleOptions::new(SampleLayout::UcdpGed, 400, 5), &mut text, &mut |_| {}).expect("a sample");
    let whole = Sheet::read(&text);
    let (country, best, high) = (whole.at("country"), whole.at("best"), whole.at("high"));
    let mut first = whole.clone();
    first.rows.truncate(300);
    let mut second = first.clone();
    let elsewhere = whole.rows[0][country].clone();
    for (at, row) in second.rows.iter_mut().enumerate() {
        match at % 20 {
            3 => row[country] = elsewhere.clone(),
            7 => {
                row[high] = (whole.number(row, "high") + 9).to_string();
                row[best] = row[high].clone();
            }
            _ => {}
        }
    }
    let mut third = whole.clone();
    third.rows.drain(..250);
    vec![first, second, third]
}

/// Ledgers with the first, the first two and all loads.
fn ledgers(last: impl Fn(&Bench)) -> Vec<Bench> {
    let states = states();
    (1..=states.len() + 1)
        .map(|loads| {
            let bench = Bench::new();
            for (at, state) in states.iter().take(loads).enumerate() {
                load(&bench, &bench.write(&format!("state{at}.csv"), state.write()));
            }
            if loads > states.len() {
                last(&bench);
            }
            bench
        })
        .collect()
}

fn answers(ledger: &Ledger) -> Vec<(String, Vec<Vec<String>>)> {
    let since = "2018-03-01".parse().ok();
    let some = table(ledger, "select country, event_class from event where country is not null order by all limit 1");
    let filters = [
        Filter::default(),
        Filter { since, ..Filter::default() },
        Filter { country: Some(some[0][0].clone()), ..Filter::default() },
        Filter { class: Some(some[0][1].clone()), since, ..Filter::default() },
        Filter { civilians: true, ..Filter::default() },
    ];
    let mut all = Vec::new();
    for filter in &filters {
        let mut put = |name: &str, rows: warledger::Result<warledger::ledger::Rows>| {
            all.push((format!("{name} {filter:?}"), texts(&rows.unwrap_or_else(|error| panic!("{name}: {error}")))));
        };
        put("fatalities", ledger.fatalities(filter));
        put("attacks", ledger.attacks(filter, true));
        for period in [Period::Week, Period::AcledWeek, Period::Month] {
            put("attacks by", ledger.attacks_by(filter, period, true));
        }
        put("trends", ledger.trends(filter));
        put("events", ledger.events(filter, "date", None, EventsOf::Any));
    }
    for statement in [
        "select * from fatalities_since_early_may order by all",
        "select * from communal_violence_by_dyad order by all",
        "select * from area_month order by all",
        "select * from coverage order by all",
        "select * from event_history order by all",
        "select * exclude (loaded_at) from load order by all",
        "select * from actor where actor_id in (select actor_id from event_actor) order by all",
        "select source, title from source",
        "select source_event_id from event_version where ended_load_id is not null order by all",
    ] {
        all.push((statement.to_owned(), table(ledger, statement)));
    }
    all
}

/// Fails with the rows that only one side has.
fn same(what: &str, got: &[Vec<String>], expected: &[Vec<String>]) {
    if got == expected {
        return;
    }
    let only = |one: &[Vec<String>], other: &[Vec<String>]| -> Vec<String> {
        one.iter().filter(|row| !other.contains(row)).take(2).map(|row| row.join("|")).collect()
    };
    panic!("{what}\n  only now:  {:?}\n  only then: {:?}", only(got, expected), only(expected, got));
}

#[test]
fn answers_as_of_a_load_are_those_of_the_ledger_then() {
    let gone: Vec<String> = states()[2].rows.iter().step_by(9).map(|row| row[0].clone()).collect();
    let benches = ledgers(|bench| assert_eq!(end_events(bench, "ucdp_ged", &gone), 4));
    let whole = benches.last().expect("a ledger");
    for (at, then) in benches.iter().enumerate() {
        let load_id = at as i64 + 1;
        let now = Ledger::open_as_of(&whole.db(), Some(Moment::Load(load_id))).expect("the ledger opens");
        assert_eq!(now.as_of().map(|as_of| (as_of.load_id, as_of.newest)), Some((load_id, 4)));
        let then = then.ledger();
        for ((question, expected), (_, got)) in answers(&then).into_iter().zip(answers(&now)) {
            same(&format!("as of load {load_id}: {question}"), &got, &expected);
        }
        macros_answer_as_then(&whole.ledger(), &then, load_id);
    }
}

fn macros_answer_as_then(whole: &Ledger, then: &Ledger, load_id: i64) {
    for (name, arguments, more) in [
        ("event", "", ""),
        ("event_actor", "", ""),
        ("claim", "", ""),
        ("fatalities_since", "date '2018-03-01'", ", until := date '2021-02-03'"),
        ("troops_killed_since", "date '2018-03-01'", ""),
        ("attack_frequency_by_group", "", ""),
        ("attack_frequency_by_group_by_month", "", ""),
        ("attack_frequency_by_group_by_acled_week", "", ""),
        ("regional_trends", "", ""),
        ("communal_violence_by_dyad", "", ""),
    ] {
        let comma = if arguments.is_empty() { "" } else { ", " };
        let called = if arguments.is_empty() { String::new() } else { format!("({arguments}{more})") };
        let expected = table(then, &format!("select * from {name}{called} order by all"));
        let sql = format!("select * from {name}_as_of({arguments}{comma}{load_id}{more}) order by all");
        same(&sql, &table(whole, &sql), &expected);
        let may_be_empty = ["claim", "troops_killed_since", "communal_violence_by_dyad"].contains(&name);
        assert!(may_be_empty || !expected.is_empty(), "{name} has rows");
    }
    let span = "select source, country, covers_from, covers_to from";
    same(
        "coverage",
        &table(whole, &format!("{span} coverage_as_of({load_id}) order by all")),
        &table(then, &format!("{span} coverage order by all")),
    );
}

#[test]
fn claims_and_tolls_stand_as_of_a_load() {
    let bench = Bench::new();
    let file = &states()[0];
    load(&bench, &bench.write("first.csv", file.write()));
    bench.ok(&["load", "builtin:sahel_2025"]);
    load(&bench, &bench.write("second.csv", states()[1].write()));
    let then = Ledger::open_as_of(&bench.db(), Some(Moment::Load(2))).expect("the ledger opens");
    let filter = Filter { region: Some("central_sahel".to_owned()), ..Filter::default() };
    for filter in [&Filter::default(), &filter] {
        assert_eq!(
            texts(&then.troops(filter, None).expect("as of load 2")),
            texts(&sahel().ledger().troops(filter, None).expect("with these data alone"))
        );
    }
    assert_eq!(row(&then, "select count(*) from claim"), ["208"]);
    let before = Ledger::open_as_of(&bench.db(), Some(Moment::Load(1))).expect("the ledger opens");
    assert_eq!(row(&before, "select count(*) from claim"), ["0"]);
    let error = before.troops(&Filter::default(), None).expect_err("no claims were loaded then");
    assert!(error.to_string().contains("no claims data"), "{error}");
}

#[test]
fn a_day_is_the_last_load_by_its_end() {
    let bench = sahel();
    let set = |sql: &str| {
        bench.ok(&["sql", "--write", sql]);
    };
    load(&bench, &bench.write("first.csv", states()[0].write()));
    set("update load set loaded_at = timestamp '2026-11-03 23:59:59' where load_id = 1");
    set("update load set loaded_at = timestamp '2026-11-05 00:00:00' where load_id = 2");
    let ledger = bench.ledger();
    let load_at = |day: &str| ledger.load_at(Moment::Day(day.parse().expect("a date"))).map(|as_of| as_of.load_id).ok();
    assert_eq!(
        ["2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05", "2027-01-01"].map(load_at),
        [None, Some(1), Some(1), Some(2), Some(2)]
    );
    let said = bench.ok(&["fatalities", "--as-of", "2026-11-04"]);
    assert!(said.contains("As of load 1 of 2026-11-03 23:59:59 UTC; the newest is load 2."), "{said}");
    assert!(!said.contains("ucdp_ged"), "{said}");
    let error = bench.fails(2, &["fatalities", "--as-of", "2026-11-02"]);
    assert!(error.contains("nothing had been loaded by 2026-11-02"), "{error}");
    assert!(error.contains("1 (2026-11-03, sahel_2025), 2 (2026-11-05, ucdp_ged"), "{error}");
}

#[test]
fn a_load_that_there_is_not_is_refused_with_those_that_there_are() {
    let bench = sahel();
    for args in [
        &["fatalities", "--as-of", "7"][..],
        &["attacks", "--as-of", "0"],
        &["attacks", "--by", "month", "--as-of", "7"],
        &["trends", "--as-of", "7"],
        &["troops", "--as-of", "7"],
        &["events", "--as-of", "7"],
        &["sql", "select 1", "--as-of", "7"],
        &["export", "event", "-o", "events.csv", "--as-of", "7"],
        &["loads", "show", "7"],
    ] {
        let error = bench.fails(2, args);
        assert!(error.contains("there is no load") && error.contains("there are: 1 ("), "{args:?}: {error}");
    }
    bench.fails_quietly(&["fatalities", "--as-of", "last week"]);
    bench.fails_quietly(&["sql", "select 1", "--as-of", "1", "--write"]);
}

#[test]
fn a_session_as_of_a_load_says_what_it_does_not_hold_for() {
    let bench = sahel();
    load(&bench, &bench.write("first.csv", states()[0].write()));
    let error = bench.fails_with_notes(1, &["sql", "--as-of", "1", "select * from main.event"]);
    assert!(error.contains("the present state, not that of load 1"), "{error}");
    let error = bench.fails_with_notes(1, &["sql", "--as-of", "1", "from warledger.main.fatalities_by_day"]);
    assert!(error.contains("the present state, not that of load 1"), "{error}");
    bench.ok(&["sql", "--write", "drop table if exists sahel_2025_event_history"]);
    let error = bench.fails_with_notes(1, &["sql", "--as-of", "1", "select count(*) from sahel_2025_event"]);
    assert!(error.contains("not kept"), "{error}");
    assert!(error.contains("reference data"), "{error}");
    let said = bench.ok(&[
        "sql",
        "--as-of",
        "1",
        "select event.source, count(*) as n from event group by all",
        "--format",
        "csv",
    ]);
    assert_eq!(said, "source,n\nsahel_2025,57\n");
    bench.ok(&["export", "fatalities_by_day", "--as-of", "1", "-o", "days.csv"]);
    let days = std::fs::read_to_string(bench.path("days.csv")).expect("the export");
    assert!(!days.contains("ucdp_ged") && days.contains("sahel_2025"), "{days}");
}

#[test]
fn changed_reference_data_are_told_below_an_answer() {
    let bench = sahel();
    load(&bench, &bench.write("first.csv", states()[0].write()));
    let said = bench.ok(&["attacks", "--as-of", "1"]);
    assert!(!said.contains("reference data have changed"), "{said}");
    bench.write(
        "actors.csv",
        "actor_id,actor_name,actor_kind,note\nlantern_front,Lantern Front,organised_group,invented\n",
    );
    bench.ok(&["load", "actors.csv", "--source", "actors"]);
    let said = bench.ok(&["attacks", "--as-of", "1"]);
    assert!(said.contains("The reference data have changed since"), "{said}");
}
