//! Reference data of one's own: answers are recomputed under them, and contradictions are refused.

use crate::support::{Bench, row, sahel, table};

#[test]
fn an_alias_gives_a_name_its_actor_and_recomputes_the_answers() {
    let bench = sahel();
    bench.write("mine.csv", "actor_id,actor_name,actor_kind,note\nnear_farie,Farie cell,organised_group,\n");
    bench.write("aliases.csv", "alias,actor_id,source\nUnidentified armed group (Benin),near_farie,sahel_2025\n");
    bench.ok(&["load", "mine.csv", "--source", "actors"]);
    let said = bench.ok(&["load", "aliases.csv", "--source", "aliases"]);
    assert!(said.contains("1 names changed"), "{said}");
    let ledger = bench.ledger();
    assert_eq!(
        row(
            &ledger,
            "select sum(events)::bigint, min(actor_kind) from attack_frequency_by_group where actor_id = 'near_farie'"
        ),
        ["3", "organised_group"]
    );
    assert_eq!(
        table(
            &ledger,
            "select deaths_best from troops_killed_since(date '2025-05-01', until := date '2025-06-03') where area = 'central_sahel' and policy = 'as_reported'"
        ),
        [["422"]]
    );
}

#[test]
fn a_region_of_ones_own_is_an_area_at_once() {
    let bench = sahel();
    bench.write("regions.csv", "region,country_iso3,admin1,valid_from,valid_to,note\nthree_borders_east,NER,Tillaberi,,,\nthree_borders_east,BFA,Sahel,,,\n");
    bench.ok(&["load", "regions.csv", "--source", "regions"]);
    let counted = bench.ok(&["fatalities", "--region", "three_borders_east", "--format", "csv"]);
    assert!(counted.lines().count() >= 3, "{counted}");
    assert_eq!(
        row(
            &bench.ledger(),
            "select sum(events + unplaced_events) > 3 from regional_trends where area = 'three_borders_east'"
        ),
        ["true"]
    );
}

#[test]
fn contradicting_reference_data_are_refused_and_change_nothing() {
    let bench = sahel();
    let before = table(&bench.ledger(), "select * from actor_alias order by all");
    bench.write("aliases.csv", "alias,actor_id,source\nSomebody,nobody_known,\n");
    let error = bench.fails(1, &["load", "aliases.csv", "--source", "aliases"]);
    assert!(error.contains("nobody_known"), "{error}");
    bench.write("odd.csv", "colour,shape\nred,round\n");
    let error = bench.fails(1, &["load", "odd.csv", "--source", "aliases"]);
    assert!(error.contains("colour"), "{error}");
    assert_eq!(table(&bench.ledger(), "select * from actor_alias order by all"), before);
}

#[test]
fn reference_data_before_any_events_are_refused_with_the_next_step() {
    let bench = Bench::new();
    bench.write("aliases.csv", "alias,actor_id,source\nA,jnim,\n");
    let error = bench.fails(1, &["load", "aliases.csv", "--source", "aliases"]);
    assert!(error.contains("load events first"), "{error}");
}

#[test]
fn names_that_match_nothing_are_listed() {
    let bench = sahel();
    let listed = bench.ok(&["actors", "--unmatched", "--format", "csv"]);
    assert_eq!(listed.lines().count(), 1, "the built-in data have no unmatched names: {listed}");
    bench.write(
        "synthetic.csv",
        "event_key,event_date,date_precision,country,admin1,location,latitude,longitude,geo_precision,actor1,actor2,event_type,sub_event_type,summary\n\
         x1,2025-05-01,1,Mali,Gao,Nowhere,15,0,1,Circle of the Ninth Bell,Civilians,Violence against civilians,Attack,Synthetic\n",
    );
    bench.ok(&["load", "synthetic.csv"]);
    assert!(bench.ok(&["actors", "--unmatched", "--format", "csv"]).contains("circle_of_the_ninth_bell"));
}
