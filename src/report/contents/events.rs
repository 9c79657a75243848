//! The ten deadliest events with their sources.

use super::both;
use super::facts::Facts;
use super::read::{Deaths, day, text};
use crate::ledger::CellRow;
use crate::report::document::{Block, Cell, Lang, Section, Table};

/// Characters of a place or a party in a table.
const MOST_CHARACTERS: usize = 60;

/// False where the source forbids passing its rows on and nobody has accepted its terms.
pub(super) fn may_be_listed(facts: &Facts) -> bool {
    facts.source.redistribute || facts.ask.with_bound_rows
}

pub(super) fn section(facts: &Facts) -> Option<Section> {
    let lang = facts.lang;
    facts.deadliest.first()?;
    let title = both!(lang, "Deadliest events", "Événements les plus meurtriers");
    let section = |blocks| Some(Section { id: "deadliest-events".to_owned(), title: title.clone(), blocks });
    if !may_be_listed(facts) {
        return section(vec![Block::Note(both!(
            lang,
            "Single events are left out: the terms of the source forbid passing them on. With --accept-acled-terms they are listed, and the \
             report stays with you.",
            "Les événements un à un sont omis : les conditions de la source interdisent de les transmettre. Avec --accept-acled-terms ils sont \
             listés, et le rapport reste chez vous."
        ))]);
    }
    let heads = [
        ("day", "jour"),
        ("place", "lieu"),
        ("sides", "parties"),
        ("deaths", "morts"),
        ("known by", "précision"),
        ("event, reported by", "événement, signalé par"),
    ];
    let table = Table {
        id: "deadliest-events".to_owned(),
        caption: both!(lang, "The deadliest events of the period", "Les événements les plus meurtriers de la période"),
        columns: heads.map(|(en, fr)| both!(lang, "{en}", "{fr}")).to_vec(),
        rows: facts.deadliest.iter().map(|row| cells(facts, row)).collect(),
        notes: vec![both!(
            lang,
            "An event may sum up days or weeks of fighting: its days stand here. Deaths are of all sides.",
            "Un événement peut résumer des jours ou des semaines de combats : ses jours sont indiqués. Les morts sont de tous côtés."
        )],
        object: Some("report_deadliest".to_owned()),
    };
    let mut blocks = vec![Block::Table(table)];
    if facts.ask.with_notes {
        let notes: Vec<String> = facts
            .summaries
            .iter()
            .filter_map(|row| Some(format!("{}: {}", row.text("source_event_id")?, row.text("summary")?)))
            .collect();
        if !notes.is_empty() {
            blocks.push(Block::Note(both!(
                lang,
                "The source’s own words; they may name people.",
                "Les mots de la source ; ils peuvent nommer des personnes."
            )));
            blocks.push(Block::List(notes));
        }
    }
    section(blocks)
}

fn cells(facts: &Facts, row: &CellRow) -> Vec<Cell> {
    let lang = facts.lang;
    let days = match (day(row, "start_date"), day(row, "end_date")) {
        (Some(first), Some(last)) if first != last => lang.period(first, last),
        (Some(first), _) => lang.date(first),
        _ => "-".to_owned(),
    };
    let place = [row.text("place").or_else(|| row.text("admin1")), row.text("country")];
    let mut place: Vec<String> = place.into_iter().flatten().map(short).collect();
    place.dedup();
    let place = place.join(", ");
    let sides =
        [row.text("side_a"), row.text("side_b")].into_iter().flatten().map(short).collect::<Vec<_>>().join(" – ");
    let id = row.text("source_event_id").unwrap_or_default();
    let reporters = row.text("reported_by");
    let by = reporters.map(publishers).filter(|by| !by.is_empty()).map_or(String::new(), |by| format!(", {by}"));
    vec![
        text(days),
        text(place),
        text(sides),
        Deaths::of(row).cell(),
        text(precision(lang, row)),
        text(format!("{id}{by}")),
    ]
}

/// The first publishers; accounts of single people are left out.
fn publishers(names: &str) -> String {
    const MOST: usize = 2;
    let mut known: Vec<&str> = Vec::new();
    for name in names.split(';').map(str::trim).filter(|name| !name.is_empty() && !name.starts_with('@')) {
        if !known.contains(&name) {
            known.push(name);
        }
    }
    let more = if known.len() > MOST { " …" } else { "" };
    format!("{}{more}", known.iter().take(MOST).map(|name| short(name)).collect::<Vec<_>>().join(", "))
}

fn short(name: &str) -> String {
    if name.chars().count() <= MOST_CHARACTERS {
        return name.to_owned();
    }
    format!("{}…", name.chars().take(MOST_CHARACTERS - 1).collect::<String>().trim_end())
}

/// How exactly day and place are known.
fn precision(lang: Lang, row: &CellRow) -> String {
    let place = match (lang, row.text("place_precision").unwrap_or("country")) {
        (Lang::En, "exact") => "exact place",
        (Lang::En, "near") => "near the place",
        (Lang::En, "district") => "district",
        (Lang::En, "region") => "region",
        (Lang::En, "area") => "large area",
        (Lang::En, _) => "country",
        (Lang::Fr, "exact") => "lieu exact",
        (Lang::Fr, "near") => "près du lieu",
        (Lang::Fr, "district") => "district",
        (Lang::Fr, "region") => "région",
        (Lang::Fr, "area") => "vaste zone",
        (Lang::Fr, _) => "pays",
    };
    let day = match (lang, row.text("date_precision").unwrap_or("day")) {
        (Lang::En, "day") => "day",
        (Lang::En, "days") => "few days",
        (Lang::En, "week") => "week",
        (Lang::En, "month") => "month",
        (Lang::En, _) => "longer",
        (Lang::Fr, "day") => "jour",
        (Lang::Fr, "days") => "quelques jours",
        (Lang::Fr, "week") => "semaine",
        (Lang::Fr, "month") => "mois",
        (Lang::Fr, _) => "plus long",
    };
    let provisional = match (lang, row.text("status")) {
        (_, Some("final") | None) => "",
        (Lang::En, _) => ", provisional",
        (Lang::Fr, _) => ", provisoire",
    };
    format!("{place}, {day}{provisional}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_of_people_are_no_publishers() {
        assert_eq!(publishers("Xinhua;@somebody;Xinhua; AFP"), "Xinhua, AFP");
        assert_eq!(publishers("@somebody"), "");
        assert_eq!(publishers("A;B;C"), "A, B …");
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(short(&"a".repeat(80)).chars().count(), MOST_CHARACTERS);
    }
}
