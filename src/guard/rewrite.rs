//! A statement's text before it is parsed: macros and variables of the session put in, `pivot` as the grouping that it is.
//!
//! What a macro adds up, and which rows it hands on, shows only where it is called; a `pivot` is no statement of the
//! parser's dialect. Both are text to text: what is rewritten is examined and never run.

use std::collections::{BTreeMap, BTreeSet};

use sqlparser::dialect::DuckDbDialect;
use sqlparser::tokenizer::{Token, Tokenizer};

use super::pivot;

/// How often macros are put into what macros gave.
const ROUNDS: usize = 12;

/// A macro: parameters with their defaults, and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Macro {
    /// Name in lower case.
    pub name: String,
    /// Parameters in order, each with the text of its default.
    pub parameters: Vec<(String, Option<String>)>,
    /// The expression, or the query of a table macro.
    pub body: String,
    /// True if it stands for a table.
    pub is_table: bool,
}

/// A text with everything put in.
pub(super) struct Rewritten {
    pub(super) text: String,
    /// True if something of the session is named that could not be put in: what it holds is not known.
    pub(super) is_opaque: bool,
}

/// Under which name the value of a variable is known among the temporary tables.
pub(super) fn variable_table(name: &str) -> String {
    format!("variable {}", name.to_ascii_lowercase())
}

/// The tokens of a text as they stand; none if it has no end.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    Tokenizer::new(&DuckDbDialect {}, text).with_unescape(false).tokenize().ok()
}

/// Puts the session's macros and variables into a text, and its pivots into words that the parser knows.
pub(super) fn rewrite(text: &str, macros: &[Macro], variables: &BTreeSet<String>, longest: usize) -> Rewritten {
    let as_it_is = |is_opaque| Rewritten { text: text.to_owned(), is_opaque };
    let Some(mut all) = tokens(text) else { return as_it_is(false) };
    let mut is_opaque = false;
    for round in 0.. {
        let put_in = put_in(&all, macros, variables, &mut is_opaque);
        let Some(next) = put_in else { break };
        let next = joined(&next);
        if round == ROUNDS || next.len() > longest {
            is_opaque = true;
            break;
        }
        match tokens(&next) {
            Some(next) => all = next,
            None => return as_it_is(true),
        }
    }
    for _ in 0..ROUNDS {
        match pivot::unpivoted(&all).and_then(|text| tokens(&text)) {
            Some(next) => all = next,
            None => break,
        }
    }
    Rewritten { text: joined(&all), is_opaque }
}

pub(super) fn joined(tokens: &[Token]) -> String {
    tokens.iter().map(ToString::to_string).collect()
}

/// A word in lower case, quoted or not.
pub(super) fn word(token: &Token) -> Option<String> {
    match token {
        Token::Word(word) => Some(word.value.to_ascii_lowercase()),
        _ => None,
    }
}

pub(super) fn is_space(token: &Token) -> bool {
    matches!(token, Token::Whitespace(_))
}

/// The place of the next token that is no white space.
pub(super) fn next(tokens: &[Token], from: usize) -> Option<usize> {
    (from..tokens.len()).find(|at| !is_space(&tokens[*at]))
}

pub(super) fn opens(token: &Token) -> bool {
    matches!(token, Token::LParen | Token::LBracket | Token::LBrace)
}

pub(super) fn closes(token: &Token) -> bool {
    matches!(token, Token::RParen | Token::RBracket | Token::RBrace)
}

/// The place of the parenthesis that closes the one here.
pub(super) fn closing(tokens: &[Token], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        if opens(token) {
            depth += 1;
        } else if closes(token) {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// What stands between commas outside parentheses.
pub(super) fn parts(tokens: &[Token]) -> Vec<&[Token]> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_i32, 0);
    for (at, token) in tokens.iter().enumerate() {
        depth += i32::from(opens(token)) - i32::from(closes(token));
        if depth == 0 && *token == Token::Comma {
            parts.push(&tokens[start..at]);
            start = at + 1;
        }
    }
    parts.push(&tokens[start..]);
    parts.retain(|part| part.iter().any(|token| !is_space(token)));
    parts
}

/// Macros and variables put in once; none if there was none.
fn put_in(
    tokens: &[Token],
    macros: &[Macro],
    variables: &BTreeSet<String>,
    is_opaque: &mut bool,
) -> Option<Vec<Token>> {
    let (mut made, mut at, mut changed) = (Vec::new(), 0, false);
    while at < tokens.len() {
        let call = word(&tokens[at]).zip(next(tokens, at + 1).filter(|open| tokens[*open] == Token::LParen));
        let Some((name, open)) = call else {
            made.push(tokens[at].clone());
            at += 1;
            continue;
        };
        let Some(close) = closing(tokens, open) else {
            made.push(tokens[at].clone());
            at += 1;
            continue;
        };
        let arguments = parts(&tokens[open + 1..close]);
        let text = if name == "getvariable" {
            variable(&arguments, variables, is_opaque)
        } else {
            called(&name, &arguments, macros).map(|(text, is_table)| match is_table {
                true if wants_name(tokens, close + 1) => format!("({text}) as \"{name}\""),
                _ => format!("({text})"),
            })
        };
        match text.and_then(|text| self::tokens(&text)) {
            Some(text) => {
                // The schema goes with the name.
                while made.last() == Some(&Token::Period) {
                    made.truncate(made.len().saturating_sub(2));
                }
                made.extend(text);
                changed = true;
                at = close + 1;
            }
            None => {
                *is_opaque |= macros.iter().any(|known| known.name == name);
                made.push(tokens[at].clone());
                at += 1;
            }
        }
    }
    changed.then_some(made)
}

/// True where a table that is put in has no name of its own.
fn wants_name(tokens: &[Token], from: usize) -> bool {
    match next(tokens, from).map(|at| &tokens[at]) {
        Some(Token::Word(word)) => {
            word.quote_style.is_none()
                && word.keyword != sqlparser::keywords::Keyword::NoKeyword
                && !word.value.eq_ignore_ascii_case("as")
        }
        _ => true,
    }
}

fn variable(arguments: &[&[Token]], variables: &BTreeSet<String>, is_opaque: &mut bool) -> Option<String> {
    let name = match arguments {
        [only] => match only.iter().filter(|token| !is_space(token)).collect::<Vec<_>>().as_slice() {
            [Token::SingleQuotedString(name)] => Some(name.to_ascii_lowercase()),
            _ => None,
        },
        _ => None,
    };
    match name {
        Some(name) => variables.contains(&name).then(|| format!("(select value from \"{}\")", variable_table(&name))),
        None => {
            *is_opaque |= !variables.is_empty();
            None
        }
    }
}

/// What the call of a macro stands for, and whether that is a table.
fn called(name: &str, arguments: &[&[Token]], macros: &[Macro]) -> Option<(String, bool)> {
    let (mut given, mut named) = (Vec::new(), BTreeMap::new());
    for argument in arguments {
        let first = next(argument, 0)?;
        let sign = next(argument, first + 1).filter(|at| matches!(argument[*at], Token::Assignment | Token::RArrow));
        match (word(&argument[first]), sign) {
            (Some(name), Some(sign)) => {
                named.insert(name, joined(&argument[sign + 1..]).trim().to_owned());
            }
            _ => given.push(joined(argument).trim().to_owned()),
        }
    }
    // The definitions of a name differ in how many parameters they have; the last one made is the present one.
    let fits = |known: &&Macro| {
        let required = known.parameters.iter().filter(|(_, default)| default.is_none()).count();
        known.name == name && known.parameters.len() >= arguments.len() && required <= arguments.len()
    };
    let found = macros.iter().rev().find(fits)?;
    let values: BTreeMap<&str, String> = found
        .parameters
        .iter()
        .enumerate()
        .map(|(at, (name, default))| {
            let value = named.get(name).or_else(|| given.get(at)).or(default.as_ref());
            (name.as_str(), value.cloned().unwrap_or_else(|| "null".to_owned()))
        })
        .collect();
    let body = tokens(&found.body)?;
    let mut text = String::new();
    for (at, token) in body.iter().enumerate() {
        let is_member = body[..at].iter().rev().find(|token| !is_space(token)) == Some(&Token::Period);
        match word(token).and_then(|name| values.get(name.as_str())).filter(|_| !is_member) {
            Some(value) => text.push_str(&format!("({value})")),
            None => text.push_str(&token.to_string()),
        }
    }
    Some((text, found.is_table))
}

/// The macros that a statement makes; none if it makes none.
pub(super) fn made_macros(text: &str) -> Option<Vec<Macro>> {
    let all: Vec<Token> = tokens(text)?;
    let solid: Vec<usize> = (0..all.len()).filter(|at| !is_space(&all[*at])).collect();
    let words: Vec<String> = solid.iter().take(5).map(|at| word(&all[*at]).unwrap_or_default()).collect();
    if words.first().is_none_or(|first| first != "create") {
        return None;
    }
    let kind = words.iter().position(|word| word == "macro" || word == "function")?;
    let open = (solid[kind]..all.len()).find(|at| all[*at] == Token::LParen)?;
    let name = all[..open].iter().rev().find_map(word)?;
    let mut macros = Vec::new();
    let mut open = Some(open);
    while let Some(start) = open {
        let close = closing(&all, start)?;
        let parameters = parts(&all[start + 1..close]).into_iter().filter_map(parameter).collect();
        let as_at = next(&all, close + 1).filter(|at| word(&all[*at]).is_some_and(|word| word == "as"))?;
        let after = next(&all, as_at + 1)?;
        let is_table = word(&all[after]).is_some_and(|word| word == "table");
        let from = if is_table { after + 1 } else { after };
        let (until, next_open) = end_of_body(&all, from, is_table);
        macros.push(Macro {
            name: name.clone(),
            parameters,
            body: joined(&all[from..until]).trim().to_owned(),
            is_table,
        });
        open = next_open;
    }
    Some(macros)
}

/// Where a body ends, and where the parameters of the next definition of the name begin.
fn end_of_body(all: &[Token], from: usize, is_table: bool) -> (usize, Option<usize>) {
    let mut depth = 0_i32;
    for at in from..all.len() {
        depth += i32::from(opens(&all[at])) - i32::from(closes(&all[at]));
        if depth != 0 || all[at] != Token::Comma {
            continue;
        }
        let open = next(all, at + 1).filter(|open| all[*open] == Token::LParen);
        let as_at = open.and_then(|open| closing(all, open)).and_then(|close| next(all, close + 1));
        let is_as = as_at.is_some_and(|at| word(&all[at]).is_some_and(|word| word == "as"));
        let table = as_at.and_then(|at| next(all, at + 1)).and_then(|at| word(&all[at])).is_some_and(|w| w == "table");
        // In a query `, (x) as y` is one of its columns.
        if is_as && (!is_table || table) {
            return (at, open);
        }
    }
    let end =
        all.iter().rposition(|token| !is_space(token) && *token != Token::SemiColon).map_or(all.len(), |at| at + 1);
    (end.max(from), None)
}

fn parameter(tokens: &[Token]) -> Option<(String, Option<String>)> {
    let first = next(tokens, 0)?;
    let sign = tokens.iter().position(|token| matches!(token, Token::Assignment | Token::RArrow));
    Some((word(&tokens[first])?, sign.map(|at| joined(&tokens[at + 1..]).trim().to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str, macros: &str) -> String {
        let macros = if macros.is_empty() { Vec::new() } else { made_macros(macros).expect("macros") };
        let variables = BTreeSet::from(["v".to_owned()]);
        let text = rewrite(text, &macros, &variables, 1 << 16).text;
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn macros_and_variables_are_put_in() {
        let twice = "create temp macro twice(x, y := 2) as x * y";
        assert_eq!(rewritten("select twice(a)", twice), "select ((a) * (2))");
        assert_eq!(rewritten("select main.TWICE(a, y := 3)", twice), "select ((a) * (3))");
        assert_eq!(rewritten("select twice(twice(a))", twice), "select ((((a) * (2))) * (2))");
        let rows = "create or replace macro rows(n) as table select * from event where deaths_best > n";
        assert_eq!(
            rewritten("from rows(3) where true", rows),
            "from (select * from event where deaths_best > (3)) as \"rows\" where true"
        );
        assert_eq!(rewritten("from rows(3) r", rows), "from (select * from event where deaths_best > (3)) r");
        let several = "create macro f(a) as a, (a, b) as a + b";
        assert_eq!(rewritten("select f(1, 2), f(3)", several), "select ((1) + (2)), ((3))");
        assert_eq!(rewritten("select getvariable('V')", ""), "select (select value from \"variable v\")");
        assert_eq!(rewritten("select getvariable('other')", ""), "select getvariable('other')");
    }

    #[test]
    fn what_cannot_be_put_in_is_told() {
        let opaque = |text: &str, macros: &str| {
            rewrite(text, &made_macros(macros).expect("macros"), &BTreeSet::from(["v".to_owned()]), 1 << 12).is_opaque
        };
        assert!(opaque("select getvariable('v' || '')", "create macro f(a) as a"));
        assert!(opaque("select f(1, 2)", "create macro f(a) as a"));
        assert!(opaque("select f(1)", "create macro f(a) as f(a) + f(a)"));
        assert!(!opaque("select f(1)", "create macro f(a) as a"));
    }
}
