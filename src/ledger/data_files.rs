//! Which files statements may name.
//!
//! The engine keeps the file that it has open among those that may be read, whatever the seal says: `read_blob` of the
//! ledger would hand on all of its rows. So file names stand in a statement as they are, and none is the ledger's.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use super::admit::without_comments;
use crate::error::{Error, Result};

/// Functions that read files, and the statement that does.
static READERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)\b(read_blob|read_text|read_(?:csv|json|ndjson|parquet|xlsx|arrow|avro)\w*|sniff_csv|parquet_\w+|arrow_scan_file)"?\s*\("#,
    )
    .ok()
});
static COPY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?i)^\s*copy\s+[\w".]+(?:\s*\([^()]*\))?\s+from\b"#).ok());

/// Refuses functions that read files, unless a folder is allowed; then file names that are not written out, and the
/// ledger's own.
///
/// # Errors
/// [`Error::Refused`].
pub(crate) fn admit_files(statement: &str, files: bool, ledger: &Path) -> Result<()> {
    let (Some(readers), Some(copy)) = (READERS.as_ref(), COPY.as_ref()) else {
        return Err(Error::internal("admitting a statement", "the pattern of functions"));
    };
    let plain = without_comments(statement);
    for found in readers.captures_iter(&plain) {
        let (Some(whole), function) = (found.get(0), found[1].to_lowercase()) else { continue };
        if !files {
            return Err(Error::Refused {
                reason: format!("{function} is not allowed here: statements reach nothing outside the ledger"),
                hint: "let statements read the files of a folder with --allow-files DIR, or load the file: warledger load FILE"
                    .to_owned(),
            });
        }
        let names = names(&plain[whole.end()..]).ok_or_else(|| Error::Refused {
            reason: format!("{function} takes here only file names that are written out"),
            hint: format!(
                "a text in quotes, or a list of them: {function}('data/events.csv'), {function}(['a.csv', 'b.csv'])"
            ),
        })?;
        names.iter().try_for_each(|name| spare_ledger(name, ledger))?;
    }
    if let Some(found) = copy.find(&plain) {
        // Its grammar takes a text as it stands and nothing else.
        let mut rest = plain[found.end()..].trim_start();
        quoted(&mut rest).map_or(Ok(()), |name| spare_ledger(&name, ledger))?;
    }
    Ok(())
}

/// The texts in quotes that a list of arguments begins with: one, or a list; none if it begins with something else.
fn names(arguments: &str) -> Option<Vec<String>> {
    let mut rest = arguments.trim_start();
    let Some(list) = rest.strip_prefix('[') else {
        return quoted(&mut rest).filter(|_| ends(rest)).map(|name| vec![name]);
    };
    rest = list.trim_start();
    let mut names = Vec::new();
    loop {
        names.push(quoted(&mut rest)?);
        rest = rest.trim_start();
        match rest.chars().next()? {
            ',' => rest = rest[1..].trim_start(),
            ']' => return ends(&rest[1..]).then_some(names),
            _ => return None,
        }
    }
}

/// True where an argument ends: nothing is put to the name.
fn ends(rest: &str) -> bool {
    rest.trim_start().starts_with([',', ')'])
}

fn quoted(rest: &mut &str) -> Option<String> {
    let text = rest.strip_prefix('\'')?;
    let mut name = String::new();
    let mut at = 0;
    loop {
        let end = at + text[at..].find('\'')?;
        name.push_str(&text[at..end]);
        if !text[end + 1..].starts_with('\'') {
            *rest = &text[end + 1..];
            return Some(name);
        }
        name.push('\'');
        at = end + 2;
    }
}

/// Refuses the ledger, by whatever path or link, and what the engine and a load keep beside it.
fn spare_ledger(name: &str, ledger: &Path) -> Result<()> {
    let own = ledger.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let place = std::fs::canonicalize(name.trim_start_matches("file://").trim_start_matches("file:")).ok();
    let is_ledger = place.is_some() && place == std::fs::canonicalize(ledger).ok();
    if !is_ledger && (own.is_empty() || !name.to_lowercase().contains(&own)) {
        return Ok(());
    }
    Err(Error::Refused {
        reason: format!("{name} is the ledger itself, or a part of it: it is no file to read"),
        hint: "its tables can be asked as they are: from event; `warledger describe` lists them".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_written_out_and_none_is_the_ledgers() {
        let admitted = |statement: &str, files: bool| admit_files(statement, files, Path::new("/x/my.duckdb")).is_ok();
        for statement in [
            "from read_blob('a.csv')",
            "from read_csv(['a.csv', 'it''s.csv'], header = true)",
            "from read_text ( 'a.txt' ) as t",
            "from \"read_parquet\"('a.parquet')",
            "copy t from 'a.csv'",
            "select 1",
        ] {
            assert!(admitted(statement, true), "{statement}");
            assert_eq!(admitted(statement, false), !statement.contains("read"), "{statement}");
        }
        for statement in [
            "from read_blob('/x/my.duckdb')",
            "from read_text('x/../MY.duckdb')",
            "from read_blob('file:///x/my.duckdb')",
            "from read_blob(['a.csv', 'my.duckdb.wal'])",
            "from read_blob('my.duck' || 'db')",
            "from read_blob('my.duck'||'db')",
            "from read_blob(['my.duck' || 'db'])",
            "from read_blob(['a.csv'] || [x])",
            "from read_blob(getvariable('v'))",
            "from read_blob($1)",
            "from read_blob(E'my.duckd\\x62')",
            "from read_blob($$my.duckdb$$)",
            "from read_csv/* x */(concat('my', '.duckdb'))",
            "copy t from 'my.duckdb'",
        ] {
            assert!(!admitted(statement, true), "{statement}");
        }
    }
}
