//! Which relations a text reads, told without asking the engine what stands in the ledger.

use super::rewrite::{is_space, tokens, word};
use sqlparser::tokenizer::Token;

/// Words behind which a relation is named in ways that are not followed here.
const OTHERS: &[&str] = &["into", "lateral", "pivot", "recursive", "table", "unpivot", "window"];

/// Words that end the naming of relations.
const ENDS: &[&str] =
    &["select", "where", "group", "having", "order", "limit", "offset", "qualify", "union", "except", "intersect"];

/// True if a text is one question that names relations in the plainest way, each of them one that `known` names or a step of its
/// own: then no view that the catalog does not know can be in it. False also for a text that cannot be read, and wherever it is
/// not certain.
pub fn names_only(text: &str, known: impl Fn(&str) -> bool) -> bool {
    let Some(all) = tokens(text) else { return false };
    let mut solid: Vec<&Token> = all.iter().filter(|token| !is_space(token)).collect();
    while solid.last().is_some_and(|token| **token == Token::SemiColon) {
        solid.pop();
    }
    if !solid.first().is_some_and(|first| keyword(first).is_some_and(|first| BEGINS.contains(&first.as_str()))) {
        return false;
    }
    // Whether relations are being named, at each depth of parentheses, and the step that each begins.
    let mut depths: Vec<(bool, Option<String>)> = vec![(false, None)];
    let mut steps: Vec<String> = Vec::new();
    let mut expected = false;
    for (at, token) in solid.iter().enumerate() {
        if expected {
            expected = false;
            let after = solid.get(at + 1);
            match token {
                Token::LParen
                    if after.and_then(|next| keyword(next)).is_some_and(|next| INSIDE.contains(&next.as_str())) => {}
                // A name of several parts, or an alias before what it is of.
                Token::Word(named) if after.is_none_or(|next| !matches!(next, Token::Period | Token::Colon)) => {
                    let name = named.value.to_ascii_lowercase();
                    if !known(&name) && !steps.contains(&name) {
                        return false;
                    }
                    continue;
                }
                _ => return false,
            }
        }
        match token {
            Token::LParen => depths.push((false, step(&solid, at).filter(|_| depths.len() == 1))),
            Token::RParen => match depths.pop() {
                Some((_, made)) if !depths.is_empty() => steps.extend(made),
                _ => return false,
            },
            Token::Comma => expected = depths.last().is_some_and(|(names, _)| *names),
            Token::SemiColon => return false,
            // Behind the dot of a name every word is one.
            Token::Word(_) if at > 0 && *solid[at - 1] == Token::Period => {
                let of = at.checked_sub(2).map(|before| solid[before]);
                if !of.is_some_and(|of| matches!(of, Token::Word(_) | Token::RParen | Token::RBracket)) {
                    return false;
                }
            }
            token => {
                if let (Some(word), Some((names, _))) = (keyword(token), depths.last_mut()) {
                    if OTHERS.contains(&word.as_str()) {
                        return false;
                    }
                    expected = word == "from" || word == "join";
                    *names = (*names || expected) && !ENDS.contains(&word.as_str());
                }
            }
        }
    }
    !expected
}

/// How a question begins.
const BEGINS: &[&str] = &["select", "with", "from"];

/// What may stand in parentheses in the place of a relation.
const INSIDE: &[&str] = &["select", "with", "from", "values"];

/// The step whose query begins with the parenthesis at a place: `NAME as (`, or materialized or not.
fn step(solid: &[&Token], open: usize) -> Option<String> {
    let mut before = solid
        .get(..open)?
        .iter()
        .rev()
        .skip_while(|token| keyword(token).is_some_and(|word| word == "materialized" || word == "not"));
    before.next().and_then(|token| keyword(token)).filter(|word| word == "as")?;
    before.next().and_then(|token| word(token))
}

/// A word that is not quoted.
fn keyword(token: &Token) -> Option<String> {
    match token {
        Token::Word(word) if word.quote_style.is_none() => Some(word.value.to_ascii_lowercase()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str) -> bool {
        ["event", "group_week", "fatalities_since"].contains(&name)
    }

    #[test]
    fn a_question_of_known_relations_and_its_own_steps_reaches_no_other() {
        for text in [
            "select count(*) from event",
            "from event select max(start_date), min(end_date);",
            "select a, b from event as e (a, b), group_week w join \"event\" using (x, mine) where e.x in (1, 2) order by a, mine",
            "with top as (select actor_id, sum(x) from group_week group by 1), more as not materialized (from top) \
             select * from more, top",
            "select * from (select * from event where x = (select max(x) from group_week)) as inside",
            "select * from fatalities_since(date '2025-05-01') -- from mine",
            "select * from (values (1), (2)) as one (mine), event",
            "select 1",
            "select e.from, e.* from event e join group_week w on e.order = w.order, event",
            "select 'from mine' from event union all select mine from group_week",
        ] {
            assert!(names_only(text, known), "{text}");
        }
    }

    #[test]
    fn whatever_may_reach_another_is_not_certain() {
        for text in [
            "select * from mine",
            "select * from event, mine",
            "select * from event e join group_week w on e.x = w.x, mine",
            "select * from event where x in (select x from mine)",
            "select * from (event join mine using (x))",
            "select * from main.event",
            "select * from \"Mine\"",
            "select * from 'mine.csv'",
            "with mine as (select * from mine) select * from mine",
            "with a as (select * from b), b as (select 1) select * from a",
            "select * from (with mine as (select 1) select * from mine), mine",
            "with recursive a as (select 1 union all select * from a) select * from a",
            "with a as (select 1) select * from a; select * from a",
            "select * from event, lateral (select * from mine)",
            "table mine",
            "describe mine",
            "pivot mine on x using sum(y)",
            "from event where x = (table mine)",
            "select extract(year from start_date) from event",
            "select sum(x) over w from event window w as (partition by y)",
            "insert into event select * from event",
            "select * from event e join (select 1 as \"where\") o on o.where = 1, mine",
            "select * from (select 1 as \"limit\") o join event on o.limit = 1, mine",
            "select * from event: mine",
            "select * from event e join group_week g on e.\"from\" = g.x, mine",
            "select * from event)",
            "select * from",
            "select 'unended",
        ] {
            assert!(!names_only(text, known), "{text}");
        }
    }
}
