//! The text of a statement over a lake: its tables as steps over files, and what the catalog builds on them.

use crate::catalog::{self, Kind, Object};
use crate::error::{Error, Result};
use crate::lake::{Manifest, Table};

/// First words of statements that only ask.
const ASKING: &[&str] = &["select", "with", "values"];

/// What a statement needs before it.
#[derive(Debug, Default)]
pub(super) struct Steps {
    /// Named steps in order.
    pub(super) text: Vec<String>,
    /// Tables of the lake among them.
    pub(super) tables: Vec<String>,
    made: Vec<String>,
}

impl Steps {
    /// The steps for some relations of the catalog.
    pub(super) fn of(manifest: &Manifest, location: &str, names: &[&str]) -> Result<Self> {
        let mut steps = Steps::default();
        for name in names {
            let object = catalog::find(name).ok_or_else(|| Error::internal("preparing a statement", name))?;
            steps.add(manifest, location, object)?;
        }
        Ok(steps)
    }

    /// The statement with its steps before it.
    pub(super) fn before(&self, statement: &str) -> String {
        if self.text.is_empty() {
            return statement.to_owned();
        }
        // In brackets a statement may have steps of its own, also of the same names.
        format!("with {}\n(\n{statement}\n)", self.text.join(",\n"))
    }

    fn add(&mut self, manifest: &Manifest, location: &str, object: &Object) -> Result<()> {
        if self.made.iter().any(|name| name == object.name) {
            return Ok(());
        }
        if let Some(reason) = &object.header.engine {
            return Err(Error::Refused {
                reason: format!("{} is not asked on another engine: {reason}", object.name),
                hint: format!(
                    "ask the ledger itself, without --engine; `warledger describe {}` says what it reads",
                    object.name
                ),
            });
        }
        self.made.push(object.name.to_owned());
        if object.kind == Kind::Table {
            let table = manifest.table(object.name).ok_or_else(|| Error::Refused {
                reason: format!("the lake does not hold {}", object.name),
                hint: match object.name.ends_with("_history") {
                    true => "earlier states are in a lake that was written with --history".to_owned(),
                    false => "ask the ledger itself, without --engine".to_owned(),
                },
            })?;
            self.text.push(format!("{} as ({})", table.name, held(table, location)));
            self.tables.push(table.name.clone());
            return Ok(());
        }
        for source in &object.header.sources {
            if let Some(source) = catalog::find(source) {
                self.add(manifest, location, source)?;
            }
        }
        self.text.push(format!("{} as (\n{}\n)", object.name, object.body));
        Ok(())
    }
}

/// A table of a lake as a select over its files.
fn held(table: &Table, location: &str) -> String {
    // A folder without files has no columns.
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|column| {
            let name = &column.name;
            let kind = match column.kind.as_str() {
                "text" => "string",
                "integer" => "int",
                "ubigint" => "decimal(20, 0)",
                kind => kind,
            };
            if table.rows == 0 {
                format!("cast(null as {kind}) as `{name}`")
            } else if table.partitioned_by.contains(name) {
                format!("cast(`{name}` as {kind}) as `{name}`")
            } else {
                format!("`{name}`")
            }
        })
        .collect();
    let columns = columns.join(", ");
    if table.rows == 0 {
        return format!("select {columns} where false");
    }
    format!("select {columns} from {}", files(table, location))
}

/// The files of a table, as the engine reads them.
pub(super) fn files(table: &Table, location: &str) -> String {
    format!("parquet.`{location}/{}`", table.name)
}

/// The one statement of a text, if it only asks.
///
/// # Errors
/// [`Error::Usage`] for no statement or several, [`Error::Refused`] for one that does more than ask.
pub(super) fn one_question(text: &str) -> Result<&str> {
    let mut statements = crate::ledger::split_statements(text);
    let (Some(statement), true) = (statements.pop(), statements.is_empty()) else {
        return Err(Error::Usage {
            reason: "another engine is asked one statement at a time".to_owned(),
            hint: "give one: warledger sql --engine ... \"select count(*) from event\"".to_owned(),
        });
    };
    let first = words(statement).into_iter().next().map(|word| word.text).unwrap_or_default();
    if ASKING.contains(&first.as_str()) {
        return Ok(statement);
    }
    Err(Error::Refused {
        reason: format!("another engine is only asked: '{first}' is no question"),
        hint: "begin with select, with or values".to_owned(),
    })
}

/// The relations of the catalog that a statement reads, as far as its text tells: rather too many than too few.
///
/// # Errors
/// [`Error::Refused`] for a macro.
pub(super) fn named_in(statement: &str) -> Result<Vec<&'static str>> {
    let mut named = Vec::new();
    let words = words(statement);
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |at| words[at].text.as_str());
        let Some(object) = catalog::find(&word.text).filter(|object| object.kind.stands_in_ledger()) else { continue };
        if object.kind == Kind::Macro {
            if word.is_called && matches!(before, "from" | "join" | ",") {
                let reason = object.header.engine.as_deref().unwrap_or("macros are DuckDB's own");
                return Err(Error::Refused {
                    reason: format!("{} is not asked on another engine: {reason}", object.name),
                    hint: "ask the answer itself (warledger fatalities --engine ...), or the precomputed tables that the macro reads"
                        .to_owned(),
                });
            }
            continue;
        }
        if matches!(before, "from" | "join" | "," | "(") && !named.contains(&object.name) {
            let is_certain = matches!(before, "from" | "join");
            if is_certain || object.header.engine.is_none() {
                named.push(object.name);
            }
        }
    }
    Ok(named)
}

/// A word of a statement, or a comma or bracket.
struct Word {
    /// In lower case.
    text: String,
    /// True if a bracket opens behind it.
    is_called: bool,
}

/// The words of a statement outside texts and comments.
fn words(statement: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut rest = statement;
    while let Some(c) = rest.chars().next() {
        let past = |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len());
        let length = match c {
            '\'' | '"' => past(&c.to_string(), 1),
            '-' if rest.starts_with("--") => past("\n", 2),
            '/' if rest.starts_with("/*") => past("*/", 2),
            c if c.is_alphanumeric() || c == '_' => {
                let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
                let is_called = rest[end..].trim_start().starts_with('(');
                words.push(Word { text: rest[..end].to_lowercase(), is_called });
                end
            }
            ',' | '(' | '.' => {
                words.push(Word { text: c.to_string(), is_called: false });
                1
            }
            c => c.len_utf8(),
        };
        rest = &rest[length..];
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_tells_what_it_reads() {
        let named = |text: &str| named_in(text).expect("it is read");
        assert_eq!(named("select * from Event join actor using (actor_id)"), ["event", "actor"]);
        assert_eq!(named("select source from group_week -- from event\n, `region`"), ["group_week", "region"]);
        assert_eq!(named("select 'from event' as x, event.y from z"), ["event"]);
        assert!(named("select 1").is_empty());
    }

    #[test]
    fn macros_and_all_but_questions_are_refused() {
        let fault = named_in("select * from fatalities_since(date '2025-01-01')").expect_err("a macro").to_string();
        assert!(fault.contains("fatalities_since is not asked on another engine"), "{fault}");
        assert!(one_question("select 1").is_ok() && one_question("with a as (select 1) select * from a;").is_ok());
        for text in ["drop table event", "", "select 1; select 2", "create view x as select 1"] {
            assert!(one_question(text).is_err(), "{text}");
        }
    }
}
