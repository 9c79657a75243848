//! Deadliest weeks, the coast, areas and actors that are new, the history of places.

use crate::support::{Bench, row, sahel, shared, table};

#[test]
fn deaths_of_an_event_longer_than_a_week_make_no_week_the_deadliest() {
    let Some(file) = shared("ucdp/conflict_data_nga.csv") else { return };
    let bench = Bench::new();
    bench.load(&[&file]).expect("the HDX edition loads");
    let ledger = bench.ledger();
    let ranked = "from deadliest_weeks where subject_kind = 'country' and subject = 'Nigeria'";
    // 20 November to 1 December 1999 lies in the weeks of 15, 22 and 29 November.
    let late = table(
        &ledger,
        &format!(
            "select week, deaths_best < 100, rank_all_best > 100, unplaced_deaths_best {ranked} \
             and week between date '1999-11-15' and date '1999-11-29' order by week"
        ),
    );
    assert_eq!(late, [["1999-11-15", "true", "true", "2478"]]);
    let first = row(&ledger, &format!("select week, deaths_best, unplaced_52_best {ranked} and rank_all_best = 1"));
    assert_eq!(first[0], "2000-02-21");
    assert!(first[2].parse::<i64>().expect("a number") >= 2_478, "unplaced deaths are said beside: {first:?}");
    let said = bench.ok(&["deadliest", "--country", "Nigeria", "--limit", "3"]);
    assert!(said.contains("2000-02-21") && !said.contains("1999-11-"), "{said}");
    assert!(said.contains("Unplaced: events of more than a week"), "{said}");
}

#[test]
fn a_coded_sample_has_no_ranks() {
    let bench = sahel();
    let counted = "select count(*) > 20, count(rank_52_best), count(rank_all_low), count(deadliest_since), min(rank_missing) \
                   from deadliest_weeks";
    assert_eq!(row(&bench.ledger(), counted), ["true", "0", "0", "0", "coded_sample"]);
    assert!(bench.ok(&["deadliest", "--group", "JNIM"]).contains("No rank for a coded sample"));
}

#[test]
fn ranks_that_mix_final_and_provisional_data_and_weeks_that_are_not_loaded_are_said() {
    let files = ["ucdp/GEDEvent_v26_0_2.xlsx", "ucdp/gedevents-2025-01-17.csv"].map(shared);
    let [Some(candidate), Some(export)] = files else { return };
    let bench = Bench::new();
    bench.load(&[&export]).expect("the web export loads");
    let final_only = "select count(*) from deadliest_weeks where mixes_status_all or mixes_status_52";
    assert_eq!(row(&bench.ledger(), final_only), ["0"]);
    bench.load(&[&candidate]).expect("the candidate events load");
    let newest = row(
        &bench.ledger(),
        "select bool_and(mixes_status_all), max(unknown_weeks) > 100, max(weeks_52) < 52 from deadliest_weeks \
         where subject_kind = 'country' and subject = 'Burkina Faso' and week >= date '2026-01-01'",
    );
    assert_eq!(newest, ["true", "true", "true"]);
    let said = bench.ok(&["deadliest", "--group", "JNIM", "--sort", "date", "--limit", "3"]);
    assert!(said.contains("Ranks cross the border between final and provisional data"), "{said}");
    assert!(said.contains("weeks_unknown: so many weeks since then are not loaded"), "{said}");
}

#[test]
fn filtered_weeks_are_ranked_as_those_of_the_events_that_are_left() {
    let Some(file) = shared("ucdp/gedevents-2025-01-17.csv") else { return };
    let bench = Bench::new();
    bench.load(&[&file]).expect("the web export loads");
    let csv = |args: &[&str]| bench.ok(&[&["deadliest", "--format", "csv", "--limit", "5"], args].concat());
    // The file holds one country: of the group everywhere and in it.
    assert_eq!(csv(&["--group", "JNIM"]), csv(&["--group", "JNIM", "--country", "Burkina Faso"]));
    assert_eq!(csv(&["--country", "Burkina Faso"]), csv(&[]));
    assert_ne!(csv(&["--group", "JNIM"]), csv(&["--group", "JNIM", "--class", "one_sided"]));
}

#[test]
fn the_coast_has_no_zero_and_no_share_where_nothing_covers_it() {
    let bench = sahel();
    let quarters = "select quarter, coastal_events, coastal_north_events, coastal_share, is_partial from coastal_pressure \
                    where actor_id = 'jnim' order by quarter";
    assert_eq!(
        table(&bench.ledger(), quarters),
        [["2025-04-01", "3", "3", "-", "true"], ["2025-07-01", "-", "-", "-", "true"]]
    );
    let of_all = "select coastal_events from coastal_pressure where actor_id is null and quarter = date '2025-04-01'";
    assert_eq!(row(&bench.ledger(), of_all), ["6"]);
    assert!(bench.fails(2, &["coast", "--country", "Benin"]).contains("leave out --country"));
    // A census that covers every country: zeros and shares.
    let events = [
        ("Benin", "204", "Alibori", "2025-02-01"),
        ("Benin", "204", "Littoral", "2025-02-02"),
        ("Togo", "768", "Maritime", "2025-02-03"),
        ("Ghana", "288", "Volta", "2025-02-03"),
        ("Ivory Coast", "384", "Lagunes", "2025-02-03"),
        ("Guinea", "324", "Conakry", "2025-02-03"),
        ("Senegal", "686", "Dakar", "2025-02-03"),
        ("Mauritania", "478", "Trarza", "2025-02-03"),
        ("Mali", "466", "Mopti", "2025-02-03"),
        ("Mali", "466", "Mopti", "2025-05-03"),
    ];
    let mut rows = crate::invented::Table::of(events.len());
    for (at, (country, iso, admin1, day)) in events.into_iter().enumerate() {
        rows = rows.with(at, "country", country).with(at, "iso", iso).with(at, "admin1", admin1).with(
            at,
            "event_date",
            day,
        );
    }
    let bench = Bench::new();
    bench.write("acled.csv", rows.csv(","));
    bench.ok(&["load", "acled.csv", "--covers", "2025-01-01..2025-06-30"]);
    let shares = "select quarter, events, coastal_events, coastal_north_events, round(coastal_share, 3), round(coastal_north_share, 3), \
                  covered_countries from coastal_pressure where actor_id is null order by quarter";
    assert_eq!(
        table(&bench.ledger(), shares),
        [["2025-01-01", "9", "8", "1", "0.889", "0.111", "7"], ["2025-04-01", "1", "0", "0", "0.0", "0.0", "7"]]
    );
}

#[test]
fn an_event_belongs_to_the_quarter_that_holds_it_whole() {
    let (Some(burkina), Some(candidate)) =
        (shared("ucdp/gedevents-2025-01-17.csv"), shared("ucdp/GEDEvent_v26_0_2.xlsx"))
    else {
        return;
    };
    let quarters = |file: &std::path::Path| {
        let bench = Bench::new();
        bench.load(&[file]).expect("the file loads");
        bench
    };
    // Counted in the file with a few lines of Python: first and last day in one quarter, and the rest.
    let of_all = "select quarter, events, unplaced_events from coastal_pressure where actor_id is null \
                  and quarter between date '2023-01-01' and date '2023-12-31' order by quarter";
    assert_eq!(
        table(&quarters(&burkina).ledger(), of_all),
        [
            ["2023-01-01", "140", "2"],
            ["2023-04-01", "198", "1"],
            ["2023-07-01", "133", "0"],
            ["2023-10-01", "121", "0"]
        ]
    );
    let bench = quarters(&candidate);
    let coast = "select coastal_events, coastal_deaths_best, unplaced_coastal_events from coastal_pressure \
                 where actor_id is null and quarter = date '2026-01-01'";
    assert_eq!(row(&bench.ledger(), coast), ["4", "4", "0"]);
    // The list is of the events at the coast, no others.
    assert_eq!(bench.ok(&["coast", "--events", "--format", "csv"]).lines().count(), 5);
    assert!(bench.fails(2, &["coast", "--events", "--country", "Benin"]).contains("leave out --country"));
    // As it was, and by the newest quarters.
    let sahel = sahel();
    assert_eq!(sahel.ok(&["coast", "--limit", "1", "--format", "csv"]).lines().count(), 2);
    assert!(sahel.ok(&["coast", "--limit", "1", "--format", "csv"]).contains("2025-07-01"));
    assert_eq!(sahel.ok(&["coast", "--format", "csv"]), sahel.ok(&["coast", "--as-of", "1", "--format", "csv"]));
}

#[test]
fn a_group_whose_deaths_belong_to_no_week_is_told_so() {
    let bench = Bench::new();
    let rows = crate::invented::Table::of(1).with(0, "time_precision", "3").with(0, "fatalities", "44");
    bench.write("acled.csv", rows.csv(","));
    bench.ok(&["load", "acled.csv"]);
    let said = bench.ok(&["deadliest", "--group", "Lantern Front"]);
    assert!(
        said.contains("no week with deaths; 1 events belong to no week") && said.contains("deaths in them 44"),
        "{said}"
    );
}

#[test]
fn areas_are_entered_after_a_year_without_an_event_there() {
    let days = ["2023-06-01", "2023-07-01", "2024-07-01", "2025-07-02"];
    let mut rows = crate::invented::Table::of(days.len());
    for (at, day) in days.iter().enumerate() {
        rows = rows.with(at, "event_date", day).with(at, "admin2", "Sarn");
    }
    let bench = Bench::new();
    bench.write("acled.csv", rows.csv(","));
    bench.ok(&["load", "acled.csv", "--covers", "2024-01-01..2025-12-31"]);
    let ledger = bench.ledger();
    let entered = |kind: &str| {
        let sql = format!(
            "select first_date, previous_date, events, is_new from new_areas where actor_name = 'Lantern Front' \
             and area_kind = '{kind}' order by first_date"
        );
        table(&ledger, &sql)
    };
    // 366 days from 1 July 2023 to 1 July 2024 and from then to 2 July 2025; two events in the first 90 days.
    let expected = [
        ["2023-06-01", "-", "2", "-"],
        ["2024-07-01", "2023-07-01", "1", "-"],
        ["2025-07-02", "2024-07-01", "1", "true"],
    ];
    assert_eq!(entered("admin1"), expected);
    assert_eq!(entered("admin2"), expected);
    let actors =
        "select first_date, known_since, is_new from new_actors where actor_name = 'Lantern Front' order by first_date";
    assert_eq!(
        table(&ledger, actors),
        [["2023-06-01", "2023-06-01", "-"], ["2024-07-01", "2023-06-01", "-"], ["2025-07-02", "2023-06-01", "true"]]
    );
    let csv = |args: &[&str]| bench.ok(&[args, &["--all-kinds", "--format", "csv"]].concat()).lines().count();
    assert_eq!(csv(&["new-areas", "--group", "Lantern Front", "--since", "2025-01-01"]), 3);
    assert_eq!(csv(&["new-actors", "--group", "Lantern Front"]), 4);
}

#[test]
fn the_history_of_a_place_says_who_took_regained_and_left_it_and_counts_no_context() {
    let bench = sahel();
    let history = |place: &str, more: &[&str]| bench.ok(&[&["history", place, "--format", "csv"], more].concat());
    let timbuktu = history("timbuktu", &[]);
    assert_eq!(timbuktu.lines().count(), 5, "{timbuktu}");
    let taken: Vec<&str> = timbuktu.lines().filter(|line| line.starts_with("context,")).collect();
    assert!(
        taken[0].contains("2012-01-01") && taken[0].contains("overtaken") && taken[0].contains("https://"),
        "{taken:?}"
    );
    assert!(taken[2].contains("2013-01-01") && taken[2].contains("regained"), "{taken:?}");
    let boulikessi = history("Boulikessi", &["--changes"]);
    let changes: Vec<&str> = boulikessi.lines().skip(1).collect();
    assert_eq!(changes.len(), 2, "{boulikessi}");
    assert!(changes[0].contains("overtaken,JNIM") && changes[0].contains("https://"), "{boulikessi}");
    assert!(changes[1].contains("left,Military Forces of Mali"), "{boulikessi}");
    // The source's own words are given only when asked for.
    assert!(!boulikessi.contains("Last soldiers"), "{boulikessi}");
    assert!(history("Boulikessi", &["--with-notes"]).contains("Last soldiers"));
    assert_eq!(row(&bench.ledger(), "select count(*) from event where start_date < date '2025-01-01'"), ["0"]);
    assert!(bench.fails(2, &["history", "Timbukto"]).contains("Timbuktu"));
    bench.write(
        "mine.csv",
        "context_key,date,date_precision,country,admin1,location,latitude,longitude,what,actor,source_name,url\n\
        mine,2020-03-01,month,Mali,,Djibo,,,invented for a test,nobody,A paper,https://example.org/b\n",
    );
    bench.ok(&["load", "mine.csv", "--source", "context"]);
    assert!(history("Djibo", &[]).contains("A paper"));
}
