//! Answers: filtered ones equal precomputed ones, lists hold exactly the events behind them, names are found.

use chrono::NaiveDate;
use warledger::ledger::{EventsOf, Filter, Ledger, Period};

use crate::support::{Bench, row, sahel, shared, table, texts};

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().expect("a date"))
}

/// A ledger with the built-in data and, where they are at hand, two UCDP files.
fn full() -> Bench {
    let bench = sahel();
    for name in ["ucdp/gedevents-2025-01-17.csv", "ucdp/GEDEvent_v26_0_2.xlsx"] {
        if let Some(file) = shared(name) {
            bench.load(&[&file]).expect("the file loads");
        }
    }
    bench
}

/// A filter that is not coarse and lets everything through: the same SQL runs over selected events.
fn everything(filter: &Filter) -> Filter {
    Filter { search: Some(String::new()), ..filter.clone() }
}

#[test]
fn answers_over_selected_events_equal_the_precomputed_ones() {
    let bench = full();
    let ledger = bench.ledger();
    for since in ["1990-01-01", "2020-01-01", "2023-06-15", "2025-05-01", "2026-02-10"] {
        let filter = Filter { since: day(since), ..Filter::default() };
        assert_eq!(
            texts(&ledger.fatalities(&filter).expect("precomputed")),
            texts(&ledger.fatalities(&everything(&filter)).expect("selected")),
            "fatalities since {since}"
        );
        for period in [Period::Week, Period::Month, Period::AcledWeek] {
            assert_eq!(
                texts(&ledger.attacks_by(&filter, period, true).expect("precomputed")),
                texts(&ledger.attacks_by(&everything(&filter), period, true).expect("selected")),
                "attacks by {period:?} since {since}"
            );
        }
        assert_eq!(
            texts(&ledger.trends(&filter).expect("precomputed")),
            texts(&ledger.trends(&everything(&filter)).expect("selected")),
            "trends since {since}"
        );
    }
}

#[test]
fn countries_add_up_to_their_region_and_filters_hold_together() {
    let bench = full();
    let ledger = bench.ledger();
    let sum = |filter: &Filter| -> i64 {
        let rows = ledger.fatalities(filter).expect("an answer");
        texts(&rows).iter().map(|row| row[2].parse::<i64>().unwrap_or(0)).sum()
    };
    let region =
        Filter { region: Some("central sahel".to_owned()), source: Some("sahel_2025".to_owned()), ..Filter::default() };
    let countries: i64 = ["Mali", "burkina faso", "NER"]
        .iter()
        .map(|name| {
            sum(&Filter {
                country: Some((*name).to_owned()),
                source: Some("sahel_2025".to_owned()),
                ..Filter::default()
            })
        })
        .sum();
    assert_eq!(sum(&region), countries);
    let group = Filter { group: Some("Jama'a Nusrat ul-Islam wa al-Muslimin".to_owned()), ..region.clone() };
    let listed = ledger.events(&group, "date", None, EventsOf::Any).expect("a list");
    let counted = texts(&listed).iter().filter(|row| row[13] == "political_violence").count() as i64;
    assert_eq!(sum(&group), counted, "the list holds the events behind the answer");
    let civilians = Filter { civilians: true, ..group.clone() };
    assert!(sum(&civilians) <= sum(&group));
    assert_eq!(sum(&Filter { class: Some("violence against CIVILIANS".to_owned()), ..region.clone() }), 4);
}

#[test]
fn admin1_is_found_under_any_spelling_of_its_name() {
    let Some(file) = shared("ucdp/gedevents-2025-01-17.csv") else { return };
    let bench = Bench::new();
    bench.load(&[&file]).expect("the file loads");
    let ledger = bench.ledger();
    let count = |name: &str| {
        let filter = Filter { admin1: Some(name.to_owned()), ..Filter::default() };
        texts(&ledger.fatalities(&filter).expect("an answer"))
    };
    assert_eq!(count("Sahel"), count("sahel region"));
    assert_eq!(count("Centre-Nord"), count("Centre Nord region"));
    assert_eq!(count("Sahel")[0][2], "551");
}

#[test]
fn names_that_are_not_there_are_refused_with_the_nearest() {
    let bench = sahel();
    for (args, near) in [
        (["fatalities", "--country", "Burkina Fasso"], "Burkina Faso"),
        (["attacks", "--group", "JNMI"], "JNIM"),
        (["trends", "--region", "sahel_central"], "central_sahel"),
        (["events", "--class", "Skirmish"], "Battles"),
        (["fatalities", "--source", "acled"], "sahel_2025"),
    ] {
        let error = bench.fails(2, &args);
        assert!(error.contains(near), "{args:?}: {error}");
    }
    let error = bench.fails(2, &["fatalities", "--since", "2025-06-01", "--until", "2025-05-01"]);
    assert!(error.contains("ends"), "{error}");
}

#[test]
fn weeks_without_events_inside_the_coverage_are_rows_with_zero() {
    let Some(file) = shared("ucdp/gedevents-2025-01-17.csv") else { return };
    let bench = Bench::new();
    bench.load(&[&file]).expect("the file loads");
    let ledger = bench.ledger();
    // Every week from the group's first to the last one covered, each once.
    assert_eq!(
        row(
            &ledger,
            "select count(*) = date_diff('week', min(week), max(week)) + 1, count(*) filter (where events = 0) > 0, \
             bool_and(deaths_best = 0) filter (where events = 0), max(week) from attack_frequency_by_group where actor_id = 'jnim'",
        ),
        ["true", "true", "true", "2023-12-25"]
    );
    // A file of one country does not cover the region: its months are partial and have no ratios.
    assert_eq!(
        table(
            &ledger,
            "select distinct is_partial, events_ratio_12_months from regional_trends where area = 'central_sahel'"
        ),
        [["true", "-"]]
    );
    assert_eq!(
        row(
            &ledger,
            "select count(*) filter (where events_ratio_12_months is not null) > 50, count(*) from regional_trends where area_kind = 'country'"
        ),
        ["true", "96"]
    );
}

#[test]
fn a_coded_sample_has_no_trend() {
    let bench = sahel();
    assert_eq!(
        row(
            &bench.ledger(),
            "select count(events_ratio_year_before), count(events_ratio_12_months), bool_and(is_partial), min(events) from regional_trends where events + unplaced_events > 0",
        ),
        ["0", "0", "true", "1"]
    );
}

#[test]
fn communities_are_dyads_and_not_ranked() {
    let bench = Bench::new();
    let Some(file) = shared("ucdp/GEDEvent_v26_0_2.xlsx") else { return };
    bench.load(&[&file]).expect("the file loads");
    let ledger = bench.ledger();
    let ranked = texts(&ledger.attacks(&Filter::default(), false).expect("a ranking"));
    assert!(ranked.iter().all(|row| row[3] == "organised_group"));
    for community in ["Fulani", "Birom", "Civilians", "Government of Mali", "XXX475"] {
        assert!(!ranked.iter().any(|row| row[2] == community), "{community}");
    }
    assert!(
        table(&ledger, "select actor_a, actor_b, events from communal_violence_by_dyad")
            .iter()
            .any(|row| row[1] == "Fulani" || row[0] == "Fulani")
    );
    // The unidentified share stands beside every ranking.
    assert!(ranked.iter().all(|row| row[26].parse::<f64>().expect("a share") > 0.1));
}

#[test]
fn troops_are_refused_where_there_are_no_claims() {
    let Some(file) = shared("ucdp/gedevents-2025-01-17.csv") else { return };
    let bench = Bench::new();
    bench.load(&[&file]).expect("the file loads");
    let error = bench.fails(1, &["troops"]);
    assert!(error.contains("no claims data"), "{error}");
}

#[test]
fn an_event_before_the_period_that_ends_in_it_straddles() {
    let bench = Bench::new();
    let Some(file) = shared("ucdp/GEDEvent_v26_0_2.xlsx") else { return };
    bench.load(&[&file]).expect("the file loads");
    let ledger: Ledger = bench.ledger();
    assert_eq!(
        row(
            &ledger,
            "select straddling_events >= 1, straddling_deaths_best >= 7206, deaths_best < 7206 from fatalities_since(date '2026-02-10') where country = 'Ukraine'"
        ),
        ["true", "true", "true"]
    );
}

#[test]
fn a_country_within_a_region_is_answered_for_both() {
    let bench = Bench::new();
    let Some(file) = shared("ucdp/GEDEvent_v26_0_2.xlsx") else { return };
    bench.load(&[&file]).expect("the file loads");
    let ledger = bench.ledger();
    let filter = |admin1: Option<&str>| Filter {
        region: Some("central_sahel".to_owned()),
        country: Some("Mali".to_owned()),
        admin1: admin1.map(str::to_owned),
        since: day("2026-02-01"),
        ..Filter::default()
    };
    let trends = texts(&ledger.trends(&filter(None)).expect("an answer"));
    let of_mali: Vec<&Vec<String>> = trends.iter().filter(|row| row[4] == "2026-02-01").collect();
    assert_eq!((of_mali.len(), of_mali[0][2].as_str(), of_mali[0][5].as_str()), (1, "Mali", "33"));
    let listed = ledger.events(&filter(Some("Mopti")), "date", None, EventsOf::Any).expect("a list").len();
    let trends = texts(&ledger.trends(&filter(Some("Mopti"))).expect("an answer"));
    assert_eq!(trends.iter().map(|row| row[5].parse::<usize>().expect("a number")).sum::<usize>(), listed);
    assert!(listed > 0);
}

#[test]
fn troops_take_every_filter() {
    let bench = sahel();
    let ledger = bench.ledger();
    let troops = |filter: Filter| {
        let filter = Filter { since: day("2025-05-01"), until: day("2025-06-03"), ..filter };
        let rows = texts(&ledger.troops(&filter, None).expect("an answer"));
        let row = rows.iter().find(|row| row[3] == "as_reported").expect("a row for the policy").clone();
        (row[2].clone(), row[5].clone(), row[7].clone())
    };
    let named = |name: &str| Some(name.to_owned());
    let answer = |area: &str, best: &str, events: &str| (area.to_owned(), best.to_owned(), events.to_owned());
    assert_eq!(
        troops(Filter { region: named("central_sahel"), ..Filter::default() }),
        answer("central_sahel", "422", "9")
    );
    // Djibo 165, Solle 60, Gnagna 10, Dioura 41, Falmey 44, Boulikessi 50, Timbuktu 1.
    let jnim = Filter { region: named("central_sahel"), group: named("JNIM"), ..Filter::default() };
    assert_eq!(troops(jnim.clone()), answer("central_sahel", "371", "7"));
    assert_eq!(troops(Filter { country: named("Mali"), ..jnim }), answer("Mali", "92", "3"));
    assert_eq!(
        troops(Filter { country: named("Burkina Faso"), ..Filter::default() }),
        answer("Burkina Faso", "235", "3")
    );
}
