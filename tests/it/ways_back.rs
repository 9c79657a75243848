//! Undoing loads, writing a ledger anew, bringing one forward, and finding out what was changed by hand.

use crate::rows::{AcledRow, acled, deletions};
use crate::support::{Bench, row, sahel, table};

fn battle(id: u32, deaths: u32, upload: i64) -> AcledRow {
    AcledRow::new(&format!("VEL{id}"), &format!("2025-05-{:02}", id % 28 + 1), "Veldara", deaths, upload)
}

/// Everything that an answer rests on, without the loads that brought it.
fn contents(bench: &Bench) -> Vec<Vec<Vec<String>>> {
    let ledger = bench.ledger();
    [
        "select * exclude (load_id) from event order by all",
        "select * exclude (load_id) from event_actor order by all",
        "select * exclude (load_id) from acled_event order by all",
        "select * from fatalities_by_day order by all",
        "select * from group_week order by all",
        "select * from area_month order by all",
        "select * from coverage_period order by all",
    ]
    .iter()
    .map(|sql| table(&ledger, sql))
    .collect()
}

#[test]
fn undoing_loads_brings_back_the_states_before_them_one_by_one() {
    let bench = Bench::new();
    let first: Vec<AcledRow> = (100..140).map(|id| battle(id, 1, 100)).collect();
    bench.write("first.csv", acled(&first));
    bench.write("second.csv", acled(&[battle(100, 7, 200), battle(999, 2, 200)]));
    bench.write("deleted.csv", deletions(&[("VEL101", 300)]));
    let mut states = Vec::new();
    for file in ["first.csv", "second.csv", "deleted.csv"] {
        bench.ok(&["load", file]);
        states.push(contents(&bench));
    }
    bench.ok(&["loads", "undo", "3"]);
    assert_eq!(contents(&bench), states[1]);
    let said = bench.ok(&["loads", "undo", "2"]);
    assert!(said.starts_with("load 5: undoes load 2 of acled"), "{said}");
    assert_eq!(contents(&bench), states[0]);
    let record = "select mode, undoes, events_added, events_revised, events_removed from load where load_id > 3 order by load_id";
    assert_eq!(table(&bench.ledger(), record), [["undo", "3", "1", "0", "0"], ["undo", "2", "0", "1", "1"]]);
    bench.ok(&["verify"]);
    // What was undone can be loaded again.
    for (file, state) in [("second.csv", 1), ("deleted.csv", 2)] {
        bench.ok(&["load", file]);
        assert_eq!(contents(&bench), states[state]);
    }
    bench.ok(&["verify"]);
}

#[test]
fn a_load_whose_events_were_touched_later_is_not_undone() {
    let bench = Bench::new();
    bench.write("first.csv", acled(&[battle(1, 1, 100)]));
    bench.write("second.csv", acled(&[battle(1, 7, 200)]));
    bench.write("aliases.csv", "alias,actor_id,source\nLantern Front,jnim,\n");
    bench.ok(&["load", "first.csv"]);
    bench.ok(&["load", "second.csv"]);
    let error = bench.fails(1, &["loads", "undo", "1"]);
    assert!(error.contains("load 2 has touched 1 of the events"), "{error}");
    bench.ok(&["load", "aliases.csv", "--source", "aliases"]);
    let error = bench.fails(1, &["loads", "undo", "2"]);
    assert!(error.contains("load 3 has touched"), "{error}");
    let error = bench.fails(1, &["loads", "undo", "3"]);
    assert!(error.contains("reference data"), "{error}");
    let error = bench.fails(1, &["loads", "undo", "7"]);
    assert!(error.contains("there is no load 7"), "{error}");
}

#[test]
fn states_that_stand_again_have_the_actors_of_the_present_reference_data() {
    let bench = Bench::new();
    bench.write("first.csv", acled(&[battle(1, 1, 100), battle(2, 1, 100)]));
    let other = AcledRow { group: "Ashen Pact", ..battle(1, 1, 200) };
    let another = AcledRow { group: "Ashen Pact", ..battle(2, 1, 200) };
    bench.write("second.csv", acled(&[other, another]));
    bench.write("aliases.csv", "alias,actor_id,source\nLantern Front,jnim,\n");
    bench.ok(&["load", "first.csv"]);
    bench.ok(&["load", "second.csv"]);
    // No present event has the name, so the new alias touches none.
    bench.ok(&["load", "aliases.csv", "--source", "aliases"]);
    bench.ok(&["loads", "undo", "2"]);
    assert_eq!(table(&bench.ledger(), "select distinct actor_id from event_actor where side = 'b'"), [["jnim"]]);
    bench.ok(&["verify"]);
}

#[test]
fn a_ledger_written_anew_is_smaller_and_the_same() {
    let bench = sahel();
    for at in 1..=6 {
        let rows: Vec<AcledRow> = (0..4_000).map(|id| battle(id, at, i64::from(at))).collect();
        bench.write("events.csv", acled(&rows));
        bench.ok(&["load", "events.csv"]);
    }
    let before = contents(&bench);
    let history = table(&bench.ledger(), "select * from event_history order by all");
    let size = || std::fs::metadata(bench.db()).expect("it is there").len();
    let bytes = size();
    bench.ok(&["compact"]);
    assert!(size() < bytes, "{bytes} became {}", size());
    assert_eq!(contents(&bench), before);
    assert_eq!(table(&bench.ledger(), "select * from event_history order by all"), history);
    let undocumented = "select table_name from duckdb_tables() where comment is null union all \
                        select view_name from duckdb_views() where not internal and comment is null union all \
                        select function_name from duckdb_functions() where not internal and comment is null and schema_name = 'main'";
    assert!(table(&bench.ledger(), undocumented).is_empty());
    bench.ok(&["verify"]);
    bench.ok(&["fatalities"]);
}

#[test]
fn what_was_changed_by_hand_is_found() {
    let bench = Bench::new();
    let rows: Vec<AcledRow> = (1..=10).map(|id| battle(id, 1, 100)).collect();
    bench.write("first.csv", acled(&rows));
    bench.write("second.csv", acled(&[battle(1, 7, 200)]));
    bench.write("third.csv", acled(&[battle(20, 7, 200)]));
    for file in ["first.csv", "second.csv", "third.csv"] {
        bench.ok(&["load", file]);
    }
    bench.ok(&["verify"]);
    let sound = bench.path("sound.duckdb");
    std::fs::copy(bench.db(), &sound).expect("the sound ledger is kept");
    for (change, found) in [
        ("update event set deaths_best = 99 where source_event_id = 'VEL3'", "mart fatalities_by_day"),
        ("update group_week set events = events + 1", "mart group_week"),
        ("delete from event_actor where source_event_id = 'VEL3'", "mart group_country"),
        ("delete from event where source_event_id = 'VEL3'", "check actor_has_event"),
        ("insert into event select * from event where source_event_id = 'VEL3'", "check event_is_unique"),
        ("update event_history set ended_load_id = 3", "audit event_states_follow"),
        (
            "update event_history set place = 'Nowhere', content_hash = (select content_hash from event where source_event_id = 'VEL1')",
            "audit hash_tells_content",
        ),
        ("delete from event_history", "audit loads_reconcile"),
        ("update event_actor_history set ended_load_id = 77", "audit states_have_loads"),
        ("update event_actor_history set source_event_id = 'VEL77'", "audit actor_states_have_events"),
        ("delete from acled_event where source_event_id = 'VEL3'", "columns acled_event, events"),
        ("update acled_event_history set ended_load_id = 3", "columns acled_event, states"),
    ] {
        std::fs::copy(&sound, bench.db()).expect("the sound ledger is copied");
        bench.ok(&["sql", "--write", change]);
        let output = bench.run(&["verify"]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(1), "{change}: {said}");
        assert!(said.contains(&format!("FAIL  {found}")), "{change}: {said}");
    }
}

#[test]
fn a_ledger_of_the_first_version_is_brought_forward() {
    let bench = Bench::new();
    crate::first_version::write(&bench.db(), 1);
    let error = bench.fails(1, &["fatalities"]);
    assert!(error.contains("of version 1") && error.contains("warledger upgrade"), "{error}");
    let error = bench.fails(1, &["load", "builtin:sahel_2025"]);
    assert!(error.contains("warledger upgrade"), "{error}");
    assert!(bench.ok(&["upgrade"]).contains("version 1 brought to version 3"));
    assert!(bench.ok(&["upgrade"]).contains("already"));
    bench.ok(&["verify"]);
    let ledger = bench.ledger();
    assert_eq!(row(&ledger, "select count(*), sum(deaths_best)::bigint from event"), ["3", "11"]);
    assert_eq!(row(&ledger, "select sum(deaths_best)::bigint from fatalities_by_day"), ["11"]);
    assert_eq!(row(&ledger, "select deaths_best, load_id, ended_load_id from event_history"), ["4", "1", "2"]);
    has_the_columns_of_a_new_one(&ledger);
    drop(ledger);
    bench.write("more.csv", acled(&[battle(1, 9, 1_800_000_000), battle(50, 1, 1_800_000_000)]));
    bench.ok(&["load", "more.csv"]);
    bench.ok(&["verify"]);
    assert_eq!(row(&bench.ledger(), "select count(*) from acled_event_history"), ["1"]);
}

#[test]
fn a_ledger_of_the_second_version_keeps_its_claims_and_their_history() {
    let bench = Bench::new();
    crate::first_version::write(&bench.db(), 2);
    assert!(bench.ok(&["upgrade"]).contains("version 2 brought to version 3"));
    bench.ok(&["verify"]);
    let ledger = bench.ledger();
    has_the_columns_of_a_new_one(&ledger);
    let boulikessi = "select claim_id, value_low, claimant_side, event_source, load_id from";
    assert_eq!(
        table(&ledger, &format!("{boulikessi} claim where load_id = 2")),
        [["2025-06-01-boulikessi-c16", "55", "neither", "sahel_2025", "2"]]
    );
    assert_eq!(
        table(&ledger, &format!("{boulikessi} claim_history")),
        [["2025-06-01-boulikessi-c16", "-", "neither", "sahel_2025", "1"]]
    );
    // What the first version of the program answered, the upgraded ledger answers; whose word a claim is follows from it.
    assert_eq!(
        table(
            &ledger,
            "select policy, deaths_low, deaths_best, deaths_high, events_with_figure from \
             troops_killed_since(date '2025-05-01', until := date '2025-06-03') where area = 'central_sahel' and policy <> 'distinct_statements'"
        ),
        [
            ["as_reported", "285", "422", "543", "9"],
            ["without_perpetrator", "155", "187", "254", "6"],
            ["official", "10", "10", "10", "1"]
        ]
    );
    let fresh = sahel();
    let sides = "select claim_id, claimant_side, event_source from claim order by all";
    assert_eq!(table(&ledger, sides), table(&fresh.ledger(), sides));
    drop(ledger);
    bench.ok(&["loads", "undo", "2"]);
    assert_eq!(row(&bench.ledger(), "select value_low from claim where claim_id = '2025-06-01-boulikessi-c16'"), ["-"]);
    bench.ok(&["verify"]);
}

/// The tables are those of a new ledger, column for column.
fn has_the_columns_of_a_new_one(ledger: &warledger::ledger::Ledger) {
    let fresh = sahel();
    let columns = "select table_name, column_name, data_type from duckdb_columns() where not internal \
                   and table_name not like 'acled_event%' and table_name not like 'sahel_2025_event%' order by all";
    let (brought, new) = (table(ledger, columns), table(&fresh.ledger(), columns));
    let differing: Vec<_> = brought
        .iter()
        .filter(|row| !new.contains(row))
        .chain(new.iter().filter(|row| !brought.contains(row)))
        .collect();
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn a_ledger_of_a_later_version_is_refused() {
    let bench = sahel();
    bench.ok(&["sql", "--write", "update ledger set schema_version = 99"]);
    for args in [&["fatalities"][..], &["upgrade"], &["load", "builtin:sahel_2025"], &["compact"]] {
        let error = bench.fails(1, args);
        assert!(error.contains("of version 99") && error.contains("newer"), "{args:?}: {error}");
    }
}
