//! What loads do to events: which state wins, what is removed, and that every earlier state stays.

use crate::rows::{AcledRow, acled, deletions, ucdp};
use crate::support::{Bench, row, table};

const EVENTS: &str = "select source_event_id, start_date, country, deaths_best from event order by 1";

fn battle(id: &str, date: &str, deaths: u32, upload: i64) -> AcledRow {
    AcledRow::new(id, date, "Veldara", deaths, upload)
}

fn loads(bench: &Bench) -> usize {
    table(&bench.ledger(), "select load_id from load").len()
}

#[test]
fn the_newer_upload_wins_whichever_file_comes_first() {
    let bench = Bench::new();
    bench.write("new.csv", acled(&[battle("VEL1", "2025-05-02", 6, 200), battle("VEL2", "2025-05-03", 1, 200)]));
    bench.write("old.csv", acled(&[battle("VEL1", "2025-05-02", 4, 100), battle("VEL3", "2025-05-04", 2, 100)]));
    bench.ok(&["load", "new.csv"]);
    let said = bench.ok(&["load", "old.csv"]);
    assert!(said.contains("1 added, 0 revised") && said.contains("1 events are older here"), "{said}");
    let deaths = "select source_event_id, deaths_best from event order by 1";
    assert_eq!(table(&bench.ledger(), deaths), [["VEL1", "6"], ["VEL2", "1"], ["VEL3", "2"]]);
    assert_eq!(row(&bench.ledger(), "select events_older, events_added from load where load_id = 2"), ["1", "1"]);
    assert_eq!(table(&bench.ledger(), "select * from event_history").len(), 0);
}

#[test]
fn of_two_states_in_one_load_the_newer_upload_stands() {
    // Pages of an API shift while it publishes: the second page gives an event of the first again, newer or as it was.
    for (first, second) in [("old.csv", "new.csv"), ("new.csv", "old.csv")] {
        let bench = Bench::new();
        bench.write("old.csv", acled(&[battle("VEL1", "2025-05-02", 4, 100), battle("VEL2", "2025-05-03", 1, 100)]));
        bench.write("new.csv", acled(&[battle("VEL1", "2025-05-02", 6, 200), battle("VEL2", "2025-05-03", 1, 100)]));
        bench.ok(&["load", first, second]);
        let ledger = bench.ledger();
        assert_eq!(
            table(&ledger, "select source_event_id, deaths_best from event order by 1"),
            [["VEL1", "6"], ["VEL2", "1"]],
            "{first} before {second}"
        );
        let counts = "select rows_read, events_accepted, rows_duplicate, rows_rejected from load";
        assert_eq!(row(&ledger, counts), ["4", "2", "2", "0"]);
        assert_eq!(
            table(&ledger, "select \"timestamp\" from acled_event order by source_event_id"),
            [["200"], ["100"]]
        );
        assert!(bench.ok(&["load", first, second]).starts_with("nothing new"));
    }
}

#[test]
fn two_states_with_one_upload_stamp_contradict_each_other_and_the_file_is_named() {
    let bench = Bench::new();
    bench.write("one.csv", acled(&[battle("VEL1", "2025-05-02", 4, 100), battle("VEL2", "2025-05-03", 1, 100)]));
    bench.write("two.csv", acled(&[battle("VEL1", "2025-05-02", 6, 100), battle("VEL3", "2025-05-03", 1, 100)]));
    let said = bench.fails(1, &["load", "one.csv", "two.csv"]);
    assert!(said.contains("row 2, column event_id_cnty: the event VEL1 stands in row 2 of one.csv already"), "{said}");
}

#[test]
fn a_load_that_fails_behind_another_says_that_the_other_is_stored() {
    let bench = Bench::new();
    bench.write("one.csv", acled(&[battle("VEL1", "2025-05-02", 4, 100)]));
    bench.write("spoilt.csv", deletions(&[("VEL1", 200)]).replace("200", "soon"));
    let output = bench.run(&["load", "--json", "one.csv", "spoilt.csv"]);
    assert_eq!(output.status.code(), Some(1));
    let reports: serde_json::Value = serde_json::from_slice(&output.stdout).expect("reports of what is stored");
    assert_eq!(reports[0]["load_id"], 1, "{reports}");
    assert_eq!(loads(&bench), 1);
}

#[test]
fn a_file_loaded_again_after_its_events_were_revised_changes_nothing() {
    let bench = Bench::new();
    // The same upload stamp: only the order of loads tells which state is newer.
    bench.write("first.csv", acled(&[battle("VEL1", "2025-05-02", 4, 100), battle("VEL2", "2025-05-03", 1, 100)]));
    bench.write("second.csv", acled(&[battle("VEL1", "2025-05-02", 6, 100)]));
    bench.ok(&["load", "first.csv"]);
    bench.ok(&["load", "second.csv"]);
    for file in ["first.csv", "second.csv"] {
        let said = bench.ok(&["load", file]);
        assert!(said.starts_with("nothing new"), "{said}");
    }
    assert_eq!(loads(&bench), 2);
    assert_eq!(row(&bench.ledger(), "select sum(deaths_best)::bigint from event"), ["7"]);
}

#[test]
fn a_corrected_event_moves_and_does_not_linger() {
    let bench = Bench::new();
    let moved = AcledRow { upload: 200, ..AcledRow::new("VEL1", "2025-07-09", "Ostrania", 4, 200) };
    bench.write("first.csv", acled(&[battle("VEL1", "2025-05-02", 4, 100), battle("VEL2", "2025-05-03", 1, 100)]));
    bench.write("second.csv", acled(&[moved]));
    bench.ok(&["load", "first.csv"]);
    bench.ok(&["load", "second.csv"]);
    let ledger = bench.ledger();
    assert_eq!(
        table(&ledger, EVENTS),
        [["VEL1", "2025-07-09", "Ostrania", "4"], ["VEL2", "2025-05-03", "Veldara", "1"]]
    );
    let days = "select country, start_date, events from fatalities_by_day order by all";
    assert_eq!(table(&ledger, days), [["Ostrania", "2025-07-09", "1"], ["Veldara", "2025-05-03", "1"]]);
    let months = "select area, month, events from area_month where area_kind = 'country' order by all";
    assert_eq!(table(&ledger, months), [["Ostrania", "2025-07-01", "1"], ["Veldara", "2025-05-01", "1"]]);
    let kept = "select \"timestamp\", load_id, ended_load_id from acled_event_history";
    assert_eq!(table(&ledger, kept), [["100", "1", "2"]]);
}

#[test]
fn a_snapshot_removes_what_it_covers_and_lacks_and_nothing_else() {
    let bench = Bench::new();
    let mut rows: Vec<AcledRow> =
        (10..50).map(|at| battle(&format!("VEL{at}"), &format!("2025-05-{:02}", at % 28 + 1), 1, 100)).collect();
    rows.push(battle("VEL90", "2025-06-01", 1, 100));
    rows.push(AcledRow::new("OST91", "2025-05-05", "Ostrania", 1, 100));
    rows.push(battle("VEL92", "2025-05-06", 1, 900));
    bench.write("all.csv", acled(&rows));
    bench.ok(&["load", "all.csv"]);
    // The snapshot lacks two events of May; another of June, one of another country, and one that is newer than it.
    bench.write("may.csv", acled(&rows[2..40]));
    let error = bench.fails(2, &["load", "may.csv", "--snapshot"]);
    assert!(error.contains("--covers"), "{error}");
    let may = ["load", "may.csv", "--snapshot", "--covers", "2025-05-01..2025-05-31", "--covers-country", "Veldara"];
    let said = bench.ok(&[&may[..], &["--dry-run"]].concat());
    assert!(said.contains("2 removed") && said.contains("1 events that it lacks came after"), "{said}");
    assert_eq!(loads(&bench), 1);
    bench.ok(&may);
    let ledger = bench.ledger();
    let gone = "select source_event_id, ended_load_id from event_history order by 1";
    assert_eq!(table(&ledger, gone), [["VEL10", "2"], ["VEL11", "2"]]);
    assert_eq!(row(&ledger, "select count(*) from event"), ["41"]);
    assert_eq!(
        row(&ledger, "select mode, covers_from, covers_to, events_removed from load where load_id = 2"),
        ["snapshot", "2025-05-01", "2025-05-31", "2"]
    );
    assert_eq!(row(&ledger, "select count(*) from event_actor_history"), ["4"]);
    assert_eq!(row(&ledger, "select sum(events)::bigint from fatalities_by_day"), ["41"]);
    drop(ledger);
    // What it removed is not brought back by the older file.
    assert!(bench.ok(&["load", "all.csv"]).starts_with("nothing new"));
}

#[test]
fn a_load_that_would_remove_much_asks_first() {
    let bench = Bench::new();
    let rows: Vec<AcledRow> = (10..30).map(|at| battle(&format!("VEL{at}"), "2025-05-02", 1, 100)).collect();
    bench.write("all.csv", acled(&rows));
    bench.write("part.csv", acled(&rows[..18]));
    bench.write("deleted.csv", deletions(&[("VEL10", 500), ("VEL11", 500)]));
    bench.ok(&["load", "all.csv"]);
    let snapshot = ["load", "part.csv", "--snapshot", "--covers", "2025-05-01..2025-05-31"];
    for args in [&snapshot[..], &["load", "deleted.csv"]] {
        let error = bench.fails(1, args);
        assert!(error.contains("would remove 2 of the 20 events") && error.contains("--yes"), "{error}");
        assert!(bench.ok(&[args, &["--dry-run"]].concat()).contains("it needs --yes"));
        assert_eq!(loads(&bench), 1);
    }
    bench.ok(&[&snapshot[..], &["--yes"]].concat());
    assert_eq!(row(&bench.ledger(), "select count(*) from event"), ["18"]);
}

#[test]
fn deletions_end_events_unless_these_were_uploaded_anew_since() {
    let bench = Bench::new();
    bench.write("events.csv", acled(&[battle("VEL1", "2025-05-02", 4, 100), battle("VEL2", "2025-05-03", 1, 300)]));
    bench.write("deleted.csv", deletions(&[("VEL1", 200), ("VEL2", 200), ("VEL3", 200)]));
    bench.write("late.csv", acled(&[battle("VEL1", "2025-05-02", 4, 150), battle("VEL3", "2025-05-02", 9, 150)]));
    bench.write("again.csv", acled(&[battle("VEL1", "2025-05-02", 5, 250)]));
    bench.ok(&["load", "events.csv"]);
    let said = bench.ok(&["load", "deleted.csv", "--yes"]);
    assert!(said.contains("1 events removed, 1 uploaded anew since and kept, 1 not in the ledger"), "{said}");
    assert_eq!(table(&bench.ledger(), "select source_event_id from event"), [["VEL2"]]);
    assert!(bench.ok(&["load", "deleted.csv"]).starts_with("nothing new"));
    // An older file brings no deleted event back, a newer one does.
    let said = bench.ok(&["load", "late.csv"]);
    assert!(said.contains("0 added") && said.contains("2 events are older"), "{said}");
    bench.ok(&["load", "again.csv"]);
    let left = "select source_event_id, deaths_best from event order by 1";
    assert_eq!(table(&bench.ledger(), left), [["VEL1", "5"], ["VEL2", "1"]]);
    assert_eq!(row(&bench.ledger(), "select mode, events_removed from load where load_id = 2"), ["deletions", "1"]);
}

#[test]
fn monthly_candidates_never_remove_and_a_cumulative_one_removes_what_it_lacks_of_its_months() {
    let bench = Bench::new();
    let january: Vec<(u32, &str, u32)> = (1..=60).map(|id| (id, "2026-01-10", 1)).collect();
    let mut february: Vec<(u32, &str, u32)> = (101..=140).map(|id| (id, "2026-02-11", 1)).collect();
    // A monthly release holds late and corrected events of earlier months too.
    february.extend([(1, "2026-01-10", 5), (201, "2026-01-30", 2)]);
    let march: Vec<(u32, &str, u32)> = (301..=340).map(|id| (id, "2026-03-12", 1)).collect();
    bench.write("GEDEvent_v26_0_1.csv", ucdp(&january));
    bench.write("GEDEvent_v26_0_2.csv", ucdp(&february));
    bench.write("GEDEvent_v26_0_3.csv", ucdp(&march));
    // Given in any order, releases are loaded in theirs.
    bench.ok(&["load", "GEDEvent_v26_0_3.csv", "GEDEvent_v26_0_1.csv", "GEDEvent_v26_0_2.csv"]);
    let by_load = "select release, mode, events_added, events_revised, events_removed from load order by load_id";
    assert_eq!(
        table(&bench.ledger(), by_load),
        [
            ["26.0.1", "update", "60", "0", "0"],
            ["26.0.2", "update", "41", "1", "0"],
            ["26.0.3", "update", "40", "0", "0"]
        ]
    );
    // The cumulative release to March lacks one event of January and one of February, and has no event of April.
    let mut cumulative: Vec<(u32, &str, u32)> = january[2..].to_vec();
    cumulative.push((1, "2026-01-10", 5));
    cumulative.extend(february.iter().skip(1).filter(|row| row.0 > 100).copied());
    cumulative.extend(&march);
    bench.write("GEDEvent_v26_01_26_03.csv", ucdp(&cumulative));
    let said = bench.ok(&["load", "GEDEvent_v26_01_26_03.csv"]);
    assert!(said.contains("snapshot   of 2026-01-01 to 2026-03-31") && said.contains("2 removed"), "{said}");
    let gone = "select source_event_id from event_history where ended_load_id = 4 order by 1";
    assert_eq!(table(&bench.ledger(), gone), [["101"], ["2"]]);
}

#[test]
fn an_earlier_release_loaded_late_overwrites_and_brings_back_nothing() {
    let bench = Bench::new();
    bench.write("GEDEvent_v26_0_3.csv", ucdp(&[(1, "2026-01-10", 7), (3, "2026-03-10", 1)]));
    bench.write("GEDEvent_v26_0_1.csv", ucdp(&[(1, "2026-01-10", 2), (2, "2026-01-11", 4)]));
    bench.ok(&["load", "GEDEvent_v26_0_3.csv"]);
    let said = bench.ok(&["load", "GEDEvent_v26_0_1.csv"]);
    assert!(said.contains("1 added, 0 revised") && said.contains("1 events are older"), "{said}");
    let deaths = "select source_event_id, deaths_best from event order by 1";
    assert_eq!(table(&bench.ledger(), deaths), [["1", "7"], ["2", "4"], ["3", "1"]]);
    // A release that repeats an event as it stands still makes a state of its own rank of it.
    bench.write("GEDEvent_v26_0_5.csv", ucdp(&[(2, "2026-01-11", 4)]));
    bench.write("GEDEvent_v26_0_4.csv", ucdp(&[(2, "2026-01-11", 9)]));
    bench.ok(&["load", "GEDEvent_v26_0_5.csv"]);
    let said = bench.ok(&["load", "GEDEvent_v26_0_4.csv"]);
    assert!(said.contains("1 events are older"), "{said}");
    assert_eq!(table(&bench.ledger(), deaths), [["1", "7"], ["2", "4"], ["3", "1"]]);
}

#[test]
fn a_yearly_release_retires_the_candidates_of_its_years() {
    let bench = Bench::new();
    let candidates: Vec<(u32, &str, u32)> = (1..=40).map(|id| (id, "2025-05-10", 1)).collect();
    bench.write("GEDEvent_v25_0_5.csv", ucdp(&candidates));
    bench.write("GEDEvent_v26_0_1.csv", ucdp(&[(501, "2026-01-10", 3)]));
    let mut yearly = candidates[1..].to_vec();
    yearly[0].2 = 8;
    yearly.push((900, "2024-02-02", 2));
    bench.write("ged261.csv", ucdp(&yearly));
    bench.ok(&["load", "GEDEvent_v25_0_5.csv", "GEDEvent_v26_0_1.csv"]);
    let said = bench.ok(&["load", "ged261.csv"]);
    assert!(said.contains("1 added, 1 revised, 38 unchanged, 1 removed"), "{said}");
    let ledger = bench.ledger();
    assert_eq!(row(&ledger, "select count(*) from event where start_date >= date '2026-01-01'"), ["1"]);
    assert_eq!(
        row(&ledger, "select source_event_id from event_history where ended_load_id = 3 and source_event_id = '1'"),
        ["1"]
    );
    drop(ledger);
    // A candidate of these years that comes late is superseded, event by event.
    bench.write("GEDEvent_v25_0_6.csv", ucdp(&[(2, "2025-05-10", 99), (777, "2025-06-10", 1)]));
    let said = bench.ok(&["load", "GEDEvent_v25_0_6.csv"]);
    assert!(said.contains("0 added, 0 revised") && said.contains("2 events are older"), "{said}");
}

#[test]
fn changed_claims_are_new_states_of_claims_and_of_the_events_they_are_on() {
    let bench = Bench::new();
    let builtin = |name: &str| {
        let bytes = warledger::source::builtin_file(&format!("sahel_2025/{name}")).expect("the file is built in");
        std::str::from_utf8(bytes).expect("it is UTF-8").to_owned()
    };
    bench.write("events.csv", builtin("events.csv"));
    bench.write("claims.csv", builtin("claims.csv"));
    bench.ok(&["load", "events.csv"]);
    let unknown = "select count(*) from event where deaths_best is not null";
    assert_eq!(row(&bench.ledger(), unknown), ["0"]);
    bench.ok(&["load", "claims.csv"]);
    let ledger = bench.ledger();
    let known: i64 = row(&ledger, unknown)[0].parse().expect("a number");
    assert!(known > 30, "{known}");
    // As of the first load the deaths of every event are unknown.
    let as_of_1 = "select count(*), count(deaths_best) from (select load_id, deaths_best, null as ended_load_id from event \
                   union all select load_id, deaths_best, ended_load_id from event_history) \
                   where load_id <= 1 and (ended_load_id is null or ended_load_id > 1)";
    assert_eq!(row(&ledger, as_of_1), ["57", "0"]);
    let claim = row(
        &ledger,
        "select claim_id from claim where metric = 'killed' and value_best > 20 and victim_side = 'state_forces' and verification = 'claimed_by_perpetrator' order by 1 limit 1",
    );
    drop(ledger);
    let revised: Vec<String> = builtin("claims.csv")
        .lines()
        .map(|line| {
            if line.starts_with(&format!("{},", claim[0])) {
                line.replace(",claimed_by_perpetrator,", ",disputed,")
            } else {
                line.to_owned()
            }
        })
        .collect();
    bench.write("revised.csv", format!("{}\n", revised.join("\n")));
    bench.ok(&["load", "revised.csv"]);
    let ledger = bench.ledger();
    assert_eq!(
        table(&ledger, "select claim_id, verification, load_id, ended_load_id from claim_history"),
        [[claim[0].as_str(), "claimed_by_perpetrator", "2", "3"]]
    );
    assert_eq!(
        row(&ledger, "select mode, claims_accepted, events_revised from load where load_id = 3")[..2],
        ["update", "208"]
    );
    drop(ledger);
    assert!(bench.ok(&["load", "claims.csv"]).starts_with("nothing new"), "the older file changes nothing");
    bench.ok(&["verify"]);
}

#[test]
fn changed_reference_data_are_a_load_and_keep_the_actors_as_they_were() {
    let bench = Bench::new();
    bench.write("events.csv", acled(&[battle("VEL1", "2025-05-02", 4, 100)]));
    bench.write("aliases.csv", "alias,actor_id,source\nLantern Front,jnim,\n");
    bench.ok(&["load", "events.csv"]);
    bench.ok(&["load", "aliases.csv", "--source", "aliases"]);
    let ledger = bench.ledger();
    let now = "select actor_id, load_id from event_actor where side = 'b'";
    assert_eq!(row(&ledger, now), ["jnim", "2"]);
    let then = "select actor_id, load_id, ended_load_id from event_actor_history where side = 'b'";
    let former = row(&ledger, then);
    assert_eq!(former[1..], ["1", "2"]);
    assert_eq!(
        row(&ledger, &format!("select actor_name, origin from actor where actor_id = '{}'", former[0])),
        ["Lantern Front", "former"]
    );
    assert_eq!(
        row(&ledger, "select source, mode, layout, rows_read from load where load_id = 2"),
        ["reference", "reference", "aliases", "1"]
    );
    drop(ledger);
    assert!(bench.ok(&["load", "aliases.csv", "--source", "aliases"]).starts_with("nothing new"));
    assert_eq!(loads(&bench), 2);
}

#[test]
fn a_snapshot_with_unread_rows_removes_nothing() {
    let bench = Bench::new();
    let rows: Vec<AcledRow> = (100..300).map(|at| battle(&format!("VEL{at}"), "2025-05-02", 1, 100)).collect();
    bench.write("all.csv", acled(&rows));
    bench.ok(&["load", "all.csv"]);
    let mut spoilt = rows[1..].to_vec();
    spoilt[0].date = "2025-99-99".to_owned();
    bench.write("spoilt.csv", acled(&spoilt));
    let error = bench.fails(1, &["load", "spoilt.csv", "--snapshot", "--covers", "2025-05-01..2025-05-31"]);
    assert!(error.contains("1 rows were rejected"), "{error}");
    assert_eq!(row(&bench.ledger(), "select count(*) from event"), ["200"]);
}

/// The shared web export of UCDP with a tenth of its rows revised, removed and added, as text.
fn burkina(text: &str) -> (String, [Vec<String>; 3]) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let column = |name: &str| header.iter().position(|known| known == name).expect("the column");
    let (id, best, high) = (column("id"), column("best_est"), column("high_est"));
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    writer.write_record(&header).expect("the header is written");
    let mut changed: [Vec<String>; 3] = Default::default();
    for (at, row) in reader.records().enumerate() {
        let mut cells: Vec<String> = row.expect("a row").iter().map(str::to_owned).collect();
        match at % 30 {
            7 => {
                for figure in [best, high] {
                    cells[figure] = (cells[figure].parse::<i64>().expect("a number") + 3).to_string();
                }
                changed[0].push(cells[id].clone());
            }
            17 => {
                changed[1].push(cells[id].clone());
                continue;
            }
            27 => {
                let mut more = cells.clone();
                more[id] = format!("9{}", more[id]);
                changed[2].push(more[id].clone());
                writer.write_record(&more).expect("the row is written");
            }
            _ => {}
        }
        writer.write_record(&cells).expect("the row is written");
    }
    changed.iter_mut().for_each(|ids| ids.sort());
    (String::from_utf8(writer.into_inner().expect("the whole file")).expect("it is UTF-8"), changed)
}

#[test]
fn two_real_states_of_a_file_differ_by_exactly_what_a_script_has_changed() {
    let Some(shared) = crate::support::shared("ucdp/gedevents-2025-01-17.csv") else { return };
    let text = std::fs::read_to_string(&shared).expect("it reads");
    let (second, [revised, removed, added]) = burkina(&text);
    let bench = Bench::new();
    bench.write("first.csv", &text);
    bench.write("second.csv", second);
    bench.ok(&["load", "first.csv"]);
    let sum = "select sum(deaths_best)::bigint, count(*) from event";
    let number = |cell: &str| cell.parse::<i64>().expect("a number");
    let before = row(&bench.ledger(), sum);
    let said = bench.ok(&["load", "second.csv", "--snapshot", "--covers", "1989-01-01..2025-12-31"]);
    let counts = format!("{} added, {} revised", added.len(), revised.len());
    assert!(said.contains(&counts) && said.contains(&format!("{} removed", removed.len())), "{said}");
    let ledger = bench.ledger();
    let ids = |sql: &str| table(&ledger, sql).into_iter().map(|row| row[0].clone()).collect::<Vec<_>>();
    assert_eq!(
        ids("select h.source_event_id from event_history h join event e using (source_event_id) order by 1"),
        revised
    );
    assert_eq!(
        ids("select source_event_id from event_history anti join event using (source_event_id) order by 1"),
        removed
    );
    assert_eq!(
        ids(
            "select source_event_id from event where load_id = 2 and source_event_id not in (select source_event_id from event_history) order by 1"
        ),
        added
    );
    let lost = row(&ledger, "select coalesce(sum(deaths_best), 0)::bigint from event_history");
    let won = row(&ledger, "select coalesce(sum(deaths_best), 0)::bigint from event where load_id = 2");
    let after = row(&ledger, sum);
    assert_eq!(number(&after[0]) - number(&before[0]), number(&won[0]) - number(&lost[0]));
    assert_eq!(number(&after[1]) - number(&before[1]), added.len() as i64 - removed.len() as i64);
    drop(ledger);
    bench.ok(&["verify"]);
    // Back to the first file's states: a way back is a load of its own.
    bench.ok(&["loads", "undo", "2"]);
    assert_eq!(row(&bench.ledger(), sum), before);
    bench.ok(&["verify"]);
}
