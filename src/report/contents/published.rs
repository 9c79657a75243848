//! Published sums over a period: what is claimed of whole campaigns, held against what each policy and census source computes.

use chrono::NaiveDate;

use super::ask::{About, Ask};
use super::both;
use super::facts::Facts;
use super::read::{day, text};
use crate::error::Result;
use crate::ledger::{CellRow, Filter, Ledger, NamedSubject, Params, Ruling, Verdict};
use crate::report::document::{Cell, Lang, Table};

/// Sums that are checked.
const MOST: usize = 5;

/// A published sum of the report's area and period, with what is made of it.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    words: String,
    side: String,
    claimant: String,
    reported_by: Vec<String>,
    days: (NaiveDate, NaiveDate),
    rulings: Vec<Ruling>,
}

/// The published sums whose area is that of the report and whose period lies in its own; each statement once.
pub(super) fn gather(ledger: &Ledger, ask: &Ask, about: &NamedSubject, last: Option<NaiveDate>) -> Result<Vec<Sum>> {
    let mut known: Vec<String> = Vec::new();
    let mut all: Vec<Sum> = Vec::new();
    for side in ["state_forces", "civilians", "militants", "unspecified"] {
        let params = Params::new().with("metric", "killed").with("victim_side", side);
        for row in ledger.report_rows("published_sums", &Filter::default(), params)? {
            let Some(days) = day(&row, "period_start").zip(day(&row, "period_end")) else { continue };
            let statement = row.needed("statement_id")?.to_owned();
            let is_within = days.0 >= ask.since && last.is_some_and(|last| days.1 <= last);
            if !is_within || known.contains(&statement) || !is_of(ledger, ask, about, &row)? {
                continue;
            }
            known.push(statement);
            let claimant = row.needed("claimant")?.to_owned();
            let same = |sum: &&mut Sum| sum.days == days && sum.side == side && sum.claimant == claimant;
            let claim = format!("{} {}", row.needed("source")?, row.needed("claim_id")?);
            let statement = ledger.statement_of(&claim)?;
            // Pages that reprint one figure of one voice are one line.
            if let Some(sum) = all.iter_mut().filter(same).find(|sum: &&mut Sum| sum.words == statement.words) {
                sum.reported_by.extend(row.owned("reported_by"));
            } else if all.len() < MOST {
                all.push(Sum {
                    words: statement.words.clone(),
                    side: side.to_owned(),
                    claimant,
                    reported_by: row.owned("reported_by").into_iter().collect(),
                    days,
                    rulings: ledger.check(&statement, None)?.rulings,
                });
            }
        }
    }
    Ok(all)
}

/// True if the words of the page mean the area that the report is about.
fn is_of(ledger: &Ledger, ask: &Ask, about: &NamedSubject, row: &CellRow) -> Result<bool> {
    let Some(area) = ledger.area_of(row.text("region").unwrap_or_default())? else { return Ok(false) };
    Ok(match &ask.about {
        About::Region(_) => area.region.as_ref() == Some(&about.id),
        About::Country(_) => {
            area.admin1.is_none()
                && area.country.as_ref().is_some_and(|country| country.eq_ignore_ascii_case(&about.name))
        }
        _ => false,
    })
}

/// What is made of each sum; none where there is none.
pub(super) fn table(facts: &Facts) -> Option<Table> {
    let lang = facts.lang;
    facts.published.first()?;
    let heads = [
        ("claim", "déclaration"),
        ("whose losses", "pertes de"),
        ("period", "période"),
        ("said by", "dit par"),
        ("computed", "calculé"),
    ];
    Some(Table {
        id: "published-sums".to_owned(),
        caption: both!(
            lang,
            "Published sums against what can be computed",
            "Sommes publiées et ce qui peut être calculé"
        ),
        columns: heads.map(|(en, fr)| both!(lang, "{en}", "{fr}")).to_vec(),
        rows: facts.published.iter().map(|sum| row(lang, sum)).collect(),
        notes: vec![both!(
            lang,
            "Supported: the low reaches the figure; compatible: it lies in the range; not reached: the high stays below it. Each verdict is of one \
             policy or one census source.",
            "Étayé : la borne basse atteint le chiffre ; compatible : il est dans la fourchette ; non atteint : la borne haute reste en dessous. \
             Chaque verdict est celui d’une règle ou d’une source."
        )],
        object: Some("checked_tolls, checked_census".to_owned()),
    })
}

fn row(lang: Lang, sum: &Sum) -> Vec<Cell> {
    let semicolon = both!(lang, "; ", " ; ");
    let (by, claimant) = (sum.reported_by.join(&semicolon), claimant(lang, &sum.claimant));
    let said: Vec<String> = sum
        .rulings
        .iter()
        .map(|ruling| {
            let who = ruling.policy.as_deref().unwrap_or(&ruling.source);
            let verdict = verdict(lang, ruling.verdict);
            match (ruling.range.low, ruling.range.best, ruling.range.high) {
                (Some(low), Some(best), Some(high)) => {
                    let deaths = lang.estimate(low, best, high);
                    both!(lang, "{who}: {deaths}, {verdict}", "{who} : {deaths}, {verdict}")
                }
                _ => both!(lang, "{who}: {verdict}", "{who} : {verdict}"),
            }
        })
        .collect();
    vec![
        text(figure(lang, &sum.words)),
        text(side(lang, &sum.side)),
        text(lang.period(sum.days.0, sum.days.1)),
        text(both!(lang, "{claimant}: {by}", "{claimant} : {by}")),
        text(said.join(&semicolon)),
    ]
}

/// A published figure in words, `more than 400`.
fn figure(lang: Lang, words: &str) -> String {
    let known =
        [("more than ", "plus de "), ("at least ", "au moins "), ("about ", "environ "), ("up to ", "jusqu’à ")];
    match (lang, known.iter().find_map(|(en, fr)| Some((fr, words.strip_prefix(en)?)))) {
        (Lang::Fr, Some((fr, number))) => format!("{fr}{number}"),
        _ => words.to_owned(),
    }
}

/// Who says it, as the built-in data name voices.
fn claimant(lang: Lang, name: &str) -> &str {
    match (lang, name) {
        (Lang::Fr, "the armed group itself") => "le groupe armé lui-même",
        (Lang::Fr, "government/army") => "gouvernement ou armée",
        (Lang::Fr, "security sources") => "sources sécuritaires",
        (Lang::Fr, "unnamed sources") => "sources anonymes",
        (Lang::Fr, "NGO/monitor") => "ONG ou observateur",
        (Lang::Fr, "residents") => "habitants",
        _ => name,
    }
}

fn side(lang: Lang, side: &str) -> &'static str {
    match (lang, side) {
        (Lang::En, "state_forces") => "state forces",
        (Lang::Fr, "state_forces") => "forces étatiques",
        (Lang::En, "civilians") => "civilians",
        (Lang::Fr, "civilians") => "civils",
        (Lang::En, "militants") => "armed groups",
        (Lang::Fr, "militants") => "groupes armés",
        (Lang::En, _) => "all, or not stated",
        (Lang::Fr, _) => "tous, ou non indiqué",
    }
}

fn verdict(lang: Lang, verdict: Verdict) -> &'static str {
    match (lang, verdict) {
        (Lang::En, Verdict::Supported) => "supported",
        (Lang::Fr, Verdict::Supported) => "étayé",
        (Lang::En, Verdict::Compatible) => "compatible",
        (Lang::Fr, Verdict::Compatible) => "compatible",
        (Lang::En, Verdict::NotReached) => "not reached",
        (Lang::Fr, Verdict::NotReached) => "non atteint",
        (Lang::En, Verdict::Exceeded) => "exceeded",
        (Lang::Fr, Verdict::Exceeded) => "dépassé",
        (Lang::En, Verdict::Undecided) => "cannot be decided",
        (Lang::Fr, Verdict::Undecided) => "indécidable",
    }
}
