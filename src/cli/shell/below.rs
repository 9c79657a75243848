//! The line below each result: source, cut-off, load.

use crate::ledger::{Ledger, Narrowing, Words};
use crate::provenance::{Provenance, SourceUsed};

use super::lexer::{Kind, pieces};

/// Sources that the line names.
const MOST: usize = 4;

/// True if a statement reads data of the ledger, and not only what the ledger is made of.
pub(super) fn reads_data(statement: &str, words: &Words, knows_words: bool) -> bool {
    let all = pieces(statement);
    let mut said = all.iter().filter(|piece| matches!(piece.kind, Kind::Word | Kind::Name));
    let first = said.clone().next().map(|piece| piece.of(statement).to_lowercase()).unwrap_or_default();
    if ["describe", "show", "explain", "create", "drop", "desc"].contains(&first.as_str()) {
        return false;
    }
    let is_known = |name: &str| words.relations.contains_key(name) || words.macros.iter().any(|known| known == name);
    let is_from = |name: &str| ["from", "table", "summarize"].contains(&name);
    if knows_words {
        return said.any(|piece| is_known(&piece.of(statement).trim_matches('"').to_lowercase()));
    }
    said.any(|piece| is_from(&piece.of(statement).to_lowercase()))
}

/// The line: each source with its release, cut-off and newest load, and the state that was asked.
pub(super) fn line(provenance: &Provenance, ledger: &Ledger, narrowing: &Narrowing) -> String {
    let mut parts: Vec<String> = provenance.sources.iter().take(MOST).map(source).collect();
    if provenance.sources.len() > MOST {
        parts.push(format!("and {} more sources", provenance.sources.len() - MOST));
    }
    if provenance.sources.is_empty() {
        parts.push("no source".to_owned());
    }
    let lead =
        if provenance.all_sources_of_ledger && provenance.sources.len() > 1 { "sources of the ledger: " } else { "" };
    let mut line = format!("{lead}{}", parts.join("; "));
    if ledger.as_of().is_some_and(|as_of| !as_of.is_newest()) {
        line.push_str(&format!("; as of load {} of {} UTC", provenance.as_of.load_id, provenance.as_of.loaded_at));
    }
    if let Some(policy) = &narrowing.policy {
        line.push_str(&format!("; only policy {policy}"));
    }
    line
}

fn source(source: &SourceUsed) -> String {
    let release = source.releases.as_ref().map_or(String::new(), |releases| format!(" {releases}"));
    let load = source.loads.last().map_or("-".to_owned(), |load| load.load_id.to_string());
    let sample = if source.census { "" } else { ", a coded sample" };
    format!("{}{release}, cut-off {}, load {load}{sample}", source.source, source.cut_off.as_deref().unwrap_or("-"))
}
