//! Claims: what is said of troops killed, by whose word, beside what census sources count.

use super::ask::{About, Ask};
use super::both;
use super::facts::Facts;
use super::read::{Deaths, count, text};
use crate::error::Result;
use crate::ledger::{CellRow, Ledger};
use crate::report::document::{Block, Cell, Lang, Section, Table};

/// Troops killed in the area and the period under each policy, by the claims of one data set.
#[derive(Clone, Debug)]
pub(super) struct Heard {
    pub(super) source: String,
    title: String,
    /// Rows of `troops_killed_since`, one a policy.
    rows: Vec<CellRow>,
}

impl Heard {
    /// What each claims data set says.
    pub(super) fn gather(ledger: &Ledger, ask: &Ask) -> Result<Vec<Self>> {
        let mut all = Vec::new();
        for source in ledger.report_sources()?.into_iter().filter(|source| source.has_claims) {
            let rows = Ledger::cells(&ledger.troops(&ask.filter(&source.source), None)?)?;
            let kind = match ask.about {
                About::Region(_) => "region",
                About::Country(_) => "country",
                _ => "all",
            };
            let rows: Vec<CellRow> = rows.into_iter().filter(|row| row.text("area_kind") == Some(kind)).collect();
            if rows.iter().any(|row| row.whole("events_with_figure").unwrap_or(0) > 0) {
                all.push(Heard { source: source.source, title: source.title, rows });
            }
        }
        Ok(all)
    }

    /// The spread across policies in one sentence.
    pub(super) fn lead(&self, facts: &Facts) -> Option<String> {
        let lang = facts.lang;
        let bests: Vec<i64> = self.rows.iter().filter_map(|row| row.whole("deaths_best")).collect();
        let (least, most) = (*bests.iter().min()?, *bests.iter().max()?);
        let parts: Vec<String> = self
            .rows
            .iter()
            .filter(|row| row.whole("deaths_best").is_some())
            .map(|row| {
                let policy = policy(lang, row.text("policy").unwrap_or_default());
                let deaths = Deaths::of(row).said(lang);
                format!("{deaths} {policy}")
            })
            .collect();
        let parts = parts.join(&both!(lang, "; ", " ; "));
        let (least, most) = (lang.count(least), lang.count(most));
        let name = match facts.ask.about {
            About::Group(_) => {
                let name = facts.name();
                both!(lang, "events involving {name}", "événements impliquant {name}")
            }
            _ => facts.name(),
        };
        let title = self.title.split(": ").next().unwrap_or(&self.title);
        Some(both!(
            lang,
            "Between {least} and {most} troops were killed ({name}), depending on whose word counts: {parts}. Claims in {title}; a sum of known \
             tolls, not a total.",
            "Entre {least} et {most} militaires tués ({name}), selon la parole retenue : {parts}. Déclarations de {title} ; une somme de bilans \
             connus, non un total."
        ))
    }
}

/// What a policy lets in, in a few words.
fn policy(lang: Lang, name: &str) -> String {
    match name {
        "as_reported" => both!(lang, "as reported", "selon tous les rapports"),
        "distinct_statements" => {
            both!(lang, "counting each distinct statement once", "en comptant chaque déclaration une fois")
        }
        "without_perpetrator" => {
            both!(lang, "without the armed groups’ own figures", "sans les chiffres des groupes armés")
        }
        "official" => both!(lang, "confirmed by a government", "confirmés par un gouvernement"),
        other => format!("({other})"),
    }
}

/// One table a data set, and what census sources count beside it.
pub(super) fn section(facts: &Facts) -> Option<Section> {
    let lang = facts.lang;
    facts.heard.first()?;
    let mut blocks = Vec::new();
    for heard in &facts.heard {
        blocks.extend(heard.lead(facts).map(Block::Text));
        blocks.push(Block::Table(table(lang, heard)));
    }
    if facts.source.census
        && let Some(computed) = facts.total("state_forces_best")
    {
        let (computed, source) = (lang.count(computed), facts.short_title());
        blocks.push(Block::Text(both!(
            lang,
            "Computed, beside the claims and never added to them: {computed} dead of state forces recorded in state-based violence in the same area \
             and period, per {source}.",
            "Calculé, à côté des déclarations et jamais additionné : {computed} morts des forces étatiques recensés dans la violence \
             impliquant un État, même zone et même période, selon {source}."
        )));
    }
    blocks.extend(super::published::table(facts).map(Block::Table));
    blocks.push(Block::Note(both!(
        lang,
        "A belligerent’s figure for the other side’s losses is an interested claim, whoever the belligerent is. A toll that nobody stated is \
         unknown, not zero.",
        "Le chiffre d’un belligérant sur les pertes de l’adversaire est une déclaration intéressée, quel que soit le belligérant. Un bilan que \
         personne n’a donné est inconnu et non nul."
    )));
    Some(Section {
        id: "claims".to_owned(),
        title: both!(lang, "Troops killed: who says so", "Militaires tués : qui le dit"),
        blocks,
    })
}

fn table(lang: Lang, heard: &Heard) -> Table {
    let heads = [
        ("policy", "règle"),
        ("what counts", "ce qui compte"),
        ("troops killed", "militaires tués"),
        ("events with a figure", "événements avec un chiffre"),
        ("without", "sans chiffre"),
    ];
    let source = &heard.source;
    Table {
        id: format!("claims-{source}"),
        caption: both!(
            lang,
            "Troops killed under each policy ({source})",
            "Militaires tués selon chaque règle ({source})"
        ),
        columns: heads.map(|(en, fr)| both!(lang, "{en}", "{fr}")).to_vec(),
        rows: heard
            .rows
            .iter()
            .map(|row| {
                let name = row.text("policy").unwrap_or_default();
                vec![
                    text(name),
                    text(policy(lang, name)),
                    Deaths::of(row).cell(),
                    count(row.whole("events_with_figure")),
                    count(row.whole("events_without_figure")),
                ]
            })
            .collect::<Vec<Vec<Cell>>>(),
        notes: vec![both!(
            lang,
            "Events without a figure: state forces or auxiliaries are a side, and nobody states their dead.",
            "Sans chiffre : des forces étatiques ou auxiliaires sont parties et personne n’indique leurs morts."
        )],
        object: Some("troops_killed_since".to_owned()),
    }
}

/// Sources of claims that are not the one that the report is of.
pub(super) fn others(facts: &Facts) -> Vec<&str> {
    facts.heard.iter().map(|heard| heard.source.as_str()).filter(|source| *source != facts.source.source).collect()
}
