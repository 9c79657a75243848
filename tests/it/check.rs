//! `check`, `check-claim` and `brief`: how far a published figure holds, and who says what.

use serde_json::Value;

use crate::rows::{AcledRow, acled, ucdp};
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
    assert_eq!(rulings(&check)[0], "as_reported 60 30 100 1 0 supported");
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
fn a_brief_of_boulikessi_has_every_figure_grouped_by_origin() {
    let bench = sahel();
    let said = bench.ok(&["brief", "2025-06-01-boulikessi"]);
    let mut last = 0;
    for line in [
        "AFP                      at least 30",
        "                         at least 60",
        "Africanews FR            more than 30",
        "Reuters                  more than 30          security, unnamed",
        "The Vaultz News          more than 30",
        "Clash Report             more than 50",
        "AP                       at least 60",
        "Security Council Report  about 60",
        "RFI                      about 75–90",
        "                         more than 90",
        "                         more than 100",
        "AFP, SITE                more than 100",
        "Africa Defense Forum     more than 100",
        "Wikipedia EN             about 100",
    ] {
        let at = said[last..].find(line).unwrap_or_else(|| panic!("{line} stands in its place: {said}"));
        last += at;
    }
    for part in [
        "Killed, depending on whose word counts: 30 to 100 state forces.",
        "Also captured or missing, state forces:",
        "2025-06-02 Timbuktu",
        "The dead of armed groups: nobody states a number. Unknown, not zero.",
        "No government has given or confirmed a toll.",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(said.lines().all(|line| line.chars().count() <= 120), "{said}");
    // Neither notes nor source texts, unless they are asked for.
    let notes = table(
        &bench.ledger(),
        "select summary from event where source_event_id = '2025-06-01-boulikessi' union all select note from claim where source_event_id = '2025-06-01-boulikessi' and length(note) > 20",
    );
    let with =
        bench.ok(&["brief", "2025-06-01-boulikessi", "--with-notes"]).split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for note in &notes {
        assert!(!plain.contains(&note[0]) && with.contains(&note[0]), "{note:?}");
    }
    assert!(!said.contains("http"), "{said}");
    assert!(bench.ok(&["brief", "2025-06-01-boulikessi", "--links"]).contains("https://"));
}

#[test]
fn a_belligerents_channel_is_not_linked_the_outlet_is() {
    let bench = Bench::new();
    bench.write("acled.csv", acled(&[AcledRow::new("VEL1", "2025-05-02", "Veldara", 3, 100)]));
    bench.ok(&["load", "acled.csv"]);
    bench.write(
        "mine.csv",
        "claim_key,event_key,metric,victim_side,value_best,claimant,reported_by,url,verification\n\
         a,VEL1,killed,state_forces,9,the armed group itself,A monitor,https://example.org/report,claimed_by_perpetrator\n\
         b,VEL1,killed,state_forces,8,the armed group itself,Its channel,https://t.me/channel/1,claimed_by_perpetrator\n",
    );
    bench.ok(&["load", "mine.csv", "--source", "claims"]);
    for args in [&["brief", "VEL1", "--links"][..], &["brief", "VEL1", "--json"]] {
        let said = bench.ok(args);
        assert!(said.contains("https://example.org/report") && !said.contains("t.me"), "{said}");
    }
}

#[test]
fn briefs_are_of_events_places_and_groups_and_say_what_they_do_not_find() {
    let bench = sahel();
    let place = bench.ok(&["brief", "boulikessi"]);
    assert!(
        place.contains("2025-06-06-boulikessi-withdrawal") && place.contains("the dead of 1 of 2 events"),
        "{place}"
    );
    let group = bench.ok(&["brief", "JNIM", "--region", "central_sahel", "--since", "2025-05-01"]);
    assert!(group.contains("JNIM, its members included") && group.contains("Deadliest events"), "{group}");
    assert!(group.contains("Djibo"), "{group}");
    let error = bench.fails(2, &["brief", "Boulikesso"]);
    assert!(error.contains("places like it: Boulikessi"), "{error}");
    for (name, reason) in [("", "of an event, a place or a group"), ("Mali", "a country is a filter")] {
        let error = bench.fails(2, &["brief", name]);
        assert!(error.contains(reason), "{error}");
    }
    let error = bench.fails(2, &["brief", "2025-06-01-boulikessi", "--since", "2025-05-01"]);
    assert!(error.contains("filters do not narrow it"), "{error}");
    bench.write("GEDEvent_v25_0_5.csv", ucdp(&[(7, "2025-05-02", 4)]));
    bench.ok(&["load", "GEDEvent_v25_0_5.csv"]);
    // An event of a census source: its own range, and that nobody has claimed anything of it.
    let event = bench.ok(&["brief", "7"]);
    assert!(event.contains("ucdp_ged: 1 event, 2025-05-02; deaths in them, all sides, 4 (4–4)"), "{event}");
    assert!(event.contains("Who attacked: the source does not code it."), "{event}");
    assert!(!bench.ok(&["brief", "7", "--json"]).contains("SYNTHETIC"));
}
