//! The map: points for exact and near places alone, counts for all that is known no nearer.

use super::ask::About;
use super::both;
use super::end::caption;
use super::facts::Facts;
use super::read::{count, number, text};
use crate::report::document::{AreaCount, Block, Cell, Chart, Figure, Place, Section, Table};

/// Coarse areas that a table lists.
const MOST_AREAS: usize = 12;
/// Places behind the map that a table lists.
const MOST_PLACES: usize = 15;

pub(super) fn section(facts: &Facts) -> Option<Section> {
    let lang = facts.lang;
    if facts.points.is_empty() && facts.coarse.is_empty() {
        return None;
    }
    let mut blocks = Vec::new();
    if !matches!(facts.ask.about, About::Everything) && !countries(facts).is_empty() {
        blocks.push(Block::Figure(Box::new(figure(facts))));
    }
    if !facts.coarse.is_empty() {
        blocks.push(Block::Table(coarse(facts)));
    }
    if blocks.is_empty() {
        return None;
    }
    Some(Section { id: "map".to_owned(), title: both!(lang, "Where", "Où"), blocks })
}

/// The countries of the area, or those in which the group has events.
fn countries(facts: &Facts) -> Vec<String> {
    if !facts.about.countries.is_empty() {
        return facts.about.countries.clone();
    }
    let mut all: Vec<String> = facts.coarse.iter().filter_map(|row| row.owned("country_iso3")).collect();
    all.extend(facts.points.iter().filter_map(|row| row.owned("country_iso3")));
    all.sort();
    all.dedup();
    all
}

fn figure(facts: &Facts) -> Figure {
    let lang = facts.lang;
    let points: Vec<Place> = facts
        .points
        .iter()
        .filter_map(|row| {
            Some(Place {
                latitude: number(row, "latitude")?,
                longitude: number(row, "longitude")?,
                name: row.text("place")?.to_owned(),
                events: row.whole("events")?,
                deaths_best: row.whole("deaths_best"),
            })
        })
        .collect();
    let areas: Vec<AreaCount> = facts
        .coarse
        .iter()
        .filter_map(|row| {
            Some(AreaCount {
                country: row.owned("country_iso3")?,
                area: row.owned("area"),
                events: row.whole("events")?,
                deaths_best: row.whole("deaths_best"),
            })
        })
        .collect();
    let drawn = points.len();
    Figure {
        id: "map".to_owned(),
        title: both!(lang, "Events at exact and near places", "Événements aux lieux connus exactement ou de près"),
        unit: both!(lang, "deaths, best estimate", "morts, meilleure estimation"),
        chart: Chart::Map { countries: countries(facts), points, areas, disclaimer: disclaimer(facts) },
        caption: caption(facts, "report_points, report_coarse"),
        object: "report_points, report_coarse".to_owned(),
        alt: both!(
            lang,
            "A map with {drawn} places sized by deaths; events known no nearer than a district are counted beside it.",
            "Une carte de {drawn} lieux dont la taille suit les morts ; les événements connus à un district près sont comptés à côté."
        ),
        table: places(facts, drawn),
    }
}

/// The places behind the map, the deadliest first.
fn places(facts: &Facts, drawn: usize) -> Table {
    let lang = facts.lang;
    let heads = [
        ("place", "lieu"),
        ("country", "pays"),
        ("events", "événements"),
        ("deaths, best", "morts, meilleure estimation"),
    ];
    let all = facts.points.first().and_then(|row| row.whole("all_places")).unwrap_or(0);
    let all_said = lang.count(all);
    let mut notes =
        vec![both!(lang, "The deadliest of {all_said} places.", "Les lieux les plus meurtriers sur {all_said}.")];
    if i64::try_from(drawn).is_ok_and(|drawn| drawn < all) {
        notes.push(both!(lang, "The map shows the {drawn} deadliest.", "La carte montre les {drawn} plus meurtriers."));
    }
    Table {
        id: "map-places".to_owned(),
        caption: both!(lang, "Places", "Lieux"),
        columns: heads.map(|(en, fr)| both!(lang, "{en}", "{fr}")).to_vec(),
        rows: facts
            .points
            .iter()
            .take(MOST_PLACES)
            .map(|row| {
                vec![
                    row.text("place").map_or(Cell::Unknown, text),
                    row.text("country").map_or(Cell::Unknown, text),
                    count(row.whole("events")),
                    count(row.whole("deaths_best")),
                ]
            })
            .collect(),
        notes,
        object: Some("report_points".to_owned()),
    }
}

fn disclaimer(facts: &Facts) -> String {
    let lang = facts.lang;
    both!(
        lang,
        "Boundaries and names imply no position on the status of any territory. Outlines: Natural Earth, public domain.",
        "Les frontières et les noms n’impliquent aucune position sur le statut d’un territoire. Contours : Natural Earth, domaine public."
    )
}

fn coarse(facts: &Facts) -> Table {
    let lang = facts.lang;
    let heads = [
        ("country", "pays"),
        ("area", "zone"),
        ("events", "événements"),
        ("deaths, best", "morts, meilleure estimation"),
    ];
    let mut notes = vec![both!(
        lang,
        "These events are on no map: their coordinates are of the middle of an area.",
        "Ces événements ne sont sur aucune carte : leurs coordonnées sont celles du centre d’une zone."
    )];
    if facts.coarse.len() > MOST_AREAS {
        let all = facts.coarse.len();
        notes.push(both!(
            lang,
            "The {MOST_AREAS} areas with the most of {all}.",
            "Les {MOST_AREAS} zones qui en ont le plus sur {all}."
        ));
    }
    Table {
        id: "coarse-places".to_owned(),
        caption: both!(lang, "Events known no nearer than a district", "Événements connus à un district près ou moins"),
        columns: heads.map(|(en, fr)| both!(lang, "{en}", "{fr}")).to_vec(),
        rows: facts
            .coarse
            .iter()
            .take(MOST_AREAS)
            .map(|row| {
                vec![
                    row.text("country").map_or(Cell::Unknown, text),
                    row.text("area").map_or_else(|| text(both!(lang, "country alone", "pays seul")), text),
                    count(row.whole("events")),
                    count(row.whole("deaths_best")),
                ]
            })
            .collect(),
        notes,
        object: Some("report_coarse".to_owned()),
    }
}
