//! Published sums: kept apart from events, never summed over categories that overlap. All files here are invented.

use crate::fixtures::fixture;
use crate::support::{Bench, row, table};

fn path(name: &str) -> String {
    fixture(name).display().to_string()
}

#[test]
fn weekly_sums_are_no_events_and_trends_says_that_they_are_an_aggregate() {
    let bench = Bench::new();
    bench.ok(&["load", "builtin:sahel_2025"]);
    let said = bench.ok(&["load", &path("acled_weekly.csv")]);
    assert!(said.contains("an aggregate, kept apart from events"), "{said}");
    let ledger = bench.ledger();
    assert_eq!(row(&ledger, "select count(*), count(distinct source) from event"), ["57", "1"]);
    assert_eq!(
        row(
            &ledger,
            "select count(*), sum(events)::bigint, sum(deaths)::bigint from aggregate where source = 'acled_weekly'"
        ),
        ["5", "15", "21"]
    );
    // Sub-types are parts of their type, areas parts of their country.
    assert_eq!(
        table(
            &ledger,
            "select area_kind, area, period_start, period_end, category, events, deaths, parts from aggregate_trends \
             where category = 'Battles' order by area_kind, area, period_start"
        ),
        [
            ["admin1", "Easting", "2025-05-03", "2025-05-09", "Battles", "2", "0", "1"],
            ["admin1", "Orrin", "2025-05-03", "2025-05-09", "Battles", "6", "14", "2"],
            ["admin1", "Orrin", "2025-05-10", "2025-05-16", "Battles", "4", "7", "1"],
            ["country", "Veldara", "2025-05-03", "2025-05-09", "Battles", "8", "14", "3"],
            ["country", "Veldara", "2025-05-10", "2025-05-16", "Battles", "4", "7", "1"],
        ]
    );
    drop(ledger);
    let shown = bench.ok(&["trends", "--source", "acled_weekly", "--country", "Veldara"]);
    assert!(shown.contains("An aggregate: sums as the source publishes them"), "{shown}");
    assert!(shown.contains("Protests"), "{shown}");
    let since = bench.ok(&[
        "trends",
        "--source",
        "acled_weekly",
        "--admin1",
        "orrin",
        "--since",
        "2025-05-10",
        "--format",
        "csv",
    ]);
    assert_eq!(since.lines().count(), 2, "{since}");
    // Answers about events have nothing of it.
    let fatalities = bench.ok(&["fatalities", "--since", "2025-05-01", "--format", "csv"]);
    assert!(!fatalities.contains("acled_weekly"), "{fatalities}");
    let error = bench.fails(2, &["trends", "--source", "acled_weekly", "--group", "JNIM"]);
    assert!(error.contains("neither groups nor single events"), "{error}");
    let error = bench.fails(1, &["trends", "--source", "acled_weekly", "--events"]);
    assert!(error.contains("no single events"), "{error}");
}

#[test]
fn categories_that_overlap_stay_apart() {
    let bench = Bench::new();
    let (violence, civilians) = (
        path("veldara_political_violence_events_and_fatalities_by_month-year.csv"),
        path("veldara_civilian_targeting_events_and_fatalities_by_month-year.csv"),
    );
    bench.ok(&["load", &violence, &civilians]);
    bench.ok(&["load", &path("hapi_conflict.csv")]);
    assert_eq!(
        table(
            &bench.ledger(),
            "select source, area, period_start, period_end, category, events, deaths from aggregate_trends \
             where area_kind = 'country' order by all"
        ),
        [
            ["acled_hdx", "Veldara", "2025-05-01", "2025-05-31", "civilian_targeting", "8", "15"],
            ["acled_hdx", "Veldara", "2025-05-01", "2025-05-31", "political_violence", "11", "18"],
            ["acled_hdx", "Veldara", "2025-06-01", "2025-06-30", "civilian_targeting", "1", "0"],
            ["acled_hdx", "Veldara", "2025-06-01", "2025-06-30", "political_violence", "1", "0"],
            ["hapi_conflict", "XVE", "2025-05-01", "2025-05-31", "civilian_targeting", "3", "4"],
            // No deaths are given for demonstrations: unknown, not zero.
            ["hapi_conflict", "XVE", "2025-05-01", "2025-05-31", "demonstrations", "3", "-"],
            ["hapi_conflict", "XVE", "2025-05-01", "2025-05-31", "political_violence", "3", "9"],
        ]
    );
}

#[test]
fn a_file_whose_name_does_not_tell_its_category_is_refused() {
    let bench = Bench::new();
    let error = bench.fails(1, &["load", &path("veldara_events_by_month-year.csv")]);
    assert!(error.contains("the category is in no column") && error.contains("political violence"), "{error}");
    assert!(!bench.db().exists(), "nothing was made");
}

#[test]
fn sums_are_loaded_once_and_their_revisions_keep_the_earlier_state() {
    let bench = Bench::new();
    let text = std::fs::read_to_string(fixture("acled_weekly.csv")).expect("the fixture reads");
    bench.write("weekly.csv", &text);
    bench.ok(&["load", "weekly.csv"]);
    assert!(bench.ok(&["load", "weekly.csv"]).starts_with("nothing new"));
    let revised = text.replace(",4,7,", ",5,9,");
    assert_ne!(revised, text);
    bench.write("weekly.csv", revised);
    let said = bench.ok(&["load", "weekly.csv"]);
    assert!(said.contains("0 added, 1 revised"), "{said}");
    let ledger = bench.ledger();
    assert_eq!(row(&ledger, "select count(*), sum(deaths)::bigint from aggregate"), ["5", "23"]);
    assert_eq!(
        row(&ledger, "select events, deaths, load_id, ended_load_id from aggregate_history"),
        ["4", "7", "1", "2"]
    );
    drop(ledger);
    // The same area, week and category with other figures in one file is a fault.
    let mut lines: Vec<&str> = text.lines().collect();
    let twice = lines[1].replace(",5,12,", ",6,12,");
    lines.push(&twice);
    bench.write("twice.csv", lines.join("\n"));
    let error = bench.fails(1, &["load", "twice.csv"]);
    assert!(error.contains("row 7") && error.contains("row 2 gives this area, period and category already"), "{error}");
}

#[test]
fn sums_stand_as_of_a_load_and_again_when_it_is_undone() {
    let bench = Bench::new();
    let text = std::fs::read_to_string(fixture("acled_weekly.csv")).expect("the fixture reads");
    bench.write("weekly.csv", &text);
    bench.ok(&["load", "weekly.csv"]);
    bench.write(
        "weekly.csv",
        text.replace(",4,7,", ",5,9,") + "2025-05-17,Meridian,Veldara,Orrin,Riots,Mob violence,1,1,,,9,,\n",
    );
    bench.ok(&["load", "weekly.csv"]);
    let of = |args: &[&str]| {
        let question = ["trends", "--source", "acled_weekly", "--country", "Veldara", "--format", "csv"];
        bench.ok(&[&question, args].concat())
    };
    let now = of(&[]);
    let before = of(&["--as-of", "1"]);
    assert_ne!(now, before);
    assert_eq!(
        table(
            &bench.ledger(),
            "select * from aggregate_trends_as_of(1) except all select * from aggregate_trends_as_of(2)"
        )
        .len(),
        // The revised sum, in its area and in its country.
        2
    );
    bench.ok(&["loads", "undo", "2"]);
    assert_eq!(of(&[]), before);
    assert_eq!(of(&["--as-of", "2"]), now);
    bench.ok(&["verify"]);
}
