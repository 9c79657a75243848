//! `check` and `check-claim`: how far a published figure holds.

use serde_json::Value;

use crate::rows::{AcledRow, acled};
use crate::support::{Bench, row, sahel, shared, table};

const REUTERS: [&str; 12] = [
    "check",
    "more than 400",
    "--metric",
    "killed",
    "--side",
    "state_forces",
    "--region",
    "central_sahel",
    "--from",
    "2025-05-01",
    "--to",
    "2025-06-02",
];

fn json(bench: &Bench, args: &[&str]) -> Value {
    serde_json::from_str(&bench.ok(&[args, &["--json"]].concat())).expect("JSON")
}

/// By whom, best, low, high, events with a figure and without, verdict.
fn rulings(check: &Value) -> Vec<String> {
    check["rulings"]
        .as_array()
        .expect("rulings")
        .iter()
        .map(|ruling| {
            let range = &ruling["range"];
            format!(
                "{} {} {} {} {} {} {}",
                ruling["policy"].as_str().unwrap_or_else(|| ruling["source"].as_str().expect("a source")),
                range["best"],
                range["low"],
                range["high"],
                range["events_with_figure"],
                range["events_without_figure"],
                ruling["verdict"].as_str().expect("a verdict")
            )
        })
        .collect()
}

#[test]
fn the_sum_of_early_june_is_compatible_only_with_the_armed_groups_own_figures() {
    let bench = sahel();
    let expected = [
        "as_reported 422 285 543 9 9 compatible",
        "distinct_statements 432 285 543 9 9 compatible",
        "without_perpetrator 187 155 254 6 12 not_reached",
        "official 10 10 10 1 17 not_reached",
    ];
    let check = json(&bench, &REUTERS);
    assert_eq!(rulings(&check), expected);
    let claim = json(&bench, &["check-claim", "agg-c09"]);
    assert_eq!(rulings(&claim), expected);
    assert_eq!(
        check["difference"].to_string(),
        r#"{"policy":"without_perpetrator","whole":235,"by_event":[["Djibo",165],["Solle (Sole)",60],["Gnagna province",10]]}"#
    );
    // By weight, and what the whole becomes without the heaviest.
    let carriers = check["carriers"].as_array().expect("events");
    assert_eq!(carriers.len(), 9);
    let first = &carriers[0];
    assert_eq!(first["source_event_id"], "2025-05-11-djibo");
    assert_eq!(
        (&first["without_it"]["best"], &first["without_it"]["high"]),
        (&Value::from(422 - 165), &Value::from(543 - 200))
    );
    let without: Vec<String> = check["without_voice"]
        .as_array()
        .expect("voices")
        .iter()
        .map(|pair| {
            format!("{} {} {}", pair[0].as_str().expect("a name"), pair[1]["best"], pair[1]["events_with_figure"])
        })
        .collect();
    assert!(without.contains(&"the armed group itself 187 6".to_owned()), "{without:?}");
    // Without unnamed sources their row on Djibo falls too, although it likely repeats the armed group.
    assert!(without.contains(&"unnamed sources 451 8".to_owned()), "{without:?}");
    let said = bench.ok(&["check-claim", "agg-c09"]);
    for part in [
        "best 10 to 432, all figures 10 to 543; compatible under as_reported, distinct_statements; not reached under without_perpetrator,",
        "The difference between as_reported and without_perpetrator, 235: Djibo 165, Solle 60, Gnagna province 10.",
        "the armed group itself (interested): Daily8 (The Star, Reuters) 2025-07-17",
        "Sums of known tolls, not totals",
    ] {
        assert!(said.replace('\n', " ").contains(part), "{part}: {said}");
    }
    assert!(said.lines().count() <= 60, "one screen: {} lines", said.lines().count());
    assert!(said.lines().all(|line| line.chars().count() <= 120), "{said}");
}

#[test]
fn the_ranges_of_a_check_are_those_of_troops() {
    let bench = sahel();
    for (since, until) in [("2025-05-01", "2025-06-03"), ("2025-04-01", "2025-07-31"), ("2025-05-23", "2025-05-27")] {
        for region in ["central_sahel", "lake_chad_basin", "coastal_west_africa"] {
            let args = ["check", "1", "--side", "state_forces", "--region", region, "--from", since, "--to", until];
            let check = json(&bench, &args);
            let got: Vec<Vec<String>> = check["rulings"]
                .as_array()
                .expect("rulings")
                .iter()
                .map(|ruling| {
                    let range = &ruling["range"];
                    let mut row = vec![ruling["policy"].as_str().expect("a policy").to_owned()];
                    for name in ["low", "best", "high", "events_with_figure", "events_without_figure"] {
                        row.push(range[name].as_i64().map_or("-".to_owned(), |number| number.to_string()));
                    }
                    row
                })
                .collect();
            let expected = table(
                &bench.ledger(),
                &format!(
                    "select policy, deaths_low, deaths_best, deaths_high, events_with_figure, events_without_figure \
                     from troops_killed_since(date '{since}', until := date '{until}') where area = '{region}'"
                ),
            );
            assert_eq!(got, expected, "{since} {until} {region}");
        }
    }
}

#[test]
fn census_sources_rule_for_themselves_or_say_why_they_cannot() {
    let (Some(burkina), Some(candidate)) =
        (shared("ucdp/gedevents-2025-01-17.csv"), shared("ucdp/GEDEvent_v26_0_2.xlsx"))
    else {
        return;
    };
    let bench = sahel();
    bench.load(&[&burkina]).expect("the web export loads");
    bench.load(&[&candidate]).expect("the candidate file loads");
    let check = json(&bench, &REUTERS);
    assert_eq!(rulings(&check)[4], "ucdp_ged null null null 0 0 undecided");
    let why = check["rulings"][4]["why"].as_str().expect("a reason").to_owned();
    assert!(why.contains("do not cover the whole period in Burkina Faso, Mali, Niger"), "{why}");
    // A period that it covers: its own count of state forces and auxiliaries, and nothing added to it.
    let covered = [
        "check",
        "at least 100",
        "--side",
        "state_forces",
        "--country",
        "Burkina Faso",
        "--from",
        "2026-02-01",
        "--to",
        "2026-02-28",
    ];
    let check = json(&bench, &covered);
    let best = row(
        &bench.ledger(),
        "select sum(coalesce(state_forces_best, 0) + coalesce(auxiliaries_best, 0))::bigint from event \
         where source = 'ucdp_ged' and country = 'Burkina Faso' and start_date between date '2026-02-01' and date '2026-02-28'",
    );
    let ruling = &check["rulings"].as_array().expect("rulings").last().expect("a ruling").clone();
    assert_eq!(ruling["range"]["best"].to_string(), best[0]);
    assert_eq!((ruling["range"]["low"].clone(), ruling["verdict"].as_str()), (Value::Null, Some("compatible")));
    // Of all sides it gives a range, which decides.
    let check = json(
        &bench,
        &["check", "more than 100", "--country", "Burkina Faso", "--from", "2026-02-01", "--to", "2026-02-28"],
    );
    let ruling = check["rulings"].as_array().expect("rulings").last().expect("a ruling").clone();
    assert_eq!(ruling["verdict"], "supported");
    let check = json(
        &bench,
        &[
            "check",
            "3",
            "--metric",
            "injured",
            "--country",
            "Burkina Faso",
            "--from",
            "2026-02-01",
            "--to",
            "2026-02-28",
        ],
    );
    let ruling = check["rulings"].as_array().expect("rulings").last().expect("a ruling").clone();
    assert_eq!(ruling["why"], "it does not count injured");
}

#[test]
fn a_claim_on_one_event_does_not_support_itself() {
    let bench = sahel();
    // The one figure of the group on Gnagna: nothing else speaks of it.
    let check = json(&bench, &["check-claim", "2025-05-12-gnagna-vdp-c01"]);
    assert!(rulings(&check).iter().all(|ruling| ruling.ends_with("undecided")), "{check}");
    let check = json(&bench, &["check-claim", "2025-06-01-boulikessi-c02"]);
    // "At least 30", say others: that may be 30, which is not more than 30.
    assert_eq!(rulings(&check)[0], "as_reported 60 30 100 1 0 compatible");
    let error = bench.fails(1, &["check-claim", "2025-05-12-diapaga-c02"]);
    assert!(error.contains("gives no number (dozens)"), "{error}");
    let error = bench.fails(2, &["check-claim", "2025-05-12-gnagna"]);
    assert!(error.contains("nearest: 2025-05-12-gnagna-vdp-c01"), "{error}");
    // People of all kinds are compared with the dead of all sides.
    let check = json(&bench, &["check-claim", "agg-c14"]);
    assert_eq!((check["side"].as_str(), check["rulings"][0]["verdict"].as_str()), (Some("all"), Some("not_reached")));
    let also: Vec<&str> =
        check["also"].as_array().expect("sums").iter().filter_map(|sum| sum["claim_id"].as_str()).collect();
    assert_eq!(also, ["agg-c24"]);
    let error = bench.fails(1, &["check-claim", "agg-c01"]);
    assert!(error.contains("cannot be decided: the ledger knows no area called"), "{error}");
    let error = bench.fails(2, &["check", "dozens", "--side", "civilians"]);
    assert!(error.contains("no figure that can be checked"), "{error}");
}

#[test]
fn added_claims_stand_beside_the_data_sets_own_and_are_never_added_to_them() {
    let bench = sahel();
    bench.write(
        "mine.csv",
        "claim_key,event_source,event_key,metric,victim_side,value_best,claimant,reported_by,url,verification\n\
         m1,sahel_2025,2025-05-11-djibo,killed,state_forces,90,a hospital,Courier,https://example.org,unconfirmed\n",
    );
    bench.ok(&["load", "mine.csv", "--source", "claims"]);
    let found = rulings(&json(&bench, &REUTERS));
    assert_eq!(
        &found[..4],
        [
            "as_reported 422 285 543 9 9 compatible",
            "distinct_statements 432 285 543 9 9 compatible",
            "without_perpetrator 187 155 254 6 12 not_reached",
            "official 10 10 10 1 17 not_reached",
        ]
    );
    // Djibo has an unconfirmed figure now, of a more credible tier than the group's own.
    assert_eq!(found[4], "as_reported 347 285 543 9 9 compatible");
    assert_eq!(found[6], "without_perpetrator 277 245 344 7 11 not_reached");
    let said = bench.ok(&REUTERS);
    assert!(said.contains("as_reported, sahel_2025 + added claims"), "{said}");
    let brief = bench.ok(&["brief", "2025-05-11-djibo"]);
    assert!(brief.contains("a hospital"), "{brief}");
    // As of the load before, nobody had added anything.
    let then = json(&bench, &[&REUTERS[..], &["--as-of", "1"]].concat());
    assert_eq!(rulings(&then).len(), 4);
}

#[test]
fn upper_bounds_and_exact_figures_are_not_supported_while_events_have_no_figure() {
    let bench = sahel();
    let verdicts = |figure: &str| -> Vec<String> {
        let args: Vec<&str> =
            REUTERS.iter().map(|word| if *word == "more than 400" { figure } else { *word }).collect();
        let check = json(&bench, &args);
        let all = check["rulings"].as_array().expect("rulings");
        all.iter().map(|ruling| ruling["verdict"].as_str().expect("a verdict").to_owned()).collect()
    };
    let [supported, compatible, undecided, not_reached, exceeded] =
        ["supported", "compatible", "undecided", "not_reached", "exceeded"];
    for (figure, expected) in [
        ("more than 284", [supported, supported, not_reached, not_reached]),
        ("at least 285 troops", [supported, supported, not_reached, not_reached]),
        ("fewer than 600", [undecided; 4]),
        // The highest figures say "more than": 544 and more are in the range.
        ("up to 543", [compatible, compatible, undecided, undecided]),
        ("less than 285", [exceeded, exceeded, undecided, undecided]),
        ("up to 10", [exceeded, exceeded, exceeded, undecided]),
        ("10", [exceeded, exceeded, exceeded, undecided]),
        ("more than 10", [supported, supported, supported, not_reached]),
        ("400-500", [compatible, compatible, not_reached, not_reached]),
        ("more than 422 troops", [compatible, compatible, not_reached, not_reached]),
    ] {
        assert_eq!(verdicts(figure), expected, "{figure}");
    }
    let said = bench.ok(&[
        "check",
        "fewer than 600",
        "--side",
        "state_forces",
        "--region",
        "central_sahel",
        "--from",
        "2025-05-01",
        "--to",
        "2025-06-02",
    ]);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("cannot be decided: 9 events have no figure and could add to it"), "{said}");
    for (args, hint) in [
        (&["check", "more than 422 troops"][..], "add --side state_forces"),
        (&["check", "400 elephants"], "write the figure alone"),
        (&["check", "perhaps 30"], "known are more than"),
    ] {
        assert!(bench.fails(2, args).contains(hint), "{args:?}");
    }
    // An event with its figure known: the upper bound is decided.
    bench.write("acled.csv", acled(&[AcledRow::new("VEL1", "2025-05-02", "Veldara", 3, 100)]));
    bench.ok(&["load", "acled.csv"]);
    bench.write(
        "mine.csv",
        "claim_key,event_key,metric,victim_side,value_best,qualifier,claimant,reported_by,url,verification\n\
         a,VEL1,killed,state_forces,9,more_than,residents,A paper,https://example.org/report,unconfirmed\n",
    );
    bench.ok(&["load", "mine.csv", "--source", "claims"]);
    let first = |figure: &str| {
        let check = json(&bench, &["check", figure, "--side", "state_forces", "--country", "Veldara"]);
        check["rulings"][0]["verdict"].as_str().expect("a verdict").to_owned()
    };
    // "More than 9" is more than 9, and bounds nothing above.
    assert_eq!(
        ["more than 9", "at least 10", "9", "up to 12"].map(first),
        [supported, supported, exceeded, compatible]
    );
}

#[test]
fn policies_are_listed_as_json_and_with_an_earlier_state() {
    let bench = sahel();
    let listed: Value = serde_json::from_str(&bench.ok(&["policies", "--json"])).expect("JSON");
    assert_eq!(listed.as_array().expect("rows").len(), 4);
    assert!(bench.ok(&["policies", "--as-of", "1"]).contains("Policies are those in force now"));
    assert!(bench.fails(2, &["policies", "--as-of", "9"]).contains("9"));
}
