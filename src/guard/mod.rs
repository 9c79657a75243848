//! Reads a statement before it runs: does it add up what must not be added, and do rows themselves leave?
//!
//! Every stored object says in its header which columns tell its rows apart (its grain). A sum that lets go of one of
//! these columns adds rows up: over countries or weeks that is sound, over sources, groups, regions, states or
//! categories the same death counts several times. The analysis follows grains through joins, subqueries and unions of
//! the parsed statement. It knows nothing of the data: what it suspects carries a query that must find rows for the
//! warning to be given. What it cannot parse it says nothing about.
//!
//! The only module that names sqlparser.

mod block;
mod expr;
mod findings;
mod items;
mod judge;
mod pivot;
mod query;
mod reach;
mod rewrite;
mod rows;
mod scope;
mod shape;
mod standard;
mod union;

use std::collections::{BTreeMap, BTreeSet};

use sqlparser::ast::{Query, Statement, TableObject};
use sqlparser::dialect::DuckDbDialect;
use sqlparser::parser::Parser;

pub use findings::{Finding, Mistake};
use query::Analysis;
pub use reach::names_only;
pub use rewrite::Macro;
use shape::Shape;
pub use standard::{calls_only, is_standard};

/// Statements longer than this are not examined: they are data, not questions.
const LONGEST: usize = 128 << 10;

/// Room for expressions as deep as such a statement can be; reserved, not used.
const STACK: usize = 256 << 20;

/// What the ledger holds beyond the catalog.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Tables of a source's own columns: name and source.
    pub kept: Vec<(String, String)>,
    /// Views that the user has made: name and statement.
    pub views: Vec<(String, String)>,
    /// Macros that the user has made.
    pub macros: Vec<Macro>,
}

/// What was found in a statement.
#[derive(Clone, Debug, Default)]
pub struct Examined {
    /// Sums that may count something twice.
    pub findings: Vec<Finding>,
    /// True if the result holds rows of events or what identifies them, not only sums; also if it cannot be told.
    pub raw: bool,
    /// True if the result's column `source` is that of its rows, and not something else under that name.
    pub names_source: bool,
    /// The only sources that rows of the result are of, where conditions say so.
    pub sources: Option<BTreeSet<String>>,
}

impl Examined {
    fn unknown() -> Self {
        Examined { raw: true, ..Examined::default() }
    }

    fn of(findings: Vec<Finding>, shape: &Shape) -> Self {
        Examined {
            findings,
            raw: shape.raw,
            names_source: shape.column("source").is_some_and(|column| column.says_source),
            sources: shape.raw_sources.clone(),
        }
    }
}

/// Remembers what a connection has made: temporary tables and views, macros, variables, prepared statements.
///
/// A table or variable that was made from rows of events holds such rows, whatever is asked of it later.
#[derive(Clone, Debug, Default)]
pub struct Session {
    made: BTreeMap<String, Shape>,
    views: Vec<(String, String)>,
    macros: Vec<Macro>,
    variables: BTreeSet<String>,
    prepared: BTreeMap<String, String>,
    /// The session at the beginning of a transaction, to which a rollback leads back.
    begun: Option<Box<Session>>,
}

impl Session {
    /// Examines one statement. Text that is no statement of the parser's dialect has no findings and counts as raw.
    pub fn examine(&mut self, statement: &str, around: &Surroundings) -> Examined {
        if statement.len() > LONGEST {
            return Examined::unknown();
        }
        let (mut session, text, around) = (self.clone(), statement.to_owned(), around.clone());
        let examine = move || (session.examined(&text, &around), session);
        // On a stack of its own: a long chain of additions is a deep tree.
        let thread = std::thread::Builder::new().name("guard".to_owned()).stack_size(STACK).spawn(examine);
        match thread.map(std::thread::JoinHandle::join) {
            Ok(Ok((examined, session))) => {
                *self = session;
                examined
            }
            _ => Examined::unknown(),
        }
    }

    /// Goes back to what was before a statement that has failed. What variables may hold by now they are held to hold.
    pub fn go_back(&mut self, before: Session) {
        let variables = std::mem::take(&mut self.variables);
        let shapes: Vec<(String, Shape)> = variables
            .iter()
            .filter_map(|name| {
                let table = rewrite::variable_table(name);
                let mut shape = self.made.get(&table)?.clone();
                shape.raw |= before.made.get(&table).is_some_and(|earlier| earlier.raw);
                Some((table, shape))
            })
            .collect();
        *self = before;
        self.variables.extend(variables);
        self.made.extend(shapes);
    }

    fn examined(&mut self, text: &str, around: &Surroundings) -> Examined {
        if let Some(examined) = self.by_first_words(text, around) {
            return examined;
        }
        let text = match rewrite::made_macros(text) {
            Some(macros) => {
                self.macros.extend(macros);
                return Examined::default();
            }
            None => {
                let macros: Vec<Macro> = around.macros.iter().chain(&self.macros).cloned().collect();
                rewrite::rewrite(text, &macros, &self.variables, LONGEST)
            }
        };
        let parsed = self.parsed(&text.text, around);
        if parsed.is_none() {
            self.suspect(&text.text, around);
        }
        let examined = parsed.unwrap_or_else(Examined::unknown);
        Examined { raw: examined.raw || text.is_opaque, ..examined }
    }

    /// Statements that the parser does not know, or that say nothing of rows.
    fn by_first_words(&mut self, text: &str, around: &Surroundings) -> Option<Examined> {
        let plain: String = plain(text)?;
        let words: Vec<String> = plain.split_whitespace().take(4).map(str::to_ascii_lowercase).collect();
        let word = |at: usize| words.get(at).map_or("", String::as_str);
        let name = |at: usize| word(at).split('(').next().unwrap_or_default().trim_matches('"').to_owned();
        match (word(0), word(1)) {
            ("set", "variable") => {
                let value = plain.split_once('=').map_or("", |(_, value)| value);
                let select = format!("select {value} as value");
                let mut made = Session { begun: None, ..self.clone() };
                let examined = made.examined(&select, around);
                let table = rewrite::variable_table(&name(2));
                let shape = made.shape_of(&select, around).unwrap_or_else(Shape::unknown);
                self.made.insert(table, Shape { raw: examined.raw, ..shape });
                self.variables.insert(name(2));
                Some(Examined { raw: false, ..examined })
            }
            ("prepare", _) => {
                let at = plain.to_ascii_lowercase().find(" as ")?;
                self.prepared.insert(name(1), plain[at + 4..].to_owned());
                Some(Examined::default())
            }
            ("execute", _) => {
                let prepared = self.prepared.get(&name(1)).cloned();
                Some(prepared.map_or_else(Examined::unknown, |text| self.examined(&text, around)))
            }
            ("begin" | "start", _) => {
                self.begun = Some(Box::new(Session { begun: None, ..self.clone() }));
                Some(Examined::default())
            }
            ("rollback" | "abort", _) => {
                if let Some(begun) = self.begun.take() {
                    self.go_back(*begun);
                }
                Some(Examined::default())
            }
            ("commit" | "end", _) => {
                self.begun = None;
                Some(Examined::default())
            }
            // What these tell is of tables and statements, not of rows; `explain analyze` tells numbers of rows.
            ("describe" | "desc" | "show" | "pragma" | "explain", _) => {
                let inner = plain.get(word(0).len()..).unwrap_or_default().trim_start();
                let is_analyzed = inner.get(..7).is_some_and(|word| word.eq_ignore_ascii_case("analyze"));
                let inner = if is_analyzed { &inner[7..] } else { inner };
                let findings = if word(0) == "explain" { self.examined(inner, around).findings } else { Vec::new() };
                Some(Examined { findings, ..Examined::default() })
            }
            _ => None,
        }
    }

    /// The shape of one query's rows.
    fn shape_of(&self, text: &str, around: &Surroundings) -> Option<Shape> {
        let macros: Vec<Macro> = around.macros.iter().chain(&self.macros).cloned().collect();
        let text = rewrite::rewrite(text, &macros, &self.variables, LONGEST).text;
        let query = view_query(&text)?;
        Some(Analysis::new(around, &self.made, &self.views, &text).outermost(&query))
    }

    fn parsed(&mut self, text: &str, around: &Surroundings) -> Option<Examined> {
        let mut statements = Parser::parse_sql(&DuckDbDialect {}, text).ok()?;
        let statement = if statements.len() == 1 { statements.pop()? } else { return None };
        let mut analysis = Analysis::new(around, &self.made, &self.views, text);
        let mut shape_of = |query: &Query| {
            let shape = analysis.outermost(query);
            (Examined::of(std::mem::take(&mut analysis.findings), &shape), shape)
        };
        match &statement {
            Statement::Query(query) => Some(shape_of(query).0),
            Statement::CreateTable(create) => {
                let name = last_part(&create.name.to_string());
                let (examined, shape) = match &create.query {
                    Some(query) => shape_of(query),
                    None => (
                        Examined::default(),
                        Shape::empty(create.columns.iter().map(|column| expr::lower(&column.name))),
                    ),
                };
                self.make(name, shape, around);
                Some(Examined { raw: false, ..examined })
            }
            Statement::CreateView(create) => {
                let name = last_part(&create.name.to_string());
                let (examined, _) = shape_of(&create.query);
                self.made.remove(&name);
                self.views.retain(|(known, _)| *known != name);
                self.views.push((name, statement.to_string()));
                Some(Examined { raw: false, ..examined })
            }
            Statement::Insert(insert) => {
                let TableObject::TableName(name) = &insert.table else { return None };
                let name = last_part(&name.to_string());
                let (examined, added) = match &insert.source {
                    Some(query) => shape_of(query),
                    None => (Examined::default(), Shape::unknown()),
                };
                if let Some(shape) = self.made.get_mut(&name) {
                    *shape = shape.clone().with_rows_of(&added);
                }
                // What an insert returns is what the table holds.
                Some(Examined { raw: insert.returning.is_some(), ..examined })
            }
            Statement::Drop { names, .. } => {
                for name in names {
                    let name = last_part(&name.to_string());
                    self.made.remove(&name);
                    self.views.retain(|(known, _)| *known != name);
                    self.macros.retain(|known| known.name != name);
                }
                Some(Examined::default())
            }
            _ => None,
        }
    }

    /// A statement that was not understood and may change tables: whatever it names may hold rows of events from here on.
    fn suspect(&mut self, text: &str, around: &Surroundings) {
        let words: BTreeSet<String> = text
            .split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .filter(|word| !word.is_empty())
            .map(str::to_ascii_lowercase)
            .collect();
        if !["create", "insert", "update", "merge", "alter", "copy"].iter().any(|word| words.contains(*word)) {
            return;
        }
        for name in words {
            let stored = Shape::of_object(&name).or_else(|| Shape::of_kept(&name, &around.kept));
            if let Some(shape) = self.made.get(&name).cloned().or(stored) {
                self.made.insert(name, Shape { raw: true, raw_sources: None, ..shape });
            }
        }
    }

    /// Notes a table. One that stands before a stored one of its name holds what that holds: its making may fail yet.
    fn make(&mut self, name: String, shape: Shape, around: &Surroundings) {
        let stored = Shape::of_object(&name).or_else(|| Shape::of_kept(&name, &around.kept));
        let raw = shape.raw || stored.is_some_and(|stored| stored.raw);
        self.views.retain(|(known, _)| *known != name);
        self.made.insert(name, Shape { raw, ..shape });
    }
}

/// The last part of a name, without quotes, in lower case.
fn last_part(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).trim_matches('"').to_ascii_lowercase()
}

/// A statement without its comments; none if it has no end.
fn plain(text: &str) -> Option<String> {
    use sqlparser::tokenizer::{Token, Whitespace};
    let comment = |token: &Token| {
        matches!(token, Token::Whitespace(Whitespace::SingleLineComment { .. } | Whitespace::MultiLineComment(_)))
    };
    let all = rewrite::tokens(text)?;
    let all: Vec<Token> = all
        .into_iter()
        .map(|token| if comment(&token) { Token::Whitespace(Whitespace::Space) } else { token })
        .collect();
    Some(rewrite::joined(&all).trim().to_owned())
}

/// The one query of a view's text.
fn view_query(text: &str) -> Option<Box<Query>> {
    match Parser::parse_sql(&DuckDbDialect {}, text).ok()?.pop()? {
        Statement::CreateView(create) => Some(create.query),
        Statement::Query(query) => Some(query),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
