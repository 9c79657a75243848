//! What kinds of events there are, in the source's own classes.

use super::both;
use super::end::caption;
use super::facts::Facts;
use super::read::{Deaths, count, text};
use crate::report::document::{Bar, Block, Cell, Chart, Figure, Lang, Section, Table};

pub(super) fn section(facts: &Facts) -> Option<Section> {
    let lang = facts.lang;
    facts.mix.first()?;
    let title = both!(lang, "Kinds of events", "Types d’événements");
    let heads = [
        ("class", "classe"),
        ("events", "événements"),
        ("share", "part"),
        ("deaths", "morts"),
        ("events without a figure", "événements sans chiffre"),
    ];
    let all: i64 = facts.mix.iter().filter_map(|row| row.whole("events")).sum();
    let rows = facts
        .mix
        .iter()
        .map(|row| {
            #[expect(clippy::cast_precision_loss, reason = "counts of events")]
            let share = row.whole("events").map(|events| events as f64 / all.max(1) as f64);
            vec![
                row.text("event_class").map_or(Cell::Unknown, |class| text(class_name(lang, class))),
                count(row.whole("events")),
                share.map_or(Cell::Unknown, Cell::Share),
                Deaths::of(row).cell(),
                count(row.whole("events_without_figure")),
            ]
        })
        .collect();
    let bars = facts
        .mix
        .iter()
        .filter_map(|row| {
            Some(Bar { label: class_name(lang, row.text("event_class")?), value: row.whole("events")?, range: None })
        })
        .collect();
    let figure = Figure {
        id: "event-mix".to_owned(),
        title: both!(lang, "Events by class", "Événements par classe"),
        unit: both!(lang, "events", "événements"),
        chart: Chart::Bars { bars },
        caption: caption(facts, "report_mix"),
        object: "report_mix".to_owned(),
        alt: both!(
            lang,
            "Horizontal bars, one a class of events.",
            "Barres horizontales, une par classe d’événements."
        ),
        table: Table {
            id: "event-mix".to_owned(),
            caption: title.clone(),
            columns: heads.map(|(en, fr)| both!(lang, "{en}", "{fr}")).to_vec(),
            rows,
            notes: vec![both!(
                lang,
                "Classes are the source’s own and are never translated into another source’s. Demonstrations and strategic developments, where a \
                 source has them, are here and in no other total.",
                "Les classes sont celles de la source et ne sont jamais traduites dans celles d’une autre. Les manifestations et développements \
                 stratégiques, s’il y en a, figurent ici et dans aucun autre total."
            )],
            object: Some("report_mix".to_owned()),
        },
    };
    Some(Section { id: "event-mix".to_owned(), title, blocks: vec![Block::Figure(Box::new(figure))] })
}

/// UCDP's codes as words, and in French the classes of ACLED; those of other sources are words already.
fn class_name(lang: Lang, class: &str) -> String {
    let word = match (lang, class) {
        (Lang::En, "state_based") => "state-based violence",
        (Lang::En, "non_state") => "non-state violence",
        (Lang::En, "one_sided") => "one-sided violence",
        (Lang::Fr, "state_based") => "violence impliquant un État",
        (Lang::Fr, "non_state") => "violence non étatique",
        (Lang::Fr, "one_sided") => "violence unilatérale",
        (Lang::Fr, "Battles") => "combats",
        (Lang::Fr, "Explosions/Remote violence") => "explosions et violences à distance",
        (Lang::Fr, "Violence against civilians") => "violences contre les civils",
        (Lang::Fr, "Riots") => "émeutes",
        (Lang::Fr, "Protests") => "manifestations",
        (Lang::Fr, "Strategic developments") => "développements stratégiques",
        _ => class,
    };
    word.to_owned()
}
