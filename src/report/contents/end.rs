//! Captions, citations, and how the report was made.

use super::both;
use super::facts::Facts;
use super::heard;
use crate::report::document::Document;

/// The line under a picture: source, cut-off, what to cite, licence, SQL object.
pub(super) fn caption(facts: &Facts, object: &str) -> String {
    let lang = facts.lang;
    let source = facts.source_name();
    let used = facts.provenance.sources.first();
    let citation = used.map_or(String::new(), |used| used.citation.clone());
    let licence = used.map_or(String::new(), |used| used.licence.clone());
    let cut_off = facts.last_day.map_or("-".to_owned(), |day| lang.date(day));
    let provisional = if facts.is_candidate() { both!(lang, ", provisional", ", provisoire") } else { String::new() };
    both!(
        lang,
        "{source}, data to {cut_off}{provisional}. {citation} Licence: {licence}. SQL object: {object}.",
        "{source}, données jusqu’au {cut_off}{provisional}. {citation} Licence : {licence}. Objet SQL : {object}."
    )
}

/// Fills in citations and provenance.
pub(super) fn close(facts: &Facts, document: &mut Document) {
    let lang = facts.lang;
    for used in &facts.provenance.sources {
        let (title, citation, licence) = (&used.title, &used.citation, &used.licence);
        document.citations.push(both!(
            lang,
            "{title}: {citation} Licence: {licence}",
            "{title} : {citation} Licence : {licence}"
        ));
    }
    for other in heard::others(facts) {
        document.citations.push(both!(
            lang,
            "Claims: {other}, see warledger cite.",
            "Déclarations : {other}, voir warledger cite."
        ));
    }
    let state = &facts.provenance.as_of;
    let mut pairs = vec![
        (both!(lang, "command", "commande"), facts.ask.command.clone()),
        (both!(lang, "version", "version"), format!("warledger {}", facts.provenance.tool_version)),
        (
            both!(lang, "as of", "état"),
            both!(
                lang,
                "load {load} of {at} UTC",
                "chargement {load} du {at} UTC",
                load = state.load_id,
                at = state.loaded_at
            ),
        ),
        (both!(lang, "reference data", "données de référence"), facts.provenance.reference_version.clone()),
    ];
    for used in &facts.provenance.sources {
        for load in used.loads.iter().rev() {
            let release = load.release.as_ref().map_or(String::new(), |release| format!(" {release}"));
            let (id, mode) = (load.load_id, &load.mode);
            pairs.push((
                both!(lang, "load {id}", "chargement {id}"),
                format!(
                    "{}{release}, {mode}, {}: {} sha256 {}",
                    used.source, load.loaded_at, load.file_name, load.file_sha256
                ),
            ));
        }
    }
    document.provenance = pairs;
}
