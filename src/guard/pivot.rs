//! `pivot` and `unpivot` as queries that the parser knows: a pivot is a grouping whose rows are laid side by side.

use std::collections::{BTreeMap, BTreeSet};

use sqlparser::tokenizer::Token;

use super::rewrite::{closes, closing, is_space, joined, next, opens, parts, tokens, word};

/// The first `pivot` or `unpivot` of a text as a query that the parser knows; none if there is none.
pub(super) fn unpivoted(all: &[Token]) -> Option<String> {
    let before = |at: usize| all[..at].iter().rev().find(|token| !is_space(token));
    for at in 0..all.len() {
        let Some(name) = word(&all[at]).filter(|_| matches!(before(at), None | Some(Token::LParen | Token::RParen)))
        else {
            continue;
        };
        let is_pivot = matches!(name.as_str(), "pivot" | "pivot_wider");
        if !is_pivot && !matches!(name.as_str(), "unpivot" | "pivot_longer") {
            continue;
        }
        // It ends with the parenthesis around it.
        let mut depth = 0_i32;
        let ends = |token: &Token| {
            depth += i32::from(opens(token)) - i32::from(closes(token));
            depth < 0 || *token == Token::SemiColon
        };
        let end = all[at + 1..].iter().position(ends).map_or(all.len(), |length| at + 1 + length);
        // `from t pivot (sum(x) for y in (..))` is a construct of its own, which the parser knows.
        let open = next(all, at + 1).filter(|open| all[*open] == Token::LParen);
        let inside = open.and_then(|open| Some(&all[open + 1..closing(all, open)?])).unwrap_or_default();
        if before(at) == Some(&Token::RParen)
            && inside.iter().any(|token| word(token).is_some_and(|word| word == "for"))
        {
            continue;
        }
        let query = match is_pivot {
            true => grouping(&all[at + 1..end]),
            false => clauses(&all[at + 1..end]).get("").map(|from| format!("select * from {from}")),
        };
        if let Some(query) = query {
            return Some(format!("{}{query}{}", joined(&all[..at]), joined(&all[end..])));
        }
    }
    None
}

/// The clauses of a pivot, each under its word; what is pivoted under none. Empty for another construct of that name.
fn clauses(tokens: &[Token]) -> BTreeMap<&'static str, String> {
    const WORDS: &[&str] = &["on", "using", "group", "order", "limit"];
    let (mut found, mut now, mut start, mut depth) = (BTreeMap::new(), "", 0, 0_i32);
    for (at, token) in tokens.iter().enumerate() {
        depth += i32::from(opens(token)) - i32::from(closes(token));
        let clause = word(token).filter(|_| depth == 0).and_then(|word| WORDS.iter().find(|known| **known == word));
        if let Some(clause) = clause {
            found.insert(now, joined(&tokens[start..at]));
            (now, start) = (clause, at + 1);
        }
    }
    found.insert(now, joined(&tokens[start..]));
    if found.contains_key("on") { found } else { BTreeMap::new() }
}

/// A pivot as a grouping: by what is asked for, else by all that is left, and by what makes the columns.
fn grouping(all: &[Token]) -> Option<String> {
    let clauses = clauses(all);
    let from = clauses.get("")?;
    let using = clauses.get("using").map_or("count(*)", String::as_str).trim();
    let on = tokens(clauses.get("on")?)?;
    let by: Vec<String> = parts(&on).into_iter().map(|part| joined(without_values(part))).collect();
    let by = by.join(", ");
    if let Some(group) = clauses.get("group") {
        let group = group.trim_start();
        let group = group.get(2..).filter(|_| group.get(..2).is_some_and(|by| by.eq_ignore_ascii_case("by")))?;
        return Some(format!("select {group}, {using} from {from} group by {group}, {by}"));
    }
    // The columns that are added up are no longer among those that are left.
    let using_tokens = tokens(using)?;
    let mut added: BTreeSet<String> = BTreeSet::new();
    for (at, token) in using_tokens.iter().enumerate() {
        let is_call = next(&using_tokens, at + 1).is_some_and(|next| using_tokens[next] == Token::LParen);
        added.extend(word(token).filter(|_| !is_call).map(|name| format!("\"{name}\"")));
    }
    let without = match added.len() {
        0 => String::new(),
        _ => format!(" exclude ({})", added.into_iter().collect::<Vec<_>>().join(", ")),
    };
    Some(format!("select *{without}, {using} from {from} group by all"))
}

/// `country in ('Mali', 'Niger')` without the values.
fn without_values(part: &[Token]) -> &[Token] {
    let at = part.iter().position(|token| word(token).is_some_and(|word| word == "in"));
    &part[..at.unwrap_or(part.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str) -> String {
        let text = unpivoted(&tokens(text).expect("tokens")).unwrap_or_else(|| text.to_owned());
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pivots_become_groupings() {
        assert_eq!(
            rewritten("pivot event on country using sum(deaths_best) group by source order by source"),
            "select source , sum(deaths_best) from event group by source , country"
        );
        assert_eq!(
            rewritten("select 1 from (pivot t on year in (1, 2) using max(n) as m)"),
            "select 1 from (select * exclude (\"as\", \"m\", \"n\"), max(n) as m from t group by all)"
        );
        assert_eq!(rewritten("unpivot t on a, b"), "select * from t");
        let standard = "select * from t pivot (sum(x) for c in ('a')) as p join u on true";
        assert_eq!(rewritten(standard), standard);
    }
}
