//! How the numbers were made, and what to know before using them.

use super::both;
use super::facts::Facts;
use super::read::day;
use crate::report::document::{Block, Lang, Section};
use crate::source::Registry;

/// What the source's own definition tells a reader; in French where the built-in definition has the same note in French.
fn note(facts: &Facts) -> Option<String> {
    let note = facts.source.note.clone().filter(|note| !note.is_empty())?;
    if facts.lang == Lang::En {
        return Some(note);
    }
    let registry = Registry::builtin().ok()?;
    let same = registry.all().iter().map(|definition| &definition.source).find(|source| source.note == note);
    Some(match same {
        Some(source) if !source.note_fr.is_empty() => source.note_fr.clone(),
        _ => format!("Note de la source, dans sa langue : {note}"),
    })
}

pub(super) fn section(facts: &Facts) -> Section {
    let lang = facts.lang;
    let mut caveats = coverage(facts);
    caveats.extend(quality(facts));
    caveats.extend(super::tests_of_change::warnings(facts));
    caveats.extend(note(facts));
    let method = if facts.source.census {
        both!(
            lang,
            "Events count where they begin in the period; deaths are best estimates with the source’s low and high, all sides, in events of \
             political violence. Nothing is added across sources. Counts are tested: totals of four weeks are negative binomial, the last one is \
             compared with the thirteen before as a ratio of rates, with intervals of the t distribution with 8 degrees of freedom; a word needs a \
             false discovery rate below 5% (Benjamini-Hochberg), adjusted intervals are those of Benjamini and Yekutieli. Deaths are \
             ranked, not tested.",
            "Un événement compte s’il commence pendant la période ; les morts sont de meilleures estimations avec les bornes de la source, tous \
             camps, dans les événements de violence politique. Rien n’est additionné entre sources. Les décomptes sont testés : les totaux de quatre \
             semaines sont binomiaux négatifs, le dernier est comparé aux treize précédents par un rapport de taux, avec des intervalles de la loi \
             de Student à 8 degrés de liberté ; un mot exige un taux de fausses découvertes inférieur à 5 % (Benjamini-Hochberg), les intervalles \
             ajustés sont ceux de Benjamini et Yekutieli. Les morts sont classés, non testés."
        )
    } else {
        both!(
            lang,
            "A coded sample of events and claims: sums are of known tolls, and no test, trend or rank is made of them. Nothing is added across \
             sources. Deaths of an event follow from its claims by a policy.",
            "Un échantillon codé d’événements et de déclarations : les sommes sont celles de bilans connus, sans test, tendance ni rang. Rien n’est \
             additionné entre sources. Les morts d’un événement découlent de ses déclarations selon une règle."
        )
    };
    Section {
        id: "method".to_owned(),
        title: both!(lang, "Method and caveats", "Méthode et réserves"),
        blocks: vec![Block::Text(method), Block::List(caveats)],
    }
}

fn coverage(facts: &Facts) -> Vec<String> {
    let lang = facts.lang;
    let from = facts.totals.iter().filter_map(|row| day(row, "coverage_from")).min();
    let to = facts.totals.iter().filter_map(|row| day(row, "coverage_to")).max();
    let mut all = Vec::new();
    if let (Some(from), Some(to)) = (from, to) {
        let (from, to) = (lang.date(from), lang.date(to));
        all.push(both!(
            lang,
            "Coverage: the loads reach from {from} to {to} in this area.",
            "Couverture : les chargements vont du {from} au {to} dans cette zone."
        ));
    }
    // An account with an embargo gives an export that ends early: what it lacks looks like peace.
    let newest = facts.loads.iter().filter_map(|row| day(row, "newest_event")).max();
    if let Some(newest) = newest.map(|day| lang.date(day)) {
        all.push(both!(
            lang,
            "Newest event in the loaded files: {newest}. Later days are unknown, be it for an embargo of the account or the age of the files.",
            "Événement le plus récent des fichiers chargés : {newest}. Les jours suivants sont inconnus, par embargo du compte ou âge des fichiers."
        ));
    }
    all
}

fn quality(facts: &Facts) -> Vec<String> {
    let lang = facts.lang;
    let state = |name: &str| facts.state.whole(name).unwrap_or(0);
    let said = |name: &str| lang.count(state(name));
    let mut all = Vec::new();
    if state("provisional_events") > 0 {
        let (events, deaths) = (said("provisional_events"), said("provisional_deaths_best"));
        all.push(both!(
            lang,
            "Provisional: {events} events with {deaths} deaths.",
            "Provisoires : {events} événements avec {deaths} morts."
        ));
    }
    if state("events_without_figure") > 0 {
        let events = said("events_without_figure");
        all.push(both!(
            lang,
            "Without a death figure: {events} events. Their dead are unknown, not zero.",
            "Sans chiffre de morts : {events} événements. Leurs morts sont inconnus et non nuls."
        ));
    }
    if state("unknown_zero_events") > 0 {
        let (events, deaths) = (said("unknown_zero_events"), said("coded_value_deaths_best"));
        all.push(both!(
            lang,
            "In {events} events 0 may mean unknown; {deaths} deaths are numbers that stand for words such as “several”.",
            "Dans {events} événements 0 peut signifier inconnu ; {deaths} morts sont des nombres qui remplacent des mots comme « plusieurs »."
        ));
    }
    if state("outside_weeks_events") > 0 {
        let (weeks, deaths) = (said("outside_weeks_events"), said("outside_weeks_deaths_best"));
        let (months, month_deaths) = (said("outside_months_events"), said("outside_months_deaths_best"));
        all.push(both!(
            lang,
            "Unplaced in time: {weeks} events with {deaths} deaths belong to no week, {months} with {month_deaths} to no month: too long, or dated \
             too coarsely. They are in the totals.",
            "Sans semaine : {weeks} événements avec {deaths} morts ; sans mois : {months} avec {month_deaths} ; trop longs ou datés trop \
             grossièrement. Ils sont dans les totaux."
        ));
    }
    if state("coarse_events") > 0 {
        let (events, deaths) = (said("coarse_events"), said("coarse_deaths_best"));
        all.push(both!(
            lang,
            "Placed no better than a district: {events} events with {deaths} deaths.",
            "Localisés à un district près ou moins : {events} événements avec {deaths} morts."
        ));
    }
    if state("repaired_events") > 0 {
        let events = said("repaired_events");
        all.push(both!(
            lang,
            "Ranges that did not hold were widened, and flagged: {events} events.",
            "Fourchettes incohérentes élargies et signalées : {events} événements."
        ));
    }
    let rejected: i64 = facts.loads.iter().filter_map(|row| row.whole("rows_rejected")).sum();
    if rejected > 0 {
        let rejected = lang.count(rejected);
        all.push(both!(
            lang,
            "Rows of the files that were not taken, with the reason kept: {rejected}.",
            "Lignes des fichiers non retenues, motif conservé : {rejected}."
        ));
    }
    all
}
