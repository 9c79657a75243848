//! What a brief tells of the pattern around its subject: events near it, clusters of attacks, who held the place.

use crate::ledger::{Cluster, Held, Listed};

use super::lines::say_width;
use super::notes;
use super::words::{self, range};

/// Clusters that a brief tells of.
const MOST_CLUSTERS: usize = 3;

/// The clusters that a brief tells of, the newest.
pub(super) fn shown(all: &[Cluster]) -> &[Cluster] {
    &all[..all.len().min(MOST_CLUSTERS)]
}

/// The pattern around an event, a line for each kind of nearness.
pub(super) fn around(all: &[Listed]) -> String {
    const MOST: usize = 8;
    let mut text = String::from("\n");
    for (how, says) in [("same group", "within three days, events with"), ("same place", "at the same place")] {
        let near: Vec<&Listed> = all.iter().filter(|event| event.how == how).collect();
        let Some(first) = near.first() else { continue };
        let says = first.parties.as_ref().map_or(says.to_owned(), |group| format!("{says} {group}"));
        let mut parts: Vec<String> = near
            .iter()
            .take(MOST)
            .map(|event| {
                let what = event.what.as_deref().unwrap_or("-");
                let deaths = range(&event.deaths);
                let deaths = if deaths == "-" { "no figure".to_owned() } else { format!("{deaths} dead") };
                let place = words::place(event.place.as_deref().unwrap_or("-"));
                if how == "same place" {
                    format!("{} {what}, {deaths}", event.start_date)
                } else {
                    format!("{} {place}, {deaths}", event.start_date)
                }
            })
            .collect();
        if near.len() > MOST {
            parts.push(format!("and {} more", near.len() - MOST));
        }
        text.push_str(&notes::wrapped(&format!("Around it, {says}: {}.", parts.join("; ")), say_width()));
    }
    if text == "\n" { String::new() } else { text }
}

/// Attacks of one group on several places within two days, with who says that they were coordinated.
pub(super) fn clusters(all: &[Cluster]) -> String {
    let mut text = String::new();
    for cluster in shown(all) {
        let days = if cluster.days.0 == cluster.days.1 {
            cluster.days.0.clone()
        } else {
            format!("{} to {}", cluster.days.0, cluster.days.1)
        };
        let far = cluster.distance_km.map_or(String::new(), |km| format!(", up to {km:.0} km apart"));
        let stated =
            cluster.stated_by.as_ref().map_or("nobody known states that they were coordinated".to_owned(), |by| {
                match (cluster.stated_events, &cluster.stated_attacked) {
                    (Some(stated), Some(places)) if stated < cluster.events => format!(
                        "of {stated} of the {} events ({places}) stated as coordinated by {by}, of the others by nobody known",
                        cluster.events
                    ),
                    _ => format!("stated as coordinated by {by}"),
                }
            });
        let chance = match (cluster.chance_level, cluster.chance_missing.as_deref()) {
            (Some(level), _) => format!("so close by chance: at most {level:.2}"),
            (None, Some("coded_sample")) => "no chance level from a coded sample".to_owned(),
            (None, Some("too_few_before")) => {
                "no chance level: fewer than 12 attacks in the 12 weeks before".to_owned()
            }
            (None, _) => "no chance level: the weeks before are not covered".to_owned(),
        };
        let line = format!(
            "Attacks of {} on several places, {days}: {}{far}; {stated}; {chance}.",
            cluster.group, cluster.attacked
        );
        text.push_str(&notes::wrapped(&line, say_width()));
    }
    if all.len() > MOST_CLUSTERS {
        text.push_str(&format!("and {} more: warledger coordinated\n", all.len() - MOST_CLUSTERS));
    }
    if text.is_empty() { text } else { format!("\n{text}") }
}

/// Who took, regained or left the place, with the context that is never counted.
pub(super) fn held(all: &[Held]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let parts: Vec<String> = all
        .iter()
        .map(|held| {
            let day = match held.date_precision.as_str() {
                "year" => held.start_date.get(..4).unwrap_or(&held.start_date).to_owned(),
                _ => held.start_date.clone(),
            };
            let what = match (&held.change, &held.what) {
                (Some(change), _) => {
                    format!("{} by {}", change.replace('_', " "), held.changed_by.as_deref().unwrap_or("nobody named"))
                }
                (None, what) => what.clone().unwrap_or_default(),
            };
            let context =
                held.reported_by.as_ref().map_or(String::new(), |by| format!(" (says {by}; context, never counted)"));
            format!("{day} {what}{context}")
        })
        .collect();
    notes::wrapped(&format!("Who took, regained or left it: {}.", parts.join("; ")), say_width())
}
