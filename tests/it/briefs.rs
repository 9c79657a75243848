//! `brief`: what is known of an event, a place or a group, who says what, and what is not known.

use crate::rows::{AcledRow, acled, ucdp};
use crate::support::{Bench, sahel, table};

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
    // An address cannot be broken.
    let words: Vec<&str> = said.lines().filter(|line| !line.contains("http")).collect();
    assert!(words.iter().all(|line| line.chars().count() <= 120), "{said}");
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
    // Each page once, unless none is wanted.
    let pages: Vec<&str> = said.split_whitespace().filter(|word| word.starts_with("http")).collect();
    let distinct: std::collections::BTreeSet<&str> = pages.iter().copied().collect();
    assert!(pages.len() > 10 && distinct.len() == pages.len(), "{said}");
    assert!(said.contains("securitycouncilreport.org"), "{said}");
    assert!(!bench.ok(&["brief", "2025-06-01-boulikessi", "--no-links"]).contains("http"));
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
    for args in [&["brief", "VEL1"][..], &["brief", "VEL1", "--json"]] {
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
    for (name, reason) in [
        ("", "of an event, a place or a group"),
        ("Mali", "a country is a filter"),
        ("Niger", "a country is a filter"),
        ("Borno", "such an area is a filter: warledger brief GROUP --admin1"),
    ] {
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

#[test]
fn a_brief_of_a_group_in_a_region_tells_of_its_clusters_there_alone() {
    let bench = sahel();
    let coast = bench.ok(&["brief", "JNIM", "--region", "coastal_west_africa"]);
    assert!(coast.contains("Koudou Falls") && !coast.contains("Boulikessi"), "{coast}");
    assert!(coast.contains("https://trt.global/"), "{coast}");
    let then = bench.ok(&["brief", "JNIM", "--since", "2025-06-01", "--until", "2025-06-15"]);
    assert!(then.contains("Boulikessi; Koumbri; Timbuktu") && !then.contains("Koudou Falls"), "{then}");
}

#[test]
fn a_government_that_gives_a_figure_is_not_said_to_give_none() {
    let bench = Bench::new();
    bench.write("acled.csv", acled(&[AcledRow::new("VEL1", "2025-05-02", "Veldara", 3, 100)]));
    bench.ok(&["load", "acled.csv"]);
    let claims = |side: &str, claimant: &str| {
        let text = format!(
            "claim_key,event_key,metric,victim_side,value_best,claimant,reported_by,url,verification\n\
             a,VEL1,killed,{side},9,{claimant},A paper,https://example.org/report,unconfirmed\n"
        );
        bench.write("mine.csv", text);
        bench.ok(&["load", "mine.csv", "--source", "claims"]);
        bench.ok(&["brief", "VEL1"])
    };
    assert!(claims("state_forces", "residents").contains("No government has given or confirmed a toll."));
    let army = claims("state_forces", "Government/Army");
    assert!(!army.contains("No government") && army.contains("army"), "{army}");
    let of_others = claims("militants", "government/army");
    assert!(
        of_others.contains("No government has given or confirmed a toll of state forces; of others it has."),
        "{of_others}"
    );
    // A claim that no policy lets in leaves no empty line.
    bench.write(
        "mine.csv",
        "claim_key,event_key,metric,victim_side,value_best,claimant,reported_by,url,verification\n\
         a,VEL1,killed,militants,9,residents,A paper,https://example.org/report,disputed\n",
    );
    bench.ok(&["load", "mine.csv", "--source", "claims"]);
    let disputed = bench.ok(&["brief", "VEL1"]);
    assert!(!disputed.contains("counts: ."), "{disputed}");
    assert!(!bench.ok(&["check", "9", "--side", "civilians"]).contains("without the word of: ."));
}
