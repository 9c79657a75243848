//! Coordinated attacks, and the deadliest weeks.

use super::ask::About;
use super::both;
use super::facts::Facts;
use super::read::{Deaths, count, day, number, text};
use crate::ledger::CellRow;
use crate::report::document::{Block, Cell, Lang, Section, Table};

/// Clusters that are listed.
const MOST_CLUSTERS: usize = 6;
/// Places of a cluster that are named.
const MOST_PLACES: usize = 10;

pub(super) fn section(facts: &Facts) -> Option<Section> {
    let lang = facts.lang;
    let mut blocks = Vec::new();
    if !facts.clusters.is_empty() {
        blocks.push(Block::Table(clusters(facts)));
    }
    let weeks: Vec<&CellRow> = facts.deadliest_weeks.iter().collect();
    if !weeks.is_empty() && !matches!(facts.ask.about, About::Everything) {
        blocks.push(Block::Table(deadliest_weeks(facts, &weeks)));
        if let Some(border) = facts.kinds.border_anywhere() {
            let border = lang.date(border);
            blocks.push(Block::Note(both!(
                lang,
                "Ranks of weeks since {border} compare candidate with final data.",
                "Les rangs des semaines depuis le {border} comparent des données candidates et définitives."
            )));
        }
    }
    if blocks.is_empty() {
        return None;
    }
    Some(Section {
        id: "patterns".to_owned(),
        title: both!(
            lang,
            "Coordinated attacks and deadliest weeks",
            "Attaques coordonnées et semaines les plus meurtrières"
        ),
        blocks,
    })
}

fn clusters(facts: &Facts) -> Table {
    let lang = facts.lang;
    let heads = [
        ("group", "groupe"),
        ("from", "du"),
        ("to", "au"),
        ("places", "lieux"),
        ("km apart", "km entre eux"),
        ("deaths", "morts"),
        ("why coordinated", "pourquoi coordonnées"),
    ];
    let mut notes = vec![both!(
        lang,
        "Attacks of one group on several places within two days: stated to be coordinated, or unlikely to fall so close by chance (at most \
         0.05). Clusters overlap and do not add up.",
        "Attaques d’un groupe sur plusieurs lieux en deux jours : dites coordonnées, ou peu probables par hasard (au plus 0,05). Les ensembles \
         se recoupent et ne s’additionnent pas."
    )];
    if facts.clusters.len() > MOST_CLUSTERS {
        let all = facts.clusters.len();
        notes.push(both!(lang, "The newest {MOST_CLUSTERS} of {all}.", "Les {MOST_CLUSTERS} plus récents sur {all}."));
    }
    Table {
        id: "coordinated".to_owned(),
        caption: both!(lang, "Coordinated attacks", "Attaques coordonnées"),
        columns: heads.map(|(en, fr)| both!(lang, "{en}", "{fr}")).to_vec(),
        rows: facts
            .clusters
            .iter()
            .take(MOST_CLUSTERS)
            .map(|row| {
                let stated = row.text("stated_by").map(|by| both!(lang, "stated by {by}", "selon {by}"));
                let chance = number(row, "chance_level").filter(|level| *level < 0.05).map(|level| {
                    let level = lang.number(level, 4);
                    both!(lang, "by chance at most {level}", "par hasard au plus {level}")
                });
                let why = [stated, chance].into_iter().flatten().collect::<Vec<_>>().join("; ");
                vec![
                    row.text("actor_name").map_or(Cell::Unknown, text),
                    day(row, "first_date").map_or(Cell::Unknown, Cell::Date),
                    day(row, "last_date").map_or(Cell::Unknown, Cell::Date),
                    row.text("attacked").map_or(Cell::Unknown, |attacked| text(shortened(lang, attacked))),
                    number(row, "distance_km").map_or(Cell::Unknown, |km| Cell::Number(km, 0)),
                    Deaths::of(row).cell(),
                    text(why),
                ]
            })
            .collect(),
        notes,
        object: Some("attack_clusters".to_owned()),
    }
}

/// Places with `; ` between them, the first ones and how many more.
fn shortened(lang: Lang, places: &str) -> String {
    let names: Vec<&str> = places.split("; ").collect();
    let more = names.len().saturating_sub(MOST_PLACES);
    if more < 2 {
        return places.to_owned();
    }
    let first = names[..MOST_PLACES].join("; ");
    both!(lang, "{first}; and {more} more", "{first} ; et {more} autres")
}

/// A rank with the number of weeks that it is among.
fn rank(lang: Lang, rank: Option<i64>, of: Option<i64>) -> Cell {
    match (rank, of) {
        (Some(rank), Some(of)) => text(both!(lang, "{rank} of {of}", "{rank} sur {of}")),
        _ => Cell::Unknown,
    }
}

fn deadliest_weeks(facts: &Facts, weeks: &[&CellRow]) -> Table {
    let lang = facts.lang;
    let mut heads = vec![("week from", "semaine du"), ("events", "événements"), ("deaths", "morts")];
    // A coded sample has no ranks, and of it no empty column.
    if facts.source.census {
        heads.extend([
            ("rank among 52 weeks, of those known", "rang sur 52 semaines, parmi les connues"),
            ("rank among all weeks, of those known", "rang sur toutes les semaines, parmi les connues"),
        ]);
    }
    let rows = weeks
        .iter()
        .map(|row| {
            let mut cells = vec![
                day(row, "week").map_or(Cell::Unknown, Cell::Date),
                count(row.whole("events")),
                Deaths::of(row).cell(),
            ];
            if facts.source.census {
                cells.extend([
                    rank(lang, row.whole("rank_52_best"), row.whole("weeks_52")),
                    rank(lang, row.whole("rank_all_best"), row.whole("weeks_all")),
                ]);
            }
            cells
        })
        .collect();
    Table {
        id: "deadliest-weeks".to_owned(),
        caption: if facts.source.census {
            both!(lang, "Deadliest weeks", "Semaines les plus meurtrières")
        } else {
            both!(
                lang,
                "Weeks with the most known deaths, without ranks: a coded sample",
                "Semaines aux morts connus les plus nombreux, sans rang : un échantillon codé"
            )
        },
        columns: heads.into_iter().map(|(en, fr)| both!(lang, "{en}", "{fr}")).collect(),
        rows,
        notes: vec![both!(
            lang,
            "Whole weeks that begin in the period. Events longer than a week or dated less precisely are in no week.",
            "Semaines entières qui commencent pendant la période. Les événements plus longs qu’une semaine ou datés moins précisément ne \
             sont dans aucune."
        )],
        object: Some("deadliest_weeks".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_places_are_counted() {
        let places = |count: usize| (1..=count).map(|at| format!("P{at}")).collect::<Vec<_>>().join("; ");
        assert_eq!(shortened(Lang::En, &places(11)), places(11));
        assert_eq!(shortened(Lang::En, &places(12)), format!("{}; and 2 more", places(10)));
        assert_eq!(shortened(Lang::Fr, &places(40)), format!("{} ; et 30 autres", places(10)));
    }
}
