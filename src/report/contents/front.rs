//! The first page: title, state of the data, highlights, key figures.

use super::ask::About;
use super::facts::Facts;
use super::read::{Deaths, day};
use super::{both, tests_of_change};
use crate::ledger::AsOf;
use crate::report::document::{Document, KeyFigure, Lang};
use crate::trend::Word;

/// Title, period, lines under them, highlights and key figures; the body is empty.
pub(super) fn front(facts: &Facts) -> Document {
    let lang = facts.lang;
    let name = facts.name();
    Document {
        lang,
        title: both!(lang, "{name}: trend report", "{name} : rapport de tendances"),
        period: period(facts),
        status: status(facts),
        highlights: highlights(facts),
        key_figures: key_figures(facts),
        sections: Vec::new(),
        citations: Vec::new(),
        provenance: Vec::new(),
    }
}

fn period(facts: &Facts) -> String {
    let lang = facts.lang;
    match facts.ask.until.or(facts.last_day) {
        Some(last) if last >= facts.ask.since => lang.period(facts.ask.since, last),
        _ => {
            let since = lang.date(facts.ask.since);
            both!(lang, "since {since}", "depuis le {since}")
        }
    }
}

fn status(facts: &Facts) -> Vec<String> {
    let lang = facts.lang;
    let source = facts.source_name();
    let used = facts.provenance.sources.first();
    let load = facts.provenance.as_of.load_id;
    let cut_off = facts.last_day.map_or("-".to_owned(), |day| lang.date(day));
    let accessed = used.and_then(|used| used.loads.last()).and_then(|load| load.accessed_on.clone());
    let accessed = accessed.and_then(|text| text.parse().ok()).map_or(String::new(), |day| {
        let day = lang.date(day);
        both!(lang, ", accessed {day}", ", consulté le {day}")
    });
    let mut lines = vec![both!(
        lang,
        "Source: {source}{accessed}. Data cut-off {cut_off}; as of load {load}.",
        "Source : {source}{accessed}. Données arrêtées au {cut_off} ; état du chargement {load}."
    )];
    if !facts.source.census {
        lines.push(both!(
            lang,
            "A coded sample: what it lacks is unknown, not zero. No trend, rank or total follows from it.",
            "Un échantillon codé : ce qui y manque est inconnu et non nul. On ne peut en tirer ni tendance, ni rang, ni total."
        ));
    }
    if facts.is_candidate() {
        lines.push(both!(
            lang,
            "Provisional: every event comes from candidate releases and may change in the final one.",
            "Provisoire : tous les événements viennent de versions candidates et peuvent changer dans la version définitive."
        ));
    } else if let Some(border) = facts.last_day.and_then(|last| facts.kinds.border(facts.ask.since, last)) {
        let border = lang.date(border);
        lines.push(both!(
            lang,
            "Candidate data (provisional) from {border} on, other data before: the two are not counted alike.",
            "Données candidates (provisoires) à partir du {border}, autres données avant : elles ne sont pas comptées de la même manière."
        ));
    }
    if facts.source.census && facts.is_not_covered_whole() {
        lines.push(both!(
            lang,
            "The loads do not cover the whole period in every country of the area.",
            "Les chargements ne couvrent pas toute la période dans tous les pays de la zone."
        ));
    }
    if facts.as_of.as_ref().is_some_and(|state| state.reference_changed) {
        lines.push(match lang {
            Lang::En => AsOf::REFERENCE_CHANGED.to_owned(),
            Lang::Fr => "Les données de référence ont changé depuis : les acteurs des événements sont ceux d’alors ; leurs noms et types, \
                         appartenances et régions sont ceux d’aujourd’hui."
                .to_owned(),
        });
    }
    if facts.as_of.as_ref().is_some_and(|state| state.marts_changed) {
        lines.push(match lang {
            Lang::En => AsOf::MARTS_CHANGED.to_owned(),
            Lang::Fr => "Les définitions des réponses ont changé depuis : celle d’aujourd’hui est appliquée aux données d’alors."
                .to_owned(),
        });
    }
    lines
}

fn highlights(facts: &Facts) -> Vec<String> {
    let mut all: Vec<String> = facts.heard.iter().filter_map(|heard| heard.lead(facts)).collect();
    all.extend(total(facts));
    all.extend(leading_group(facts));
    all.extend(changes(facts));
    all.extend(civilians(facts));
    all.extend(deadliest(facts));
    all.truncate(5);
    all
}

fn total(facts: &Facts) -> Option<String> {
    let lang = facts.lang;
    let (name, source, period) = (facts.name(), facts.short_title(), period(facts));
    let Some(events) = facts.events() else {
        return Some(both!(
            lang,
            "The loads of {source} do not reach this period in {name}: nothing is known of it.",
            "Les chargements de {source} n’atteignent pas cette période pour {name} : rien n’en est connu."
        ));
    };
    if events == 0 {
        return Some(both!(
            lang,
            "No event of political violence recorded: {name}, {period}, per {source}.",
            "Aucun événement de violence politique recensé : {name}, {period}, selon {source}."
        ));
    }
    let deaths = facts.deaths().said(lang);
    let counted = lang.count(events);
    let noun = nouns(lang, events);
    let unknown = facts.total("events_without_figure").unwrap_or(0);
    let unknown = match unknown {
        0 => String::new(),
        many => {
            let many = lang.count(many);
            both!(
                lang,
                " In {many} of them the number of dead is unknown.",
                " Pour {many} d’entre eux le nombre de morts est inconnu."
            )
        }
    };
    Some(match facts.ask.about {
        About::Group(_) => both!(
            lang,
            "{deaths} deaths recorded in {counted} {noun} involving {name}, {period}, per {source}.{unknown}",
            "{deaths} morts recensés dans {counted} {noun} impliquant {name}, {period}, selon {source}.{unknown}"
        ),
        _ => both!(
            lang,
            "{deaths} deaths recorded in {counted} {noun} ({name}, {period}), per {source}.{unknown}",
            "{deaths} morts recensés dans {counted} {noun} ({name}, {period}), selon {source}.{unknown}"
        ),
    })
}

pub(super) fn nouns(lang: Lang, events: i64) -> &'static str {
    match (lang, events) {
        (Lang::En, 1) => "event",
        (Lang::En, _) => "events",
        (Lang::Fr, 0 | 1) => "événement",
        (Lang::Fr, _) => "événements",
    }
}

fn leading_group(facts: &Facts) -> Option<String> {
    let lang = facts.lang;
    let row = facts.groups.first().filter(|_| !matches!(facts.ask.about, About::Group(_)))?;
    let name = row.text("actor_name")?;
    let events = row.whole("events").filter(|events| *events > 0)?;
    let (counted, noun) = (lang.count(events), nouns(lang, events));
    let deaths = Deaths::of(row).said(lang);
    let source = facts.short_title();
    Some(both!(
        lang,
        "{name} is a side in {counted} {noun}, more than any other organised group; {deaths} deaths recorded in events involving it, on all \
         sides, per {source}.",
        "{name} est partie à {counted} {noun}, plus que tout autre groupe organisé ; {deaths} morts recensés dans les événements impliquant ce \
         groupe, de tous côtés, selon {source}."
    ))
}

fn changes(facts: &Facts) -> Option<String> {
    let lang = facts.lang;
    let many = facts.tested.comparisons();
    if many == 0 {
        return None;
    }
    let said: Vec<String> = facts
        .tested
        .changes()
        .into_iter()
        .map(|(line, judged)| {
            let (name, word) = (&line.name, tests_of_change::word(lang, judged.word));
            let ratio = lang.number(judged.comparison.ratio, 1);
            format!("{name} {word} (× {ratio})")
        })
        .collect();
    let border = facts.tested.border.map_or(String::new(), |_| {
        both!(
            lang,
            " The comparison crosses from final to candidate data.",
            " La comparaison passe des données définitives aux données candidates."
        )
    });
    if said.is_empty() && many == 1 {
        return Some(both!(
            lang,
            "No clear change in the last four complete weeks against the 52 before.{border}",
            "Pas de changement net des quatre dernières semaines complètes par rapport aux 52 précédentes.{border}"
        ));
    }
    if said.is_empty() {
        return Some(both!(
            lang,
            "No clear change in the last four complete weeks against the 52 before, in any of {many} comparisons.{border}",
            "Pas de changement net des quatre dernières semaines complètes par rapport aux 52 précédentes, dans aucune des {many} \
             comparaisons.{border}"
        ));
    }
    let said = said.join(&both!(lang, "; ", " ; "));
    if many == 1 {
        return Some(both!(
            lang,
            "Events of the last four complete weeks against the 52 before: {said}.{border}",
            "Événements des quatre dernières semaines complètes par rapport aux 52 précédentes : {said}.{border}"
        ));
    }
    Some(both!(
        lang,
        "Events of the last four complete weeks against the 52 before: {said}; no clear change in the others of {many} comparisons.{border}",
        "Événements des quatre dernières semaines complètes par rapport aux 52 précédentes : {said} ; pas de changement net pour les autres \
         des {many} comparaisons.{border}"
    ))
}

fn civilians(facts: &Facts) -> Option<String> {
    let lang = facts.lang;
    let events = facts.total("civilian_targeting_events").filter(|events| *events > 0)?;
    let (counted, noun) = (lang.count(events), nouns(lang, events));
    let deaths = facts.total("civilian_targeting_deaths_best");
    let deaths = deaths.map_or_else(|| Deaths::default().said(lang), |deaths| lang.count(deaths));
    let source = facts.short_title();
    Some(both!(
        lang,
        "{counted} {noun} coded as targeting civilians; {deaths} deaths recorded in them, per {source}.",
        "{counted} {noun} codés comme visant des civils ; {deaths} morts recensés dans ceux-ci, selon {source}."
    ))
}

fn deadliest(facts: &Facts) -> Option<String> {
    let lang = facts.lang;
    if !super::events::may_be_listed(facts) {
        return None;
    }
    let row = facts.deadliest.first()?;
    let deaths = Deaths::of(row);
    deaths.best.filter(|best| *best > 0)?;
    let deaths = deaths.said(lang);
    let country = row.text("country").unwrap_or("-");
    let place = row.text("place").or_else(|| row.text("admin1")).filter(|place| *place != country);
    let place = place.map_or_else(|| country.to_owned(), |place| format!("{place}, {country}"));
    let (first, last) = (day(row, "start_date")?, day(row, "end_date")?);
    let days = if first == last { lang.date(first) } else { lang.period(first, last) };
    let source = facts.short_title();
    Some(both!(
        lang,
        "The deadliest recorded event: {place}, {days}, {deaths} deaths, per {source}.",
        "L’événement recensé le plus meurtrier : {place}, {days}, {deaths} morts, selon {source}."
    ))
}

fn key_figures(facts: &Facts) -> Vec<KeyFigure> {
    let lang = facts.lang;
    let deaths = facts.deaths();
    let mut all = vec![
        KeyFigure {
            label: both!(lang, "deaths recorded in events", "morts recensés dans les événements"),
            best: deaths.best,
            range: deaths.range(),
            footnote: Some(deaths_footnote(facts)),
        },
        KeyFigure {
            label: both!(lang, "events of political violence", "événements de violence politique"),
            best: facts.events(),
            range: None,
            footnote: events_footnote(facts),
        },
    ];
    if let Some(row) = facts.group() {
        let name = facts.name();
        let side = |column: &str, label: String, note: Option<String>| KeyFigure {
            label,
            best: row.whole(column),
            range: None,
            footnote: note,
        };
        let own = both!(
            lang,
            "Best estimates of the source by side, without a range; unknown where it does not tell sides.",
            "Meilleures estimations de la source par camp, sans fourchette ; inconnues si elle ne distingue pas les camps."
        );
        all.push(side(
            "own_deaths_best",
            both!(lang, "dead of {name}’s own side", "morts du camp de {name}"),
            Some(own),
        ));
        all.push(side("opponent_deaths_best", both!(lang, "dead of the other side", "morts de l’autre camp"), None));
        all.push(side("civilian_deaths_best", both!(lang, "dead civilians", "civils morts"), None));
        return all;
    }
    let side = |column: &str, label: String, footnote: Option<String>| KeyFigure {
        label,
        best: facts.total(column),
        range: None,
        footnote,
    };
    let sides = both!(
        lang,
        "Best estimates of the source by side, without a range. Dead whose side is not stated are not in them.",
        "Meilleures estimations de la source par camp, sans fourchette. Les morts dont le camp n’est pas indiqué n’y sont pas."
    );
    all.push(side("civilians_best", both!(lang, "dead civilians", "civils morts"), Some(sides)));
    all.push(side("state_forces_best", both!(lang, "dead of state forces", "morts des forces étatiques"), None));
    all.push(side("nonstate_best", both!(lang, "dead of armed groups", "morts des groupes armés"), None));
    all
}

fn deaths_footnote(facts: &Facts) -> String {
    let lang = facts.lang;
    let mut parts = Vec::new();
    if facts.is_candidate() {
        parts.push(both!(lang, "Provisional: candidate data.", "Provisoire : données candidates."));
    }
    if let Some(best) = facts.total("provisional_deaths_best").filter(|best| *best > 0) {
        let best = lang.count(best);
        parts.push(both!(
            lang,
            "{best} of them in events whose coding is not final.",
            "Dont {best} dans des événements dont le codage n’est pas définitif."
        ));
    }
    if !facts.source.census {
        parts.push(both!(lang, "A sum of known tolls, not a total.", "Une somme de bilans connus, non un total."));
    }
    if !facts.source.has_range {
        parts.push(both!(
            lang,
            "The source gives one number and no range.",
            "La source donne un seul chiffre, sans fourchette."
        ));
    }
    if let Some(events) = facts.total("straddling_events").filter(|events| *events > 0) {
        let (events, deaths) = (lang.count(events), lang.count(facts.total("straddling_deaths_best").unwrap_or(0)));
        parts.push(both!(
            lang,
            "Events that began before the period and ended in it are not counted: {events}, with {deaths} deaths.",
            "Les événements commencés avant la période et terminés pendant celle-ci ne sont pas comptés : {events}, avec {deaths} morts."
        ));
    }
    parts.push(both!(
        lang,
        "All sides, in events that begin in the period.",
        "Tous camps, dans les événements qui commencent pendant la période."
    ));
    parts.join(" ")
}

fn events_footnote(facts: &Facts) -> Option<String> {
    let lang = facts.lang;
    let provisional = facts.state.whole("provisional_events").filter(|events| *events > 0)?;
    let provisional = lang.count(provisional);
    Some(if facts.is_candidate() {
        both!(
            lang,
            "All provisional (candidate data); {provisional} of them flagged by the source as not yet clear.",
            "Tous provisoires (données candidates) ; {provisional} d’entre eux signalés par la source comme non encore clairs."
        )
    } else {
        both!(lang, "{provisional} of them provisional.", "Dont {provisional} provisoires.")
    })
}

/// The word of a group or an area with its q value, for the line under a picture.
pub(super) fn note_of(facts: &Facts, name: &str, is_group: bool) -> Option<String> {
    let judged = facts.tested.of_name(name, is_group)?;
    let word = tests_of_change::word(facts.lang, judged.word);
    if judged.word == Word::NoClearChange {
        return Some(word.to_owned());
    }
    let q = facts.lang.number(judged.q_value, 3);
    Some(format!("{word} (q = {q})"))
}
