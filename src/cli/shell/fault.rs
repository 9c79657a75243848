//! What went wrong with a statement: the place in it, and what may have been meant.

use anstyle::{AnsiColor, Style};

use crate::catalog;
use crate::error::Error;
use crate::ledger::{Words, distance};
use crate::reference::name_key;

use super::lexer::{Kind, Piece, pieces};

/// A place in a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    /// Line, from 1.
    line: usize,
    /// Byte in that line.
    column: usize,
}

/// The error as text, with the place in the statement marked.
///
/// `first_line` is the line of the input on which the statement begins, where the input is a file or a pipe.
pub(super) fn told(error: &Error, statement: &str, words: &Words, first_line: Option<usize>, colour: bool) -> String {
    let style = |style: Style| if colour { style } else { Style::new() };
    let red = style(AnsiColor::Red.on_default().bold());
    let dim = style(Style::new().dimmed());
    let hint_style = style(AnsiColor::Cyan.on_default());
    let (says, place) = match error {
        Error::Engine { reason, .. } => (said(reason), place(reason, statement)),
        other => (other.to_string(), None),
    };
    if says.starts_with("INTERRUPT Error") || says.contains("Interrupted!") {
        return format!("{dim}stopped{dim:#}\n");
    }
    let mut text = format!("{red}error:{red:#} {says}\n");
    if let Some(place) = place {
        let line = statement.lines().nth(place.line - 1).unwrap_or_default();
        let number = (first_line.unwrap_or(1) + place.line - 1).to_string();
        let (shown, before) = around(line, place.column);
        let marks = "^".repeat(marked(&line[place.column..]));
        let blank = " ".repeat(number.len());
        text.push_str(&format!("{dim}{number} |{dim:#} {shown}\n"));
        text.push_str(&format!("{dim}{blank} |{dim:#} {}{red}{marks}{red:#}\n", " ".repeat(before)));
    } else if let Some(line) = first_line {
        text.push_str(&format!("{dim}in the statement that begins on line {line}{dim:#}\n"));
    }
    let meant = match error {
        Error::Engine { reason, .. } => suggestion(reason, words),
        _ => None,
    };
    if let Some(hint) = meant.or_else(|| error.hint()) {
        text.push_str(&format!("{hint_style}hint:{hint_style:#} {hint}\n"));
    }
    text
}

/// The engine's words without the place, which is shown apart.
fn said(reason: &str) -> String {
    let mut words = reason;
    if let Some(at) = reason.find("\n\nLINE ") {
        words = &reason[..at];
    }
    words.trim_end().replace("\n\n", "\n").replace("Candidate bindings: : ", "Candidate bindings: ")
}

/// Where the engine's caret stands in the statement. It quotes a part of the line, cut with dots where that is long.
fn place(reason: &str, statement: &str) -> Option<Place> {
    let at = reason.find("LINE ")?;
    let mut lines = reason[at..].lines();
    let quoted = lines.next()?;
    let caret = lines.next()?.find('^')?;
    let (number, part) = quoted.strip_prefix("LINE ")?.split_once(": ")?;
    let number: usize = number.parse().ok()?;
    let line = statement.lines().nth(number.checked_sub(1)?)?;
    let lead = quoted.len() - part.len();
    // The caret counts characters as the terminal shows them; so do the characters of the quoted part.
    let in_part = caret.checked_sub(lead)?;
    let (dots, part) = match part.strip_prefix("...") {
        Some(part) if !line.starts_with("...") => (3, part),
        _ => (0, part),
    };
    let part = match part.strip_suffix("...") {
        Some(shorter) if !line.ends_with("...") => shorter,
        _ => part,
    };
    let begins = if dots == 0 { 0 } else { line.find(part.trim())? - (part.len() - part.trim_start().len()) };
    let column = line[begins..].char_indices().nth(in_part.checked_sub(dots)?).map(|(at, _)| begins + at);
    Some(Place { line: number, column: column.unwrap_or(line.len()) })
}

/// A part of a long line that holds the place, and how many columns stand before it.
fn around(line: &str, column: usize) -> (String, usize) {
    const MOST: usize = 100;
    const BEFORE: usize = 50;
    let characters: Vec<char> = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let at = line[..column].chars().count();
    let from = if characters.len() <= MOST { 0 } else { at.saturating_sub(BEFORE) };
    let to = characters.len().min(from + MOST);
    let lead = if from > 0 { "…" } else { "" };
    let tail = if to < characters.len() { "…" } else { "" };
    let shown: String = characters[from..to].iter().collect();
    let before: String = characters[from..at].iter().collect();
    (format!("{lead}{shown}{tail}"), unicode_width::UnicodeWidthStr::width(before.as_str()) + lead.chars().count())
}

/// How many columns the marked word takes.
fn marked(rest: &str) -> usize {
    pieces(rest).first().filter(|piece| piece.start == 0).map_or(1, |piece| {
        let word = piece.of(rest);
        unicode_width::UnicodeWidthStr::width(word.lines().next().unwrap_or(word)).clamp(1, 40)
    })
}

/// What may have been meant, where the engine's own guess does not know the ledger.
fn suggestion(reason: &str, words: &Words) -> Option<String> {
    let quoted = |after: &str| {
        let rest = reason.split_once(after)?.1;
        Some(rest.split(['"', ' ', '!']).next()?.to_owned())
    };
    if let Some(column) = quoted("does not have a column named \"").or_else(|| quoted("Referenced column \"")) {
        let holders: Vec<&str> = words
            .relations
            .iter()
            .filter(|(_, columns)| columns.contains(&column))
            .map(|(name, _)| name.as_str())
            .take(6)
            .collect();
        return (!holders.is_empty()).then(|| format!("{column} is a column of {}", holders.join(", ")));
    }
    let table = quoted("Table with name ").or_else(|| quoted("Table Function with name "))?;
    let known = words.relations.keys().chain(&words.macros).map(String::as_str);
    let mut near: Vec<(usize, &str)> = known
        .chain(catalog::of_kind(catalog::Kind::Query).map(|object| object.name))
        .map(|name| (distance(&table.to_lowercase(), name), name))
        .filter(|(far, _)| *far <= table.len().max(6))
        .collect();
    near.sort_unstable();
    if let Some((0, query)) = near.first()
        && catalog::of_kind(catalog::Kind::Query).any(|object| object.name == *query)
    {
        return Some(format!("{query} is a ready question: .run {query}"));
    }
    let names: Vec<&str> = near.into_iter().take(3).map(|(_, name)| name).collect();
    (!names.is_empty()).then(|| format!("nearest: {}; .tables and .views list all", names.join(", ")))
}

/// For a result without rows: names in the statement that the ledger does not have, and what is near them.
pub(super) fn unknown_names(statement: &str, words: &Words) -> Vec<String> {
    let all = pieces(statement);
    let mut said = Vec::new();
    for triple in all.windows(3) {
        let [column, sign, value] = triple else { continue };
        if let Some(line) = unknown(statement, *column, *sign, *value, words) {
            said.push(line);
        }
    }
    said
}

fn unknown(statement: &str, column: Piece, sign: Piece, value: Piece, words: &Words) -> Option<String> {
    if column.kind != Kind::Word || sign.of(statement) != "=" || value.kind != Kind::Text {
        return None;
    }
    let column = column.of(statement).to_lowercase();
    let known = words.values.get(&column)?;
    let name = value.of(statement).trim_matches('\'').replace("''", "'");
    if known.contains(&name) {
        return None;
    }
    let key = name_key(&name);
    let mut near: Vec<(usize, &String)> = known.iter().map(|known| (distance(&key, &name_key(known)), known)).collect();
    near.sort();
    let near: Vec<String> = near.into_iter().take(3).map(|(_, name)| format!("'{name}'")).collect();
    let near = if near.is_empty() { "there is none".to_owned() } else { format!("nearest: {}", near.join(", ")) };
    Some(format!("no {column} is '{name}'; {near}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine(reason: &str) -> Error {
        Error::Engine { doing: "the statement".to_owned(), reason: reason.to_owned() }
    }

    #[test]
    fn the_place_is_marked_in_the_line_that_the_engine_names() {
        let statement = "select foo, country\nfrom event\nwhere contry = 'Mali'";
        let reason =
            "Binder Error: Referenced column \"contry\" not found\n\nLINE 3: where contry = 'Mali'\n              ^";
        let text = told(&engine(reason), statement, &Words::default(), None, false);
        assert!(text.contains("3 | where contry = 'Mali'\n  |       ^^^^^^\n"), "{text}");
        let text = told(&engine(reason), statement, &Words::default(), Some(10), false);
        assert!(text.contains("12 | where contry"), "{text}");
    }

    #[test]
    fn a_line_that_the_engine_cuts_is_found_again() {
        let statement = format!("select '{}' as é, wrong_name from event", "x".repeat(200));
        let part = &statement[statement.len() - 60..];
        let lead = format!("LINE 1: ...{part}");
        let caret = lead.chars().count() - "wrong_name from event".len();
        let reason = format!("Binder Error: no\n\n{lead}\n{}^", " ".repeat(caret));
        let text = told(&engine(&reason), &statement, &Words::default(), None, false);
        let lines: Vec<&str> = text.lines().collect();
        let at = lines[1].chars().position(|c| c == 'w').expect("the word is shown");
        assert_eq!(lines[2].chars().position(|c| c == '^'), Some(at), "{text}");
        assert!(lines[2].ends_with("^^^^^^^^^^"), "{text}");
    }

    #[test]
    fn places_that_do_not_fit_the_statement_are_left_out() {
        for reason in ["LINE 9: x\n   ^", "LINE x: y\n ^", "LINE 1: abc\n^", "LINE 1: ", "LINE "] {
            let text = told(&engine(reason), "select 1", &Words::default(), None, false);
            assert!(text.starts_with("error:"), "{text}");
        }
    }

    #[test]
    fn unknown_names_have_near_ones() {
        let words = Words {
            values: [("country".to_owned(), vec!["Northland".to_owned(), "Southland".to_owned()])].into(),
            ..Words::default()
        };
        let said = unknown_names("select * from event where country = 'northlnd' and other = 'x'", &words);
        assert_eq!(said.len(), 1);
        assert!(said[0].starts_with("no country is 'northlnd'; nearest: 'Northland'"), "{said:?}");
        assert!(unknown_names("where country = 'Northland'", &words).is_empty());
    }
}
