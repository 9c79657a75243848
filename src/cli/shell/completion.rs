//! What may stand where the cursor is: commands, keywords, tables, macros, columns, and names inside quotes.

use std::collections::BTreeSet;

use crate::ledger::Words;
use crate::reference::name_key;

use super::commands;
use super::lexer::{Kind, Piece, pieces};

/// Candidates that are offered at most.
const MOST: usize = 400;

/// Words after which a table, a view or a macro stands.
const BEFORE_RELATIONS: &[&str] = &["from", "join", "describe", "summarize", "table"];

/// Where the completed word begins, and what it may be.
pub(super) fn complete(words: &Words, line: &str, cursor: usize) -> (usize, Vec<String>) {
    let before = &line[..cursor];
    if before.trim_start().starts_with('.') {
        return command(words, before);
    }
    let all = pieces(before);
    let statement = all.iter().rposition(|piece| piece.kind == Kind::End).map_or(0, |at| at + 1);
    let all = &all[statement..];
    match all.last() {
        Some(last) if last.kind == Kind::Text && !last.closed && last.of(before).starts_with('\'') => {
            (last.start + 1, inside_quotes(words, before, all))
        }
        Some(last) if !last.closed || last.kind == Kind::Comment && !before.ends_with('\n') => (cursor, Vec::new()),
        _ => word(words, statement_around(line, cursor), before, all),
    }
}

/// The statement in which the cursor stands, also what of it comes after the cursor.
fn statement_around(line: &str, cursor: usize) -> &str {
    let ends: Vec<usize> = pieces(line).iter().filter(|piece| piece.kind == Kind::End).map(|piece| piece.end).collect();
    let start = ends.iter().rev().find(|end| **end <= cursor).copied().unwrap_or_default();
    let end = ends.iter().find(|end| **end > cursor).copied().unwrap_or(line.len());
    &line[start..end]
}

/// The columns of a table, a view, or a macro of the catalog.
fn known_columns(words: &Words, name: &str) -> Option<Vec<String>> {
    let of_macro = || {
        let object = crate::catalog::find(name).filter(|_| words.macros.iter().any(|known| known == name))?;
        Some(object.header.columns.iter().map(|column| column.name.clone()).collect())
    };
    words.relations.get(name).cloned().or_else(of_macro)
}

fn command(words: &Words, before: &str) -> (usize, Vec<String>) {
    let start = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let typed = &before[start..];
    if !before.trim_start().contains(char::is_whitespace) {
        let start = before.find('.').unwrap_or(start);
        let names = commands::ALL.iter().map(|command| format!(".{} ", command.name));
        return (start, beginning_with(names, &before[start..]));
    }
    let name = before.trim_start().trim_start_matches('.').split_whitespace().next().unwrap_or_default();
    let values = |column: &str| words.values.get(column).cloned().unwrap_or_default();
    let candidates: Vec<String> = match commands::find(name).map(|command| command.completes) {
        Some(commands::Completes::Relations) => words.relations.keys().chain(&words.macros).cloned().collect(),
        Some(commands::Completes::Values(column)) => values(column),
        Some(commands::Completes::Words(fixed)) => fixed.iter().map(|word| (*word).to_owned()).collect(),
        Some(commands::Completes::Queries) => {
            crate::catalog::of_kind(crate::catalog::Kind::Query).map(|object| object.name.to_owned()).collect()
        }
        Some(commands::Completes::Commands) => commands::ALL.iter().map(|command| command.name.to_owned()).collect(),
        Some(commands::Completes::Nothing) | None => Vec::new(),
    };
    (start, beginning_with(candidates.into_iter(), typed))
}

/// Names that may stand in a text: those of the column that it is compared with, or of any.
fn inside_quotes(words: &Words, before: &str, all: &[Piece]) -> Vec<String> {
    let Some((last, rest)) = all.split_last() else { return Vec::new() };
    let typed = last.of(before)[1..].replace("''", "'");
    let column = rest.iter().rev().find(|piece| piece.kind == Kind::Word && !is_operator(piece.of(before)));
    let column = column.map(|piece| piece.of(before).to_lowercase());
    let named = column.as_deref().and_then(|column| words.values.get(known_under(column)));
    let closed = |name: &String| format!("{}'", name.replace('\'', "''"));
    let pool: BTreeSet<&String> = match named {
        Some(values) => values.iter().collect(),
        None => ["actor_name", "actor_id", "region", "country", "admin1", "source", "policy"]
            .iter()
            .filter_map(|column| words.values.get(*column))
            .flatten()
            .collect(),
    };
    let typed_key = name_key(&typed);
    let starts = pool.iter().filter(|name| starts_with(name, &typed)).map(|name| closed(name));
    let found: Vec<String> = starts.take(MOST).collect();
    if !found.is_empty() || typed_key.is_empty() {
        return found;
    }
    // Accents and inner words: the candidate replaces what was typed.
    pool.iter().filter(|name| name_key(name).contains(&typed_key)).map(|name| closed(name)).take(MOST).collect()
}

fn is_operator(word: &str) -> bool {
    ["in", "like", "ilike", "not", "and", "is", "between"].contains(&word.to_lowercase().as_str())
}

/// The column under which the values of a column are known.
fn known_under(column: &str) -> &str {
    match column {
        "actor" | "actor_a" | "actor_b" | "side_a" | "side_b" => "actor_name",
        "group_id" | "member_id" => "actor_id",
        other => other,
    }
}

fn word(words: &Words, line: &str, before: &str, all: &[Piece]) -> (usize, Vec<String>) {
    let touching = all.last().filter(|piece| piece.kind == Kind::Word && piece.end == before.len());
    let (start, typed) = touching.map_or((before.len(), ""), |piece| (piece.start, piece.of(before)));
    let rest = &all[..all.len() - usize::from(touching.is_some())];
    let previous = rest.last().map(|piece| piece.of(before).to_lowercase()).unwrap_or_default();
    if previous == "." {
        let owner = rest.len().checked_sub(2).map(|at| rest[at].of(before).trim_matches('"').to_lowercase());
        let columns = owner.map(|owner| columns_of(words, line, &owner)).unwrap_or_default();
        return (start, beginning_with(columns.into_iter(), typed));
    }
    let relations = words.relations.keys().cloned().chain(words.macros.iter().map(|name| format!("{name}(")));
    if BEFORE_RELATIONS.contains(&previous.as_str()) {
        return (start, beginning_with(relations, typed));
    }
    // Columns of the tables that the statement names come first, then everything else.
    let mut found: Vec<String> = Vec::new();
    let mentioned = named_relations(words, line);
    for name in &mentioned {
        found.extend(known_columns(words, name).into_iter().flatten());
    }
    if typed.is_empty() {
        return (start, beginning_with(found.into_iter(), typed));
    }
    if mentioned.is_empty() {
        found.extend(words.relations.values().flatten().cloned());
    }
    let upper = typed.chars().all(|c| !c.is_lowercase());
    found.extend(words.keywords.iter().map(|word| if upper { word.to_uppercase() } else { word.clone() }));
    found.extend(words.functions.iter().map(|name| format!("{name}(")));
    found.extend(relations);
    (start, beginning_with(found.into_iter(), typed))
}

/// The tables, views and macros that a statement names, in order.
fn named_relations(words: &Words, line: &str) -> Vec<String> {
    let mut named = Vec::new();
    for piece in pieces(line).iter().filter(|piece| matches!(piece.kind, Kind::Word | Kind::Name)) {
        let name = piece.of(line).trim_matches('"').to_lowercase();
        if known_columns(words, &name).is_some() && !named.contains(&name) {
            named.push(name);
        }
    }
    named
}

/// The columns of a table, or of the table that stands under another name in the statement.
fn columns_of(words: &Words, line: &str, owner: &str) -> Vec<String> {
    if let Some(columns) = words.relations.get(owner) {
        return columns.clone();
    }
    let text: Vec<String> = pieces(line).iter().map(|piece| piece.of(line).trim_matches('"').to_lowercase()).collect();
    let is_alias = |pair: &[String]| pair[1] == owner && words.relations.contains_key(&pair[0]);
    let named = text.windows(2).find(|pair| is_alias(pair)).map(|pair| pair[0].clone()).or_else(|| {
        text.windows(3)
            .find(|w| w[1] == "as" && w[2] == owner && words.relations.contains_key(&w[0]))
            .map(|w| w[0].clone())
    });
    named.and_then(|name| words.relations.get(&name).cloned()).unwrap_or_default()
}

fn beginning_with(candidates: impl Iterator<Item = String>, typed: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    candidates.filter(|word| starts_with(word, typed)).filter(|word| seen.insert(word.clone())).take(MOST).collect()
}

/// True if a name starts with what was typed, in any letter case.
fn starts_with(name: &str, typed: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    typed.chars().flat_map(char::to_lowercase).all(|typed| letters.next() == Some(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        Words {
            keywords: list(&["select", "from", "where"]),
            functions: list(&["sum", "substring"]),
            relations: [
                ("event".to_owned(), list(&["source", "start_date", "deaths_best"])),
                ("event_actor".to_owned(), list(&["source", "actor_name"])),
            ]
            .into(),
            macros: list(&["fatalities_since"]),
            values: [
                ("actor_name".to_owned(), list(&["Group of the North", "Côte Guard", "O'Hara Militia"])),
                ("region".to_owned(), list(&["central_valley"])),
                ("source".to_owned(), list(&["invented"])),
            ]
            .into(),
        }
    }

    fn offered(line: &str) -> Vec<String> {
        complete(&words(), line, line.len()).1
    }

    #[test]
    fn words_are_completed_by_what_stands_before_them() {
        assert_eq!(offered("sel"), ["select"]);
        assert_eq!(offered("SEL"), ["SELECT"]);
        assert_eq!(offered("select * from ev"), ["event", "event_actor"]);
        assert_eq!(offered("select * from fat"), ["fatalities_since("]);
        assert_eq!(offered("from event where dea"), ["deaths_best"]);
        assert_eq!(offered("from event_actor as a where a."), ["source", "actor_name"]);
        assert_eq!(offered("from event e where e.st"), ["start_date"]);
        assert_eq!(offered("select 1; sel"), ["select"]);
        assert!(offered("select 1 -- sel").is_empty());
    }

    #[test]
    fn columns_are_those_of_what_is_named_later() {
        let at = |line: &str| {
            let cursor = line.find('|').expect("a cursor");
            complete(&words(), &line.replace('|', ""), cursor).1
        };
        assert_eq!(at("select | from event_actor"), ["source", "actor_name"]);
        assert_eq!(at("select dea| from event"), ["deaths_best"]);
        assert_eq!(at("select 1 from event; select |\nfrom event_actor;"), ["source", "actor_name"]);
        assert_eq!(at("select a.| from event_actor as a"), ["source", "actor_name"]);
        assert!(at("select deaths_l| from fatalities_since(date '2025-05-01')").contains(&"deaths_low".to_owned()));
    }

    #[test]
    fn names_are_completed_inside_quotes() {
        assert_eq!(offered("where actor_name = 'gro"), ["Group of the North'"]);
        assert_eq!(offered("where actor_name in ('x', 'O''H"), ["O''Hara Militia'"]);
        assert_eq!(offered("where region = '"), ["central_valley'"]);
        assert_eq!(offered("where actor_name = 'cote"), ["Côte Guard'"]);
        assert_eq!(offered("where something = 'inv"), ["invented'"]);
        assert_eq!(offered("where actor_name = 'north"), ["Group of the North'"]);
    }

    #[test]
    fn commands_are_completed_with_their_arguments() {
        assert!(offered(".des").contains(&".describe ".to_owned()));
        assert_eq!(offered(".describe event_"), ["event_actor"]);
        assert_eq!(offered(".source inv"), ["invented"]);
        assert!(offered(".mode ma").contains(&"markdown".to_owned()));
    }

    #[test]
    fn completion_stands_at_every_place_of_any_text() {
        for line in ["séléct 'é", "from event e where é.", ".descríbe é", "\"", "a.b.c", ";;'", "$$é"] {
            for (cursor, _) in line.char_indices().chain([(line.len(), ' ')]) {
                let (start, _) = complete(&words(), line, cursor);
                assert!(start <= cursor, "{line} at {cursor}");
            }
        }
    }
}
