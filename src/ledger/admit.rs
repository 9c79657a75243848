//! Which statements may run: an allow-list by kind, and functions that reach past the engine's own seal.
//!
//! The engine's seal (no external access, configuration locked) does not hold everything: `call enable_logging(..)` and
//! `select * from enable_logging(..)` write files and break later statements, `attach` opens the same file again. So what
//! is not known to be harmless is refused by its first word, and functions with effects by their names.

use std::sync::LazyLock;

use regex::Regex;

use crate::error::{Error, Result};

/// First words of statements that ask, and of those that change only what is temporary: the engine refuses the rest in a
/// ledger that is read-only.
const ADMITTED: &[&str] = &[
    "",
    "abort",
    "alter",
    "begin",
    "comment",
    "commit",
    "create",
    "deallocate",
    "delete",
    "desc",
    "describe",
    "drop",
    "end",
    "execute",
    "explain",
    "from",
    "insert",
    "merge",
    "pivot",
    "pivot_longer",
    "pivot_wider",
    "prepare",
    "rollback",
    "select",
    "show",
    "start",
    "summarize",
    "table",
    "truncate",
    "unpivot",
    "update",
    "values",
    "with",
];

/// What `pragma` may ask.
const ASKED: &[&str] = &[
    "collations",
    "database_list",
    "database_size",
    "functions",
    "metadata_info",
    "platform",
    "show",
    "show_databases",
    "show_tables",
    "show_tables_expanded",
    "storage_info",
    "table_info",
    "user_agent",
    "version",
];

/// Functions that write, change settings, run text as statements, or take addresses of memory.
static EFFECTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)\b(add_parquet_key|arrow_scan|arrow_scan_dumb|checkpoint|copy_database|disable_logging|disable_profile|disable_profiling|enable_logging|enable_profile|enable_profiling|force_checkpoint|import_database|json_execute_serialized_sql|pandas_scan|python_map_function|query|read_duckdb|seq_scan|truncate_duckdb_logs|write_log)"?\s*\("#,
    )
    .ok()
});

/// Refuses statements that reach beyond the ledger or change the engine, whatever the engine's own seal lets through.
///
/// With `files`, statements may read files of the folder that the engine was opened with.
pub(crate) fn admit(statement: &str, files: bool) -> Result<()> {
    let plain = without_comments(statement);
    let words: Vec<String> = plain
        .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '"'))
        .filter(|word| !word.is_empty())
        .take(12)
        .map(str::to_lowercase)
        .collect();
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let first = first_word(&plain).unwrap_or_default();
    // What stands inside is what counts.
    let inner = match first.as_str() {
        "explain" => words
            .iter()
            .skip(1)
            .find(|word| !matches!(word.as_str(), "analyze" | "format" | "json" | "text" | "html" | "graphviz")),
        "prepare" => words.iter().position(|word| word == "as").and_then(|at| words.get(at + 1)),
        _ => None,
    };
    let kind = inner.map_or(first.as_str(), String::as_str);
    match kind {
        "set" | "reset" if matches!(word(1), "variable") && inner.is_none() => {}
        "pragma" if ASKED.contains(&word(1)) && !plain.contains('=') => {}
        "copy" if files && copies_from(&plain) => {}
        "copy" if files => {
            return Err(Error::Refused {
                reason: "COPY ... TO is not allowed here: the file would not say where its numbers come from"
                    .to_owned(),
                hint: "write it with: warledger export --sql \"select ...\" -o FILE".to_owned(),
            });
        }
        "create" if words.iter().take(6).any(|word| word == "secret") => return Err(refused("create secret")),
        "create" if made_macro(&plain).is_some_and(|name| crate::guard::is_standard(&name)) => {
            return Err(Error::Refused {
                reason: "a macro cannot take the place of a function of SQL: every statement that calls it would mean another"
                    .to_owned(),
                hint: "give the macro a name of its own".to_owned(),
            });
        }
        kind if ADMITTED.contains(&kind) => {}
        kind => return Err(refused(kind)),
    }
    let effects = EFFECTS.as_ref().and_then(|effects| effects.captures(&plain).or_else(|| effects.captures(statement)));
    match effects {
        Some(found) => Err(refused(&format!("the function {}", &found[1].to_lowercase()))),
        None if EFFECTS.is_none() => Err(Error::internal("admitting a statement", "the pattern of functions")),
        None => Ok(()),
    }
}

/// True for a statement whose rows are what is asked.
pub(crate) fn gives_rows(statement: &str) -> bool {
    const GIVING: &[&str] = &[
        "",
        "select",
        "with",
        "from",
        "values",
        "table",
        "pivot",
        "pivot_longer",
        "pivot_wider",
        "unpivot",
        "describe",
        "desc",
        "show",
        "summarize",
        "explain",
        "execute",
        "pragma",
    ];
    first_word(statement).is_some_and(|first| GIVING.contains(&first.as_str()))
}

fn refused(what: &str) -> Error {
    let what = if what.starts_with("the ") { what.to_owned() } else { what.to_uppercase() };
    let hint = match what.as_str() {
        "COPY" | "EXPORT" => "to write a result to a file: warledger export --sql \"select ...\" -o FILE",
        "ATTACH" | "DETACH" | "USE" => "give another ledger with --db; to read data files: --allow-files DIR",
        "SET" | "RESET" | "PRAGMA" => "memory and time have options: --memory 2GB --timeout 30",
        "CHECKPOINT" | "VACUUM" | "ANALYZE" | "FORCE" => "to give back the space of what is gone: warledger compact",
        "INSTALL" | "LOAD" | "UPDATE EXTENSIONS" => {
            "what an extension would read, load as a source: warledger load FILE"
        }
        _ => "ask with select; `warledger describe` lists what there is",
    };
    Error::Refused {
        reason: format!(
            "{what} is not allowed here: statements reach nothing outside the ledger and change no settings"
        ),
        hint: hint.to_owned(),
    }
}

/// The name of the macro that a statement makes.
fn made_macro(plain: &str) -> Option<String> {
    static MACRO: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r#"(?i)^\s*create\s+(or\s+replace\s+)?(temp(orary)?\s+)?(macro|function)\s+(if\s+not\s+exists\s+)?([\w".]+)"#,
        )
        .ok()
    });
    let found = MACRO.as_ref()?.captures(plain)?;
    found[6].rsplit('.').next().map(|name| name.trim_matches('"').to_lowercase())
}

/// True for `copy table from file`.
fn copies_from(plain: &str) -> bool {
    static FROM: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"(?i)^\s*copy\s+[\w".]+(\s*\([^()]*\))?\s+from\b"#).ok());
    FROM.as_ref().is_some_and(|from| from.is_match(plain))
}

/// The statement with a space for each comment, quoted text as it is.
pub(super) fn without_comments(sql: &str) -> String {
    let bytes = sql.as_bytes();
    let (mut plain, mut at, mut from) = (String::with_capacity(sql.len()), 0, 0);
    while at < bytes.len() {
        if let Some(after) = after_quoted(sql, at) {
            at = after;
            continue;
        }
        let after = match bytes[at] {
            b'-' if bytes.get(at + 1) == Some(&b'-') => sql[at..].find('\n').map_or(sql.len(), |end| at + end),
            b'/' if bytes.get(at + 1) == Some(&b'*') => end_of_comment(sql, at),
            _ => {
                at += 1;
                continue;
            }
        };
        plain.push_str(&sql[from..at]);
        plain.push(' ');
        (at, from) = (after, after);
    }
    plain.push_str(&sql[from.min(sql.len())..]);
    plain
}

/// Where a comment that begins here ends; comments may stand in comments.
fn end_of_comment(sql: &str, start: usize) -> usize {
    let bytes = sql.as_bytes();
    let (mut depth, mut at) = (0, start);
    while at + 1 < bytes.len() {
        match (bytes[at], bytes[at + 1]) {
            (b'/', b'*') => {
                depth += 1;
                at += 2;
            }
            (b'*', b'/') => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    sql.len()
}

/// The statements of a text, split at semicolons outside quotes and comments.
pub(crate) fn split_statements(sql: &str) -> Vec<&str> {
    let bytes = sql.as_bytes();
    let (mut statements, mut start, mut at) = (Vec::new(), 0, 0);
    while at < bytes.len() {
        if let Some(after) = after_quoted(sql, at) {
            at = after;
            continue;
        }
        match bytes[at] {
            b'-' if bytes.get(at + 1) == Some(&b'-') => {
                while at < bytes.len() && bytes[at] != b'\n' {
                    at += 1;
                }
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = end_of_comment(sql, at) - 1;
            }
            b';' => {
                statements.push(&sql[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    statements.push(&sql[start.min(sql.len())..]);
    statements.into_iter().filter(|statement| first_word(statement).is_some()).collect()
}

/// Where quoted text that begins here ends; none if none does.
fn after_quoted(sql: &str, at: usize) -> Option<usize> {
    let bytes = sql.as_bytes();
    let is_name = |at: usize| {
        bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_' || *b == b'$' || !b.is_ascii())
    };
    let before = |back: usize| at.checked_sub(back);
    match bytes[at] {
        quote @ (b'\'' | b'"') => {
            let is_e = |at: usize| bytes[at].eq_ignore_ascii_case(&b'e');
            let escapes = quote == b'\'' && before(1).is_some_and(is_e) && !before(2).is_some_and(is_name);
            let mut end = at + 1;
            while end < bytes.len() && bytes[end] != quote {
                end += if escapes && bytes[end] == b'\\' { 2 } else { 1 };
            }
            Some((end + 1).min(sql.len()))
        }
        b'$' if !before(1).is_some_and(is_name) => {
            let end = sql[at + 1..].find(|c: char| !(c.is_alphanumeric() || c == '_')).map(|end| at + 1 + end)?;
            if !sql[end..].starts_with('$') {
                return None;
            }
            let tag = &sql[at..=end];
            Some(sql[end + 1..].find(tag).map_or(sql.len(), |close| end + 1 + close + tag.len()))
        }
        _ => None,
    }
}

/// The first word of a statement after comments, in lower case; empty for one that begins with a parenthesis.
fn first_word(statement: &str) -> Option<String> {
    let plain = without_comments(statement);
    let rest = plain.trim_start();
    let word: String =
        rest.trim_start_matches('(').trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    if word.is_empty() && rest.is_empty() { None } else { Some(word.to_lowercase()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_split_outside_quotes_and_comments() {
        let sql = "select ';' as a; -- no; end\nselect 2 /* ; */ ; ";
        assert_eq!(split_statements(sql).len(), 2);
        assert!(split_statements(" -- nothing\n").is_empty());
        assert_eq!(split_statements(r"select E'\' ; -- '; select 2").len(), 2);
        assert_eq!(split_statements("select 1 as a$b$; select 2 -- $b$").len(), 2);
        assert_eq!(split_statements("select 1 /* /* ; */ ; */; select 2").len(), 2);
        assert_eq!(split_statements("select $$a;b$$, $x$;$x$; select $name").len(), 2);
    }

    #[test]
    fn statements_that_reach_outside_are_refused() {
        for statement in
            ["attach 'x' as y", "/* x */ CALL enable_logging()", "-- a\npragma memory_limit='1GB'", "COPY event to 'x'"]
        {
            assert!(admit(statement, false).is_err(), "{statement}");
        }
        for statement in [
            "select * from enable_logging()",
            "from \"enable_logging\" /* x */ ()",
            "create temp view v as from ENABLE_LOGGING()",
            "explain analyze copy event to 'x'",
            "explain (format json) call x()",
            "prepare p as copy event to 'x'",
            "from query('select 1')",
            r"select E'\' -- ', write_log/**/('x')",
            "create or replace temporary secret s (type s3)",
            "set session memory_limit = '1GB'",
            "pragma enable_profiling",
            "create or replace macro main.\"SUM\"(x) as 1",
            "create temp function if not exists count(x) as 1",
        ] {
            assert!(admit(statement, true).is_err(), "{statement}");
        }
        assert!(admit("copy t from 'x.csv'", true).is_ok() && admit("copy t from 'x.csv'", false).is_err());
        assert!(admit("copy (select 1 from t) to 'x.csv'", true).is_err());
        for statement in [
            "(select 1)",
            "set variable x = 1",
            "pragma table_info('event')",
            "from query_table('event')",
            "select checkpoint from t",
            "create temp macro deadly(x) as x > 9",
        ] {
            assert!(admit(statement, false).is_ok(), "{statement}");
        }
        for statement in ["select 1", "with a as (select 1) select * from a", "from event", "describe event"] {
            assert!(admit(statement, false).is_ok(), "{statement}");
        }
    }
}
