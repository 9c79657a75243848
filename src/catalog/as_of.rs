//! Answers as of a load: the text of an answer, and of all that it is made from, over the state of that load.
//!
//! The stored objects that an answer reads become named steps before it. At their beginning stand the states of events,
//! actors, claims and coverage, which [`STATES`] give, so that one text makes the precomputed answer, the filtered one and the one
//! of any earlier load.

use super::header::Header;
use super::{Kind, Object};

/// Tables with a state for each load, and what gives it.
const STATES: &[(&str, &str)] = &[
    ("event", "event_as_of"),
    ("event_actor", "event_actor_as_of"),
    ("claim", "claim_as_of"),
    ("aggregate", "aggregate_as_of"),
    ("actor", "actor_as_of"),
    ("coverage", "coverage_as_of"),
];

/// Answers that have a macro as of a load, under the name of that macro.
const ANSWERS: &[(&str, &str)] = &[
    ("fatalities_since", "fatalities_since_as_of"),
    ("troops_killed_since", "troops_killed_since_as_of"),
    ("attack_frequency_by_group", "attack_frequency_by_group_as_of"),
    ("attack_frequency_by_group_by_month", "attack_frequency_by_group_by_month_as_of"),
    ("attack_frequency_by_group_by_acled_week", "attack_frequency_by_group_by_acled_week_as_of"),
    ("regional_trends", "regional_trends_as_of"),
    ("communal_violence_by_dyad", "communal_violence_by_dyad_as_of"),
    ("aggregate_trends", "aggregate_trends_as_of"),
    ("attack_clusters", "attack_clusters_as_of"),
    ("coordinated_attacks", "coordinated_attacks_as_of"),
    ("deadliest_weeks", "deadliest_weeks_as_of"),
    ("coastal_pressure", "coastal_pressure_as_of"),
    ("new_areas", "new_areas_as_of"),
    ("new_actors", "new_actors_as_of"),
    ("place_history", "place_history_as_of"),
];

/// The macros of all answers as of a load; they have no files of their own.
pub(super) fn answers(objects: &[Object]) -> Vec<Object> {
    ANSWERS
        .iter()
        .filter_map(|(answer, name)| {
            let object = objects.iter().find(|object| object.name == *answer)?;
            let steps = steps(objects, object, "load_id");
            let mut params = object.header.params.clone();
            // What has a default stands last.
            let at = params.iter().position(|param| param.contains('=')).unwrap_or(params.len());
            params.insert(at, "load_id".to_owned());
            let mut header = Header {
                title: format!("{}, as of a load.", object.header.title.trim_end_matches('.')),
                params,
                sources: steps.sources,
                example: None,
                engine: Some("a macro with parameters".to_owned()),
                ..object.header.clone()
            };
            header.notes.push("who actors are and what regions hold is as the reference data have it now".to_owned());
            let body = over_state(objects, object, "load_id");
            Some(Object { name, kind: Kind::Macro, header, body })
        })
        .collect()
}

/// The text of an object over the state of a load.
pub(super) fn over_state(objects: &[Object], object: &Object, load: &str) -> String {
    let steps = steps(objects, object, load);
    format!("with {}\nselect * from ({})", steps.text.join(",\n"), object.body)
}

/// The steps before a text, and what they read from the ledger.
struct Steps {
    text: Vec<String>,
    sources: Vec<String>,
}

/// All that an object is made from, as named steps over the state of a load, each after what it reads.
fn steps(objects: &[Object], object: &Object, load: &str) -> Steps {
    let mut made = Vec::new();
    let mut steps = Steps { text: Vec::new(), sources: Vec::new() };
    add(objects, object, load, &mut made, &mut steps);
    steps
}

fn add(objects: &[Object], object: &Object, load: &str, made: &mut Vec<String>, steps: &mut Steps) {
    for source in &object.header.sources {
        if made.contains(source) {
            continue;
        }
        made.push(source.clone());
        if let Some((_, state)) = STATES.iter().find(|(table, _)| table == source) {
            steps.text.push(format!("{source} as (select * from {state}({load}))"));
            steps.sources.push((*state).to_owned());
            continue;
        }
        match objects.iter().find(|known| known.name == source) {
            Some(known) if matches!(known.kind, Kind::Core | Kind::Mart | Kind::View) => {
                add(objects, known, load, made, steps);
                steps.text.push(format!("{source} as ({})", known.body));
            }
            _ => steps.sources.push(source.clone()),
        }
    }
}
