//! Layouts: ACLED's present one with either kind of inter codes, one row per actor, and a source of one's own.
//!
//! All rows here are invented: countries, places and groups exist nowhere.

use std::fmt::Write;

use crate::support::{Bench, row, table};

const ACLED: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp";

/// A row in ACLED's layout.
fn acled(
    id: &str,
    date: &str,
    kinds: [&str; 2],
    actors: [(&str, &str); 2],
    associate: &str,
    fatalities: &str,
) -> String {
    let [(actor1, inter1), (actor2, inter2)] = actors;
    let targeting = if kinds[0] == "Violence against civilians" { "Civilians targeted" } else { "" };
    format!(
        "{id},{date},{},1,Political violence,{},{},{actor1},{associate},{inter1},{actor2},,{inter2},12,{targeting},9001,Meridian,Veldara,Orrin,,,Harrowgate,-30.5,-12.25,1,Synthetic Press,Local,SYNTHETIC,{fatalities},,1700000000",
        &date[..4],
        kinds[0],
        kinds[1]
    )
}

fn file(rows: &[String]) -> String {
    format!("{ACLED}\n{}\n", rows.join("\n"))
}

const BATTLE: [&str; 2] = ["Battles", "Armed clash"];
const ATTACK: [&str; 2] = ["Violence against civilians", "Attack"];
const STATE: (&str, &str) = ("Military Forces of Mali (2021-)", "State forces");
const REBELS: (&str, &str) = ("Lantern Front", "Rebel group");
const CIVILIANS: (&str, &str) = ("Civilians (Veldara)", "Civilians");

#[test]
fn acled_counts_political_violence_and_never_copies_a_number_into_a_range() {
    let bench = Bench::new();
    let rows = [
        acled("SYN1", "2025-05-02", BATTLE, [STATE, REBELS], "", "4"),
        acled("SYN2", "2025-05-03", ATTACK, [REBELS, CIVILIANS], "", "10"),
        acled(
            "SYN3",
            "2025-05-03",
            ["Protests", "Peaceful protest"],
            [("Protesters (Veldara)", "Protesters"), ("", "")],
            "",
            "0",
        ),
        acled(
            "SYN4",
            "2025-05-04",
            ["Protests", "Excessive force against protesters"],
            [STATE, ("Protesters (Veldara)", "Protesters")],
            "",
            "2",
        ),
        acled("SYN5", "2025-05-05", ["Strategic developments", "Arrests"], [STATE, REBELS], "", "0"),
        acled("SYN6", "2025-05-06", ["Riots", "Mob violence"], [("Rioters (Veldara)", "Rioters"), CIVILIANS], "", "0"),
    ];
    let path = bench.write("acled.csv", file(&rows));
    bench.load(&[&path]).expect("the file loads");
    let ledger = bench.ledger();
    assert_eq!(
        row(
            &ledger,
            "select events, deaths_low, deaths_best, deaths_high, state_forces_best, auxiliaries_best, nonstate_best, civilians_best, \
             unspecified_best, civilian_targeting_events, civilian_targeting_deaths_best, demonstration_events, strategic_events, \
             round(rule_value_share, 3), round(unknown_zero_share, 3) from fatalities_since(date '2025-05-01')",
        ),
        ["4", "-", "16", "-", "-", "-", "-", "-", "-", "1", "10", "1", "1", "0.625", "0.25"]
    );
    assert_eq!(
        table(&ledger, "select source_event_id, deaths_best, deaths_rule from event order by 1"),
        [
            ["SYN1", "4", "none"],
            ["SYN2", "10", "coded_value"],
            ["SYN3", "0", "unknown_zero"],
            ["SYN4", "2", "none"],
            ["SYN5", "0", "unknown_zero"],
            ["SYN6", "0", "unknown_zero"]
        ]
    );
    // In the battle nobody is coded as the attacker; against civilians the first actor is.
    assert_eq!(
        table(
            &ledger,
            "select events, attacks, own_deaths_best, civilian_deaths_best from attack_frequency_by_group where actor_name = 'Lantern Front' and events > 0"
        ),
        [["2", "1", "-", "-"]]
    );
    assert_eq!(
        row(&ledger, "select actor_kind, origin from actor where actor_name = 'Lantern Front'"),
        ["organised_group", "source"]
    );
}

#[test]
fn numeric_and_text_inter_codes_mean_the_same() {
    let kinds = |state: &str, rebels: &str| {
        let bench = Bench::new();
        let rows = [acled("SYN1", "2025-05-02", BATTLE, [("Blue Guard", state), ("Lantern Front", rebels)], "", "4")];
        bench.load(&[&bench.write("acled.csv", file(&rows))]).expect("the file loads");
        table(&bench.ledger(), "select actor_name, actor_kind from actor order by 1")
    };
    assert_eq!(kinds("1", "2"), kinds("State forces", "Rebel group"));
    assert_eq!(kinds("1.0", "2.0")[0], ["Blue Guard", "state_forces"]);
}

#[test]
fn associates_are_sides_and_compounds_are_shared() {
    let bench = Bench::new();
    let compound =
        ("JNIM: Group for Support of Islam and Muslims and/or Islamic State (Greater Sahara)", "Rebel group");
    let rows = [
        acled("SYN1", "2025-05-02", BATTLE, [STATE, compound], "Police Forces of Mali (2021-); Wagner Group", "4"),
        acled("SYN2", "2025-05-02", BATTLE, [STATE, ("Katiba Macina", "Rebel group")], "", "1"),
    ];
    bench.load(&[&bench.write("acled.csv", file(&rows))]).expect("the file loads");
    let ledger = bench.ledger();
    assert_eq!(
        table(
            &ledger,
            "select actor_id, role, side, shared from event_actor where source_event_id = 'SYN1' order by 1"
        ),
        [
            ["is_sahel", "side", "b", "uncertain"],
            ["jnim", "side", "b", "uncertain"],
            ["military_forces_of_mali", "side", "a", "sole"],
            ["police_forces_of_mali", "associate", "a", "sole"],
            ["wagner_group", "associate", "a", "sole"]
        ]
    );
    // A member counts with its group unless asked otherwise.
    assert_eq!(
        row(&ledger, "select sum(events)::bigint from attack_frequency_by_group where actor_id = 'jnim'"),
        ["2"]
    );
    let alone = bench.ok(&["attacks", "--group", "JNIM", "--without-members", "--format", "csv"]);
    assert!(alone.contains(",jnim,JNIM,organised_group,,1,"), "{alone}");
}

#[test]
fn a_file_with_one_row_per_actor_gives_each_event_once() {
    let bench = Bench::new();
    let header = "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,assoc_actor_1,inter1,interaction,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,timestamp,iso3";
    let monadic = |row: u32, id: &str, actor: &str, inter: &str, dead: &str| {
        format!(
            "{row},9001,{id},1,02 May 2021,2021,1,Battles,Armed clash,{actor},,{inter},12,Meridian,Veldara,Orrin,,,Harrowgate,-30.5,-12.25,1,Synthetic Press,Local,SYNTHETIC,{dead},1620000000,XAA"
        )
    };
    let rows = [
        monadic(1, "SYN1", "Military Forces of Mali (2020-2021)", "1", "7"),
        monadic(2, "SYN1", "Lantern Front", "2", "7"),
        monadic(3, "SYN2", "Lantern Front", "2", "3"),
        monadic(4, "SYN2", "Civilians (Veldara)", "7", "3"),
    ];
    let path = bench.write("monadic.csv", format!("{header}\n{}\n", rows.join("\n")));
    let report = bench.load(&[&path]).expect("the file loads");
    assert_eq!((report.events_accepted, report.events_added), (2, 2));
    let ledger = bench.ledger();
    assert_eq!(row(&ledger, "select count(*), sum(deaths_best)::bigint from event"), ["2", "10"]);
    assert_eq!(
        table(&ledger, "select source_event_id, side, actor_name from event_actor order by all"),
        [
            ["SYN1", "a", "Military Forces of Mali (2020-2021)"],
            ["SYN1", "b", "Lantern Front"],
            ["SYN2", "a", "Lantern Front"],
            ["SYN2", "b", "Civilians (Veldara)"]
        ]
    );
    drop(ledger);
    assert!(bench.ok(&["load", "monadic.csv"]).starts_with("nothing new"));
}

#[test]
fn rows_of_both_forms_of_one_event_agree_whichever_file_comes_first() {
    let common = "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,assoc_actor_1,inter1";
    let rest = "interaction,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,timestamp,iso3";
    let row = |number: u32, id: &str, sides: &str, dead: &str| {
        format!(
            "{number},9001,{id},1,02 May 2021,2021,1,Battles,Armed clash,{sides},12,Meridian,Veldara,Orrin,,,Harrowgate,-30.5,-12.25,1,Synthetic Press,Local,SYNTHETIC,{dead},1620000000,XAA"
        )
    };
    for monadic_first in [true, false] {
        let bench = Bench::new();
        let monadic = [row(1, "SYN1", "Lantern Front,,2", "7"), row(2, "SYN1", "Civilians (Veldara),,7", "7")];
        let dyadic = [
            row(3, "SYN1", "Lantern Front,,2,Civilians (Veldara),,7", "7"),
            row(4, "SYN2", "Lantern Front,,2,Civilians (Veldara),,7", "3"),
        ];
        let monadic = bench.write("monadic.csv", format!("{common},{rest}\n{}\n", monadic.join("\n")));
        let header = format!("{common},actor2,assoc_actor_2,inter2,{rest}");
        let dyadic = bench.write("dyadic.csv", format!("{header}\n{}\n", dyadic.join("\n")));
        let files = if monadic_first { [&monadic, &dyadic] } else { [&dyadic, &monadic] };
        let report = bench.load(&files.map(|path| path.as_path())).expect("the files load");
        assert_eq!((report.events_added, report.files.iter().map(|file| file.rows_rejected).sum::<u64>()), (2, 0));
        let sum = "select count(*), sum(deaths_best)::bigint from event";
        assert_eq!(table(&bench.ledger(), sum), [["2", "10"]]);
    }
}

#[test]
fn a_row_too_short_and_one_too_long_are_two_rejects_with_their_row_numbers() {
    let bench = Bench::new();
    let mut text = format!("{ACLED}\n");
    for at in 0..1_000 {
        let line = acled(&format!("SYN{at}"), "2025-05-02", BATTLE, [STATE, REBELS], "", "1");
        let line = match at {
            100 => line.rsplit_once(',').map(|(start, _)| start.to_owned()).unwrap_or_default(),
            700 => format!("{line},one more"),
            _ => line,
        };
        writeln!(text, "{line}").expect("text grows");
    }
    bench.load(&[&bench.write("acled.csv", text)]).expect("two in a thousand are allowed");
    assert_eq!(
        table(&bench.ledger(), "select row_number, reason from rejected_row order by 1"),
        [["102", "the row has 30 fields, the header has 31"], ["702", "the row has 32 fields, the header has 31"]]
    );
    assert_eq!(row(&bench.ledger(), "select rows_read, rows_rejected, events_added from load"), ["1000", "2", "998"]);
}

#[test]
fn the_web_exports_one_field_too_many_is_no_fault_but_a_filled_one_is() {
    let Some(shared) = crate::support::shared("ucdp/gedevents-2025-01-17.csv") else { return };
    let text = std::fs::read_to_string(shared).expect("the file reads");
    let bench = Bench::new();
    let spoilt =
        text.replacen("10/06/2023 00:00:00,0,0,0,0,0,12,0,\r\n", "10/06/2023 00:00:00,0,0,0,0,0,12,0,surprise\r\n", 1);
    let spoilt =
        if spoilt == text { text.replacen(",0,0,0,0,0,12,0,\n", ",0,0,0,0,0,12,0,surprise\n", 1) } else { spoilt };
    assert_ne!(spoilt, text, "the first row was found");
    bench.load(&[&bench.write("web.csv", spoilt)]).expect("one in fifteen hundred is allowed");
    assert_eq!(table(&bench.ledger(), "select row_number from rejected_row"), [["2"]]);
}

#[test]
fn revisions_keep_the_earlier_state() {
    let bench = Bench::new();
    let first = [
        acled("SYN1", "2025-05-02", BATTLE, [STATE, REBELS], "", "4"),
        acled("SYN2", "2025-05-03", BATTLE, [STATE, REBELS], "", "1"),
    ];
    let second = [acled("SYN1", "2025-05-02", BATTLE, [STATE, REBELS], "", "6")];
    bench.load(&[&bench.write("first.csv", file(&first))]).expect("the first file loads");
    let report = bench.load(&[&bench.write("second.csv", file(&second))]).expect("the second file loads");
    assert_eq!((report.events_revised, report.events_added, report.events_unchanged), (1, 0, 0));
    let ledger = bench.ledger();
    assert_eq!(
        table(&ledger, "select source_event_id, deaths_best, load_id from event order by 1"),
        [["SYN1", "6", "2"], ["SYN2", "1", "1"]]
    );
    assert_eq!(
        table(&ledger, "select source_event_id, deaths_best, load_id, ended_load_id from event_history"),
        [["SYN1", "4", "1", "2"]]
    );
    assert_eq!(row(&ledger, "select sum(deaths_best)::bigint from fatalities_by_day"), ["7"]);
    assert_eq!(row(&ledger, "select count(*) from event_actor where source_event_id = 'SYN1'"), ["2"]);
}

#[test]
fn a_dry_run_changes_nothing() {
    let bench = Bench::new();
    let path = bench.write("acled.csv", file(&[acled("SYN1", "2025-05-02", BATTLE, [STATE, REBELS], "", "4")]));
    let said = bench.ok(&["load", path.to_str().expect("a UTF-8 path"), "--dry-run"]);
    assert!(said.contains("1 added"), "{said}");
    assert!(!bench.db().exists(), "no ledger is left behind");
}

#[test]
fn a_source_of_ones_own_needs_no_rust() {
    let bench = Bench::new();
    bench.write(
        "source.toml",
        r#"
[source]
name = "field_notes"
title = "Field notes"
publisher = "An office"
licence = "internal"
citation = "Office (2025)"
census = true
redistribute = false
[kept]
table = "field_notes_event"
[fields]
source_event_id = { column = "id" }
start_date = { column = "date" }
end_date = { column = "date" }
date_precision = { value = "day" }
event_class = { value = "Battles" }
disorder = { value = "political_violence" }
country = { column = "country" }
deaths_best = { column = "deaths" }
deaths_rule = { value = "none" }
status = { value = "final" }
[[layouts]]
name = "notes"
title = "four columns"
date_formats = ["%d.%m.%Y"]
columns = ["id", "date", "country", "deaths"]
"#,
    );
    bench.write("notes.csv", "id,date,country,deaths\nn1,24.12.2025,Mali,3\nn2,25.12.2025,Mali,\n");
    bench.ok(&["load", "notes.csv", "--source", "source.toml"]);
    assert_eq!(
        row(
            &bench.ledger(),
            "select events, deaths_best, events_without_figure from fatalities_since(date '2025-12-01')"
        ),
        ["2", "3", "1"]
    );
    let misspelt =
        std::fs::read_to_string(bench.path("source.toml")).expect("it reads").replace("publisher", "publsher");
    bench.write("misspelt.toml", misspelt);
    let error = bench.fails(1, &["load", "notes.csv", "--source", "misspelt.toml"]);
    assert!(error.contains("publsher"), "{error}");
}

#[test]
fn rows_that_are_not_utf8_are_read_in_the_encoding_of_the_layout() {
    let bench = Bench::new();
    let rows = [
        acled("SYN1", "2025-05-02", BATTLE, [STATE, ("Front de Libération", "Rebel group")], "", "4"),
        acled("SYN2", "2025-05-02", BATTLE, [STATE, ("Front de Lib\u{1}ration", "Rebel group")], "", "4"),
    ];
    // The second row as a program for cp1252 writes it.
    let bytes: Vec<u8> = file(&rows).into_bytes().into_iter().map(|byte| if byte == 1 { 0xe9 } else { byte }).collect();
    bench.load(&[&bench.write("acled.csv", bytes)]).expect("the file loads");
    assert_eq!(
        table(&bench.ledger(), "select distinct actor_name from event_actor where side = 'b'"),
        [["Front de Libération"]]
    );
}

#[test]
fn columns_with_the_ledgers_own_names_are_kept_under_a_name_beside_them() {
    let bench = Bench::new();
    bench.write(
        "source.toml",
        r#"
[source]
name = "clashing"
title = "Clashing names"
publisher = "Nobody"
licence = "none"
citation = "none"
census = true
redistribute = true
[kept]
table = "clashing_event"
[fields]
source_event_id = { column = "id" }
start_date = { column = "date" }
end_date = { column = "date" }
date_precision = { value = "day" }
event_class = { value = "Battles" }
disorder = { value = "political_violence" }
deaths_rule = { value = "none" }
status = { value = "final" }
[[layouts]]
name = "four"
title = "four columns"
date_formats = ["%Y-%m-%d"]
columns = ["id", "date", "source", "load_id"]
"#,
    );
    bench.write("rows.csv", "id,date,source,load_id\na,2025-01-02,desk,L7\n");
    bench.ok(&["load", "rows.csv", "--source", "source.toml"]);
    assert_eq!(
        row(&bench.ledger(), "select source, load_id, source_, load_id_ from clashing_event"),
        ["clashing", "1", "desk", "L7"]
    );
}
