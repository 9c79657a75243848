//! What changed since the previous load of the source.

use super::both;
use super::facts::Facts;
use super::read::{count, text};
use crate::ledger::CellRow;
use crate::report::document::{Block, Cell, Section, Table};

pub(super) fn section(facts: &Facts) -> Option<Section> {
    let lang = facts.lang;
    let previous = facts.previous.as_ref()?;
    let (before, after) = (previous.before, previous.after);
    let heads = [
        ("", ""),
        ("added", "ajoutés"),
        ("revised", "révisés"),
        ("removed", "retirés"),
        ("events before", "événements avant"),
        ("events now", "événements maintenant"),
        ("deaths before, best", "morts avant"),
        ("deaths now, best", "morts maintenant"),
    ];
    let mut columns: Vec<String> = heads.map(|(en, fr)| both!(lang, "{en}", "{fr}")).to_vec();
    columns[0] = both!(lang, "of", "de");
    let mut rows = vec![row(both!(lang, "the whole source", "la source entière"), &previous.total)];
    rows.extend(previous.groups.iter().map(|group| row(facts.name(), group)));
    let mut notes = vec![both!(
        lang,
        "Deaths are sums of what is known, of whole states and not of the period alone.",
        "Les morts sont des sommes de ce qui est connu, des états entiers et non de la seule période."
    )];
    if previous.groups.is_empty() && previous.total.whole("events_change").is_some() {
        let name = facts.name();
        notes.push(both!(lang, "No event of {name} changed.", "Aucun événement n’a changé pour {name}."));
    }
    let kind = |load: i64| {
        let release = facts.loads.iter().find(|row| row.whole("load_id") == Some(load))?.text("release")?;
        is_candidate(release)
    };
    if let (Some(before), Some(after)) = (kind(before), kind(after))
        && before != after
    {
        notes.push(both!(
            lang,
            "One of these loads holds candidate data and the other final data: they are not counted alike.",
            "L’un de ces chargements contient des données candidates et l’autre des données définitives : elles ne sont pas comptées de la même \
             manière."
        ));
    }
    Some(Section {
        id: "changes".to_owned(),
        title: both!(lang, "What changed since the previous load", "Ce qui a changé depuis le chargement précédent"),
        blocks: vec![Block::Table(Table {
            id: "changes".to_owned(),
            caption: both!(
                lang,
                "Load {after} against load {before}",
                "Chargement {after} comparé au chargement {before}"
            ),
            columns,
            rows,
            notes,
            object: Some("diff_totals".to_owned()),
        })],
    })
}

fn row(name: String, row: &CellRow) -> Vec<Cell> {
    let mut cells = vec![text(name)];
    cells.extend(
        [
            "events_added",
            "events_revised",
            "events_removed",
            "events_before",
            "events_after",
            "deaths_best_before",
            "deaths_best_after",
        ]
        .map(|column| count(row.whole(column))),
    );
    cells
}

/// True for names such as 26.0.2 and 26.01.26.3, false for 26.1; none for a release of another form.
fn is_candidate(release: &str) -> Option<bool> {
    let mut parts = release.split('.');
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (year, next) = (parts.next()?, parts.next()?);
    (is_number(year) && is_number(next)).then(|| next.starts_with('0'))
}

#[cfg(test)]
mod tests {
    use super::is_candidate;

    #[test]
    fn candidate_releases_are_told_by_their_names() {
        assert_eq!(
            ["26.0.2", "26.01.26.3", "26.1", "2026-01", "x"].map(is_candidate),
            [Some(true), Some(true), Some(false), None, None]
        );
    }
}
