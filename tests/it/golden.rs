//! Totals reconcile with the publishers' own files: each golden load goes into an empty ledger.

use crate::support::{Bench, row, shared, table};

#[test]
fn candidate_26_0_2_has_its_published_figures() {
    let Some(file) = shared("ucdp/GEDEvent_v26_0_2.xlsx") else { return };
    let bench = Bench::new();
    let report = bench.load(&[&file]).expect("the candidate file loads");
    assert_eq!(report.release.as_deref(), Some("26.0.2"));
    let ledger = bench.ledger();
    assert_eq!(
        row(
            &ledger,
            "select count(*), count(*) filter (where start_date >= '2026-02-01'), count(*) filter (where start_date < '2026-02-01'), \
             sum(deaths_best)::bigint, sum(deaths_low_reported)::bigint, sum(deaths_high_reported)::bigint, \
             sum(deaths_low)::bigint, sum(deaths_high)::bigint, count(*) filter (where status = 'final'), \
             (sum(deaths_best) filter (where status = 'provisional'))::bigint from event",
        ),
        ["1298", "1281", "17", "12521", "12149", "16327", "12148", "17494", "783", "2855"]
    );
    let jnim = bench.ok(&["attacks", "--group", "JNIM", "--format", "csv"]);
    assert!(jnim.contains("\nucdp_ged,jnim,JNIM,organised_group,,78,"), "{jnim}");
    assert_eq!(row(&ledger, "select sum(deaths_best)::bigint from group_measure where actor_id = 'jnim'"), ["552"]);
    for (country, events, best) in
        [("Burkina Faso", "48", "468"), ("Mali", "33", "96"), ("Niger", "21", "109"), ("Nigeria", "123", "786")]
    {
        let sql =
            format!("select events, deaths_best from fatalities_since(date '2026-01-01') where country = '{country}'");
        assert_eq!(row(&ledger, &sql), [events, best], "{country}");
    }
    // One row of 7,206 dead spans 1 to 28 February: it is in no week, and in its month.
    assert_eq!(
        row(&ledger, "select max(deaths_best) < 7206, sum(unplaced_deaths_best) >= 7206 from group_week"),
        ["true", "true"]
    );
    assert_eq!(
        row(
            &ledger,
            "select events > 0 and deaths_best >= 7206 from area_month where area = 'Ukraine' and month = '2026-02-01'"
        ),
        ["true"]
    );
}

#[test]
fn burkina_web_export_has_its_published_figures() {
    let Some(file) = shared("ucdp/gedevents-2025-01-17.csv") else { return };
    let bench = Bench::new();
    bench.load(&[&file]).expect("the web export loads");
    let ledger = bench.ledger();
    assert_eq!(
        row(
            &ledger,
            "select count(*), sum(deaths_best)::bigint, sum(deaths_low_reported)::bigint, sum(deaths_high_reported)::bigint, \
             sum(deaths_low)::bigint, sum(deaths_high)::bigint from event",
        ),
        ["1504", "12864", "11198", "15083", "11139", "15103"]
    );
    assert_eq!(
        row(
            &ledger,
            "select count(*), sum(deaths_best)::bigint, sum(own_deaths_best)::bigint, sum(opponent_deaths_best)::bigint, \
             sum(civilian_deaths_best)::bigint, count(*) filter (where is_attacker) from group_measure where actor_id = 'jnim'",
        ),
        ["1048", "9018", "4616", "1899", "2152", "247"]
    );
    // Months and days are not exchanged: every date lies in the year that the source gives.
    assert_eq!(
        row(
            &ledger,
            "select count(*) from event join ucdp_event using (source, source_event_id) where ucdp_event.year <> year(event.start_date)"
        ),
        ["0"]
    );
    assert_eq!(
        row(&ledger, "select start_date, end_date from event where source_event_id = '497710'"),
        ["2023-10-06", "2023-10-06"]
    );
    // The founding question on a file that ends before it: a row that says so, not nothing.
    assert_eq!(
        table(
            &ledger,
            "select source, country, events, deaths_best, coverage_to, covers_period from fatalities_since_early_may"
        ),
        [["ucdp_ged", "Burkina Faso", "-", "-", "2023-12-30", "false"]]
    );
}

/// Differences between the event file of January 2025 and the publisher's yearly totals 25.1, with their size: UCDP
/// revised these years between the two.
const ACCEPTED: &[(&str, i64)] = &[("2022", 95), ("2023", 13)];

#[test]
fn burkina_years_reconcile_with_the_publishers_country_years() {
    let (Some(events), Some(totals)) =
        (shared("ucdp/gedevents-2025-01-17.csv"), shared("ucdp/organizedviolencecy_v25_1.csv"))
    else {
        return;
    };
    let bench = Bench::new();
    bench.load(&[&events]).expect("the web export loads");
    let ours = table(
        &bench.ledger(),
        "select year(start_date), sum(deaths_best)::bigint from event group by all order by all",
    );
    let mut reader = csv::Reader::from_path(totals).expect("the totals open");
    let header = reader.headers().expect("the totals have a header").clone();
    let at = |name: &str| header.iter().position(|column| column == name).expect("the column is there");
    let (country, year, best) = (at("country_cy"), at("year_cy"), at("cumulative_total_deaths_in_orgvio_best_cy"));
    let theirs: Vec<(String, i64)> = reader
        .records()
        .map(|record| record.expect("a row"))
        .filter(|record| &record[country] == "Burkina Faso")
        .map(|record| (record[year].to_owned(), record[best].parse().expect("a number")))
        .collect();
    let mut checked = 0;
    for row in &ours {
        let published = theirs.iter().find(|(year, _)| *year == row[0]).expect("the publisher has the year").1;
        let difference = published - row[1].parse::<i64>().expect("a number");
        let accepted = ACCEPTED.iter().find(|(year, _)| *year == row[0]).map_or(0, |(_, size)| *size);
        assert_eq!(difference, accepted, "{}: ours {}, published {published}", row[0], row[1]);
        checked += 1;
    }
    assert_eq!(checked, 8, "2016 to 2023");
}

#[test]
fn founding_sample_has_the_sums_of_its_readme() {
    let bench = crate::support::sahel();
    let ledger = bench.ledger();
    assert_eq!(
        table(
            &ledger,
            "select policy, deaths_low, deaths_best, deaths_high, events_with_figure from troops_killed_since(date '2025-05-01', until := date '2025-06-03') \
             where area = 'central_sahel'",
        ),
        [
            ["as_reported", "285", "422", "543", "9"],
            ["distinct_statements", "285", "432", "543", "9"],
            ["without_perpetrator", "155", "187", "254", "6"],
            ["official", "10", "10", "10", "1"]
        ]
    );
    let by_event = [
        ("2025-05-04-dogon-kiria", "10", "10", "10"),
        ("2025-05-11-djibo", "60", "165", "200"),
        ("2025-05-11-solle", "60", "60", "60"),
        ("2025-05-12-gnagna-vdp", "10", "10", "10"),
        ("2025-05-23-dioura", "40", "41", "60"),
        ("2025-05-25-eknewan", "30", "41", "58"),
        ("2025-05-26-falmey", "44", "44", "44"),
        ("2025-06-01-boulikessi", "30", "50", "100"),
        ("2025-06-02-timbuktu", "1", "1", "1"),
    ];
    for (event, low, best, high) in by_event {
        let sql = format!(
            "select deaths_low, deaths_best, deaths_high from event_toll where policy = 'as_reported' and victim_side = 'state_forces' and source_event_id = '{event}'"
        );
        assert_eq!(row(&ledger, &sql), [low, best, high], "{event}");
    }
    // Timbuktu: one soldier and 14 militants, each side by the rule, not a mixture of their figures.
    assert_eq!(
        row(
            &ledger,
            "select deaths_low, deaths_best, deaths_high, state_forces_best, nonstate_best from event where source_event_id = '2025-06-02-timbuktu'"
        ),
        ["14", "15", "15", "1", "14"]
    );
    // "Dozens" without a number is no figure.
    assert_eq!(
        row(
            &ledger,
            "select deaths_low, deaths_best, deaths_high from event where source_event_id = '2025-05-12-diapaga'"
        ),
        ["-", "-", "-"]
    );
}

#[test]
fn loading_a_file_twice_changes_nothing() {
    let bench = crate::support::sahel();
    let before = table(&bench.ledger(), "select * from event order by all");
    let said = bench.ok(&["load", "builtin:sahel_2025"]);
    assert!(said.starts_with("nothing new"), "{said}");
    assert_eq!(table(&bench.ledger(), "select * from event order by all"), before);
    assert_eq!(row(&bench.ledger(), "select count(*) from load"), ["1"]);
}
