//! Simultaneous and coordinated attacks: what is a cluster and what is not, how likely chance brings one, who says so.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use warledger::catalog::{self, Kind};
use warledger::ledger::{Ledger, LoadOptions, Params};

use crate::invented::Table;
use crate::support::{Bench, row, sahel, shared, table};

/// Attacks of an invented group: day, name of the attacker, place, latitude, precision of the date.
type Made<'a> = (&'a str, &'a str, &'a str, f64, &'a str);

/// A ledger of battles in ACLED's layout that covers a year of one invented country.
fn made(attacks: &[Made<'_>]) -> Bench {
    let mut rows = Table::of(attacks.len());
    for (at, (day, actor, place, latitude, precision)) in attacks.iter().enumerate() {
        for (column, text) in [
            ("event_date", *day),
            ("actor1", actor),
            ("inter1", "2"),
            ("actor2", "Veldara Watch"),
            ("inter2", "1"),
            ("location", place),
            ("latitude", &latitude.to_string()),
            ("time_precision", precision),
        ] {
            rows = rows.with(at, column, text);
        }
    }
    let bench = Bench::new();
    let file = bench.write("made.csv", rows.csv(","));
    bench.ok(&["load", &file.display().to_string(), "--covers", "2025-01-01..2025-12-31"]);
    bench
}

fn clusters(ledger: &Ledger) -> Vec<Vec<String>> {
    table(
        ledger,
        "select actor_name, first_date, last_date, attacked from attack_clusters order by actor_name, first_date",
    )
}

#[test]
fn the_attacks_of_early_june_are_one_cluster_that_is_stated_to_be_coordinated() {
    let bench = sahel();
    let ledger = bench.ledger();
    let sql = "select attacked, first_date, last_date, events, places, distance_km, chance_level, chance_missing, \
               stated_as_coordinated, stated_events, stated_by, basis from coordinated_attacks where actor_id = 'jnim' and first_date = ";
    assert_eq!(
        row(&ledger, &format!("{sql} date '2025-06-01'")),
        [
            "Boulikessi; Koumbri; Timbuktu",
            "2025-06-01",
            "2025-06-02",
            "3",
            "3",
            "338.9",
            "-",
            "coded_sample",
            "true",
            "3",
            "Africa Now; Clash Report; Counter Extremism Project",
            "stated"
        ]
    );
    let park = row(&ledger, &format!("{sql} date '2025-04-17'"));
    assert_eq!(
        park[..3],
        ["Koudou Falls (W National Park); Point Triple (W National Park)", "2025-04-17", "2025-04-17"]
    );
    assert_eq!(park[8..], ["true", "2", "TRT Global", "stated"]);
    // Of the three events two days before July one is stated, the attack on seven towns; Niono lies inside it.
    let july = row(
        &ledger,
        "select events, attacks, places, stated_events, stated_attacked, stated_by, basis from coordinated_attacks \
         where actor_id = 'jnim' and first_date = date '2025-06-30'",
    );
    let towns = "Kayes, Nioro du Sahel, Niono, Molodo, Sandare, Gogui, Diboli";
    assert_eq!(july, ["3", "3", "3", "1", towns, "Sahel Intelligence", "stated"]);
    let brief = bench.ok(&["brief", "2025-07-01-kayes-west-mali"]).split_whitespace().collect::<Vec<_>>().join(" ");
    let told =
        format!("of 1 of the 3 events ({towns}) stated as coordinated by Sahel Intelligence, of the others by nobody");
    assert!(brief.contains(&told), "{brief}");
    let said = bench.ok(&["coordinated", "--group", "JNIM", "--since", "2025-06-01", "--until", "2025-06-15"]);
    assert!(said.contains("Boulikessi; Koumbri; Timbuktu") && said.contains("Counter Extremism Project"), "{said}");
    assert!(said.contains("a coded sample, which tells no rate"), "{said}");
    // Two attacks on one day that nobody called coordinated are simultaneous, and no more.
    let marte = "select basis from attack_clusters where actor_id = 'iswap' and attacked = 'Gajiram; Marte'";
    assert_eq!(row(&ledger, marte), ["-"]);
}

#[test]
fn attacks_far_apart_within_a_day_are_a_cluster_and_little_else_is() {
    let far = |day: &'static str, actor: &'static str, place: &'static str, latitude: f64| -> Made<'static> {
        (day, actor, place, latitude, "1")
    };
    let front = "Lantern Front";
    let bench = made(&[far("2025-06-01", front, "Orrin", -30.0), far("2025-06-02", front, "Sarn", -31.0)]);
    assert_eq!(clusters(&bench.ledger()), [["Lantern Front", "2025-06-01", "2025-06-02", "Orrin; Sarn"]]);
    // One town on two days; places 20 km apart; two days between; a week-precise date; two groups that are not one.
    for attacks in [
        [far("2025-06-01", front, "Orrin", -30.0), far("2025-06-02", front, "Orrin", -30.0)],
        [far("2025-06-01", front, "Orrin", -30.0), far("2025-06-01", front, "Sarn", -30.18)],
        [far("2025-06-01", front, "Orrin", -30.0), far("2025-06-03", front, "Sarn", -31.0)],
        [far("2025-06-01", front, "Orrin", -30.0), ("2025-06-01", front, "Sarn", -31.0, "2")],
        [far("2025-06-01", front, "Orrin", -30.0), far("2025-06-01", "Ember Column", "Sarn", -31.0)],
        // A label for many groups, and a name that may mean another one.
        [
            far("2025-06-01", "Unidentified Armed Group (Veldara)", "Orrin", -30.0),
            far("2025-06-01", "Unidentified Armed Group (Veldara)", "Sarn", -31.0),
        ],
        [far("2025-06-01", "JNIM", "Orrin", -30.0), far("2025-06-01", "JNIM and/or ISWAP", "Sarn", -31.0)],
    ] {
        assert_eq!(clusters(&made(&attacks).ledger()), Vec::<Vec<String>>::new(), "{attacks:?}");
    }
}

#[test]
fn a_chain_over_five_days_is_no_cluster_of_five_days() {
    let places = ["Orrin", "Sarn", "Tolm", "Ushel", "Vane"];
    let attacks: Vec<Made<'_>> = (0..5)
        .map(|day| {
            let date = ["2025-06-01", "2025-06-02", "2025-06-03", "2025-06-04", "2025-06-05"][day];
            (date, "Lantern Front", places[day], -30.0 - day as f64, "1")
        })
        .collect();
    let bench = made(&attacks);
    let ledger = bench.ledger();
    let spans = table(
        &ledger,
        "select (last_date - first_date)::int as days, events, overlaps_previous from simultaneous_attacks order by first_date",
    );
    // Each pair of neighbours, and nothing longer.
    assert_eq!(spans, [["1", "2", "false"], ["1", "2", "true"], ["1", "2", "true"], ["1", "2", "true"]]);
    // With a day between any two of them there is none.
    let apart: Vec<Made<'_>> = attacks
        .iter()
        .zip(["2025-06-01", "2025-06-03", "2025-06-05", "2025-06-07", "2025-06-09"])
        .map(|(attack, day)| (day, attack.1, attack.2, attack.3, attack.4))
        .collect();
    assert!(clusters(&made(&apart).ledger()).is_empty());
}

#[test]
fn members_attack_for_their_group_while_they_belong_to_it() {
    let pair = |member: &'static str, day: &'static str| -> [Made<'static>; 2] {
        [(day, "JNIM", "Orrin", -30.0, "1"), (day, member, "Sarn", -31.0, "1")]
    };
    let of = |attacks: &[Made<'_>]| clusters(&made(attacks).ledger());
    assert_eq!(of(&pair("Katiba Macina", "2025-06-01")), [["JNIM", "2025-06-01", "2025-06-01", "Orrin; Sarn"]]);
    // An ally is not counted unless asked for.
    assert!(of(&pair("Ansaroul Islam", "2025-06-01")).is_empty());
    let bench = made(&pair("Ansaroul Islam", "2025-06-01"));
    let asked = ["coordinated", "--all", "--group", "JNIM", "--format", "csv"];
    assert_eq!(bench.ok(&asked).lines().count(), 1);
    assert_eq!(bench.ok(&[&asked[..], &["--with-allies"]].concat()).lines().count(), 2);
}

#[test]
fn a_chance_level_needs_the_twelve_weeks_before_inside_the_coverage() {
    // Two attacks on the last day, after so many single ones on days of their own in the 84 days before it.
    let attacks = |last: &str, before: usize| -> Vec<(String, &'static str)> {
        let last: chrono::NaiveDate = last.parse().expect("a day");
        let alone = (1..=before).map(|at| ((last - chrono::TimeDelta::days(6 * at as i64)).to_string(), "Orrin"));
        alone.chain([(last.to_string(), "Orrin"), (last.to_string(), "Sarn")]).collect()
    };
    let bench = |last: &str, before: usize| {
        let days = attacks(last, before);
        let latitude = |place: &str| if place == "Sarn" { -31.0 } else { -30.0 };
        made(
            &days
                .iter()
                .map(|(day, place)| (&**day, "Lantern Front", *place, latitude(place), "1"))
                .collect::<Vec<_>>(),
        )
    };
    let chance = |last: &str, before: usize| {
        row(
            &bench(last, before).ledger(),
            "select attacks_before, chance_level, chance_missing from simultaneous_attacks",
        )
    };
    // Of fourteen attacks in twelve weeks two fall so close almost surely: the bound is 1.
    assert_eq!(chance("2025-06-01", 12), ["12", "1.0", "-"]);
    assert_eq!(chance("2025-03-26", 12), ["12", "1.0", "-"], "the 84 days before begin on the first day covered");
    assert_eq!(chance("2025-03-25", 12), ["12", "-", "not_covered"], "a day of the 84 is not covered");
    assert_eq!(chance("2025-12-31", 12), ["12", "-", "not_covered"], "the second day is not covered");
    let said = bench("2025-03-25", 12).ok(&["coordinated"]);
    assert!(said.contains("Without a chance level: 1 with a day"), "{said}");
    // A group that has hardly attacked in the twelve weeks before has no rate to compare with, and calls nothing coordinated.
    assert_eq!(chance("2025-06-01", 11), ["11", "-", "too_few_before"]);
    let quiet = bench("2025-06-01", 0);
    let called =
        "select attacks_before, chance_missing, (select count(*) from coordinated_attacks) from simultaneous_attacks";
    assert_eq!(row(&quiet.ledger(), called), ["0", "too_few_before", "0"]);
    let said = quiet.ok(&["coordinated"]);
    assert!(said.contains("Without a chance level: 1 with fewer than 12 attacks"), "{said}");
}

#[test]
fn chance_levels_are_those_of_scipy_and_statsmodels_and_bound_what_a_simulation_finds() {
    let stored = include_str!("../statistics/chance_level.csv");
    let mut rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(stored.as_bytes());
    let bench = sahel();
    let ledger = bench.ledger();
    let (mut compared, mut untold) = (0, 0);
    for cells in rows.records() {
        let cells: Vec<f64> = cells.expect("a row").iter().map(|cell| cell.parse().expect("a number")).collect();
        let [attacks, before, scipy, statsmodels, simulated] = cells[..] else { panic!("five columns: {cells:?}") };
        // The mart's own text, over one cluster of the given size.
        let sql = format!(
            "with simultaneous_attack_event as (select source, 'g' as actor_id, date '2025-06-01' as first_date, source_event_id, \
               date '2025-06-01' as last_date, false as overlaps_previous, {attacks}::bigint as attacks, 2::bigint as places, \
               30.0::double as distance_km, {before}::bigint as attacks_before from event limit 1), \
             source as (select * replace (true as census) from main.source), \
             group_country as (select source, 'g' as actor_id, null::text as country, date '2025-06-01' as first_date, \
               date '2025-06-01' as last_date from main.source), \
             country_coverage as (select source, null::text as country, date '2025-01-01' as coverage_from, \
               date '2025-12-31' as coverage_to from main.source) \
             select chance_level from ({})",
            catalog::body(Kind::Mart, "simultaneous_attacks")
        );
        let got = row(&ledger, &sql).remove(0);
        if before < 12.0 {
            assert_eq!(got, "-", "{attacks} after {before}: of so few before no level is told");
            untold += 1;
            continue;
        }
        let got: f64 = got.parse().expect("a chance level");
        let close = |expected: f64| (got - expected.max(1e-6)).abs() <= 1e-6;
        assert!(
            close(scipy) && close(statsmodels),
            "{attacks} after {before}: {got}, scipy {scipy}, statsmodels {statsmodels}"
        );
        let error = 4.0 * (simulated * (1.0 - simulated) / 40_000.0).sqrt();
        assert!(simulated <= got + error, "{attacks} after {before}: simulated {simulated} is above {got}");
        compared += 1;
    }
    assert_eq!((compared, untold), (72, 36));
}

fn python() -> String {
    std::env::var("WARLEDGER_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

/// The lines of JSON that a script of `tests/python` prints, or nothing where there is no Python.
fn recomputed(script: &str, file: &Path, more: &str) -> Option<Vec<Value>> {
    let script: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests/python", script].iter().collect();
    let Ok(output) = Command::new(python()).arg(&script).arg(file).arg(more).output() else {
        println!("skipped: no {} (set WARLEDGER_PYTHON)", python());
        return None;
    };
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {error}", script.display());
    let text = String::from_utf8(output.stdout).expect("lines of JSON");
    Some(text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect())
}

#[test]
fn clusters_of_a_year_in_burkina_faso_are_those_of_a_plain_computation_in_python() {
    let Some(file) = shared("ucdp/gedevents-2025-01-17.csv") else { return };
    let Some(expected) = recomputed("clusters.py", &file, "2023") else { return };
    let bench = Bench::new();
    bench.load(&[&file]).expect("the web export loads");
    let ledger = bench.ledger();
    let got = table(
        &ledger,
        "select actor_name, first_date, events, attacks, attacks_before, distance_km, chance_level from attack_clusters \
         where first_date between date '2023-01-01' and date '2023-12-31' order by actor_name, first_date",
    );
    let number = |text: &str| text.parse::<f64>().ok();
    assert_eq!(got.len(), expected.len());
    assert!(got.len() > 100, "{} clusters", got.len());
    for (got, expected) in got.iter().zip(&expected) {
        assert_eq!(got[0], expected["group"].as_str().expect("a name"));
        assert_eq!(got[1], expected["first_date"].as_str().expect("a day"));
        for (at, name) in ["events", "attacks", "attacks_before", "distance_km", "chance_level"].iter().enumerate() {
            let (got, expected) = (number(&got[at + 2]), expected[*name].as_f64());
            let close = got.zip(expected).is_none_or(|(got, expected)| (got - expected).abs() < 2e-6);
            assert!(got.is_some() == expected.is_some() && close, "{name}: {got:?}, expected {expected:?}");
        }
    }
    let called = row(
        &ledger,
        "select count(*) from coordinated_attacks where first_date between date '2023-01-01' and date '2023-12-31'",
    );
    assert_eq!(called, ["1"], "most of {} clusters are not called coordinated", got.len());
}

#[test]
fn clusters_that_updates_touch_are_those_of_all_events() {
    let bench = Bench::new();
    let mut all: Vec<Made<'_>> = Vec::new();
    let days: Vec<String> = (0..60).map(|day| format!("2025-{:02}-{:02}", 3 + day / 28, 1 + day % 28)).collect();
    for (at, day) in days.iter().enumerate() {
        let actor = ["Lantern Front", "Ember Column", "Katiba Macina", "JNIM"][at % 4];
        let place = ["Orrin", "Sarn", "Tolm"][at % 3];
        all.push((day, actor, place, -30.0 - (at % 3) as f64, "1"));
        all.push((day, "Lantern Front", "Vane", -35.0, if at % 5 == 0 { "2" } else { "1" }));
    }
    let mut rows = Table::of(all.len());
    for (at, (day, actor, place, latitude, precision)) in all.iter().enumerate() {
        rows = rows.with(at, "event_date", day).with(at, "actor1", actor).with(at, "inter1", "2");
        rows = rows.with(at, "actor2", "Veldara Watch").with(at, "inter2", "1").with(at, "location", place);
        rows = rows.with(at, "latitude", &latitude.to_string()).with(at, "time_precision", precision);
    }
    let load = |rows: &Table, name: &str| {
        let file = bench.write(name, rows.csv(","));
        bench.load_with(&[&file], &LoadOptions::default()).expect("the file loads");
        let ledger = bench.ledger();
        let wrong: Vec<_> =
            ledger.verify().expect("the ledger is verified").into_iter().filter(|found| found.differing > 0).collect();
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
        let made = ledger.query("select * from simultaneous_attacks", &Params::new()).expect("clusters").len();
        assert!(made > 10, "{name}: {made} clusters");
        table(
            &ledger,
            "select count(*), sum(events)::bigint, sum(attacks_before)::bigint, sum(deaths_best)::bigint from simultaneous_attacks",
        )
    };
    let mut states = vec![load(&rows, "whole.csv")];
    // Each update touches a few events: deaths, a day, a place, a name, the precision of a date, a further country.
    for (number, (at, column, text)) in [
        (7, "fatalities", "44"),
        (40, "event_date", "2025-03-02"),
        (61, "latitude", "-30"),
        (20, "actor1", "Ember Column"),
        (33, "time_precision", "2"),
        (90, "country", "Ostrania"),
        (119, "event_date", "2025-09-09"),
    ]
    .into_iter()
    .enumerate()
    {
        let stamp = (1_700_000_100 + number).to_string();
        let mut part = Table::of(0);
        let changed = rows.clone().with(at, column, text).with(at, "timestamp", &stamp);
        part.rows.push(changed.rows[at].clone());
        rows = changed;
        states.push(load(&part, &format!("part_{number}.csv")));
    }
    states.dedup();
    assert!(states.len() >= 5, "updates change clusters: {states:?}");
    // Every state is there as it was, and an undone load leaves no trace.
    let newest = bench.ledger().load_at(warledger::ledger::Moment::Now).expect("the newest load").newest;
    for (load, state) in [(1, states[0].clone()), (newest, states[states.len() - 1].clone())] {
        let as_of = load.to_string();
        let sql = "select count(*), sum(events)::bigint, sum(attacks_before)::bigint, sum(deaths_best)::bigint from simultaneous_attacks";
        let said = bench.ok(&["sql", "--as-of", &as_of, "--format", "csv", sql]);
        assert_eq!(said.lines().nth(1).expect("a row"), state[0].join(","), "as of load {load}");
        let stated = format!("select count(*) from attack_clusters_as_of({load})");
        assert_eq!(row(&bench.ledger(), &stated)[0], state[0][0], "as of load {load}");
    }
    bench.ok(&["loads", "undo", &newest.to_string()]);
    let found = bench.ledger().verify().expect("the ledger is verified");
    assert!(found.iter().all(|found| found.differing == 0), "{found:?}");
}

#[test]
fn questions_about_clusters_are_filtered_and_refused_with_a_hint() {
    let bench = sahel();
    let csv = |args: &[&str]| bench.ok(&[&["coordinated", "--format", "csv"], args].concat());
    assert_eq!(csv(&[]).lines().count(), 4);
    assert_eq!(csv(&["--region", "coastal_west_africa"]).lines().count(), 2);
    assert_eq!(csv(&["--country", "Burkina Faso", "--until", "2025-06-10"]).lines().count(), 2);
    assert_eq!(csv(&["--all", "--distance", "500"]).lines().count(), 3);
    assert_eq!(csv(&["--limit", "1"]).lines().count(), 2);
    assert!(csv(&["--limit", "1"]).contains("2025-06-30"), "the newest");
    assert!(bench.ok(&["coordinated", "--limit", "1"]).contains("2 more, earlier"));
    assert!(bench.fails(2, &["coordinated", "--distance", "5"]).contains("25 km or more"));
    assert!(bench.fails(2, &["coordinated", "--group", "Nobody"]).contains("there is no group"));
    let statement = "statement_key,source,source_event_id,said_by,wording,url,note\n\
                     mine,sahel_2025,2025-05-12-gajiram,An analyst,simultaneous,https://example.org/a,\n\
                     mine,sahel_2025,2025-05-12-marte,An analyst,simultaneous,https://example.org/a,\n";
    bench.write("mine.csv", statement);
    bench.ok(&["load", "mine.csv", "--source", "coordination"]);
    assert!(csv(&["--group", "ISWAP"]).contains("An analyst"));
    bench.write("faulty.csv", statement.replace("simultaneous", "planned"));
    assert!(bench.fails(1, &["load", "faulty.csv", "--source", "coordination"]).contains("'planned'"));
}
