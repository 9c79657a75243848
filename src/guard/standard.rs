//! Functions of SQL that everybody uses: they are what they are called, in every ledger.

use super::rewrite::{is_space, tokens, word};
use sqlparser::tokenizer::Token;

/// Functions that no macro may take the place of.
const FUNCTIONS: &[&str] = &[
    "abs",
    "any_value",
    "arg_max",
    "arg_min",
    "avg",
    "bool_and",
    "bool_or",
    "cast",
    "ceil",
    "coalesce",
    "concat",
    "contains",
    "count",
    "date_diff",
    "date_part",
    "date_trunc",
    "day",
    "dense_rank",
    "exp",
    "extract",
    "first",
    "floor",
    "format",
    "generate_series",
    "greatest",
    "ifnull",
    "lag",
    "last",
    "lead",
    "least",
    "len",
    "length",
    "ln",
    "log",
    "lower",
    "make_date",
    "max",
    "mean",
    "median",
    "min",
    "mode",
    "month",
    "ntile",
    "nullif",
    "percent_rank",
    "pow",
    "power",
    "printf",
    "quantile_cont",
    "quantile_disc",
    "quarter",
    "rank",
    "regexp_matches",
    "replace",
    "round",
    "row_number",
    "sign",
    "sqrt",
    "starts_with",
    "stddev",
    "strftime",
    "string_agg",
    "substr",
    "substring",
    "sum",
    "trim",
    "try_cast",
    "unnest",
    "upper",
    "variance",
    "week",
    "year",
];

/// Words before a parenthesis that call nothing.
const WORDS: &[&str] = &[
    "all",
    "and",
    "any",
    "as",
    "between",
    "by",
    "case",
    "char",
    "decimal",
    "distinct",
    "else",
    "except",
    "exclude",
    "exists",
    "filter",
    "from",
    "group",
    "having",
    "ilike",
    "in",
    "intersect",
    "interval",
    "is",
    "join",
    "like",
    "limit",
    "materialized",
    "not",
    "numeric",
    "offset",
    "on",
    "or",
    "over",
    "partition",
    "select",
    "then",
    "union",
    "using",
    "values",
    "varchar",
    "when",
    "where",
    "with",
    "within",
];

/// True for a name that no macro may have: it would take the place of a function that everybody uses.
pub fn is_standard(name: &str) -> bool {
    FUNCTIONS.contains(&name) || WORDS.contains(&name)
}

/// True if a text calls only functions of SQL that everybody uses and those that `known` names: then no macro that the
/// catalog does not know can be in it. False also for a text that cannot be read.
pub fn calls_only(text: &str, known: impl Fn(&str) -> bool) -> bool {
    let Some(all) = tokens(text) else { return false };
    let solid: Vec<&Token> = all.iter().filter(|token| !is_space(token)).collect();
    solid
        .windows(2)
        .filter(|pair| *pair[1] == Token::LParen)
        .all(|pair| word(pair[0]).is_none_or(|name| is_standard(&name) || known(&name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_of_anything_else_is_seen() {
        let known = |name: &str| name == "fatalities_since";
        for text in [
            "select country, sum(deaths_best)::bigint from fatalities_by_day group by country",
            "with a as (select 1) select count ( * ) filter (where x in (1, 2)) over (order by y) from a",
            "select * from fatalities_since(date '2025-05-01') -- mine(1)",
            "select 'mine(1)', \"sum\"(x) from t",
        ] {
            assert!(calls_only(text, known), "{text}");
        }
        for text in [
            "select mine(1)",
            "select * from mine /* spaced */ (1)",
            "select x.mine()",
            "select \"Mine\"(x) from t",
            "select sum(mine(x)) from t",
            "select main.mine(x)",
            "select 'unended",
        ] {
            assert!(!calls_only(text, known), "{text}");
        }
    }
}
