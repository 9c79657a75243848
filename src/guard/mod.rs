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
mod query;
mod scope;
mod shape;

use std::collections::BTreeMap;

use sqlparser::ast::{Query, Statement};
use sqlparser::dialect::DuckDbDialect;
use sqlparser::parser::Parser;

pub use findings::{Finding, Mistake};
use query::Analysis;
use shape::Shape;

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
}

/// What was found in a statement.
#[derive(Clone, Debug, Default)]
pub struct Examined {
    /// Sums that may count something twice.
    pub findings: Vec<Finding>,
    /// True if the result holds rows of events or what identifies them, not only sums; also if it cannot be told.
    pub raw: bool,
}

/// Remembers the temporary tables and views of one connection.
#[derive(Clone, Debug, Default)]
pub struct Session {
    made: BTreeMap<String, Shape>,
}

impl Session {
    /// Examines one statement. Text that is no statement of the parser's dialect has no findings and counts as raw.
    pub fn examine(&mut self, statement: &str, around: &Surroundings) -> Examined {
        let unknown = Examined { findings: Vec::new(), raw: true };
        if statement.len() > LONGEST {
            return unknown;
        }
        let made = self.made.clone();
        let (text, around) = (statement.to_owned(), around.clone());
        let examine = move || Session { made }.examined(&text, &around);
        // On a stack of its own: a long chain of additions is a deep tree.
        let thread = std::thread::Builder::new().name("guard".to_owned()).stack_size(STACK).spawn(examine);
        match thread.map(std::thread::JoinHandle::join) {
            Ok(Ok(Some((examined, made)))) => {
                self.made = made;
                examined
            }
            _ => unknown,
        }
    }

    fn examined(self, text: &str, around: &Surroundings) -> Option<(Examined, BTreeMap<String, Shape>)> {
        let mut statements = Parser::parse_sql(&DuckDbDialect {}, text).ok()?;
        let statement = if statements.len() == 1 { statements.pop()? } else { return None };
        let mut made = self.made;
        let mut analysis = Analysis::new(around, &made);
        let (query, name) = match &statement {
            Statement::Query(query) => (Some(query), None),
            Statement::Explain { statement, .. } => match statement.as_ref() {
                Statement::Query(query) => (Some(query), None),
                _ => (None, None),
            },
            Statement::CreateTable(create) => (create.query.as_ref(), Some(&create.name)),
            Statement::CreateView(create) => (Some(&create.query), Some(&create.name)),
            _ => (None, None),
        };
        let shape = query.map(|query| analysis.outermost(query));
        let examined = Examined { findings: analysis.findings, raw: shape.as_ref().is_none_or(|shape| shape.raw) };
        if let (Some(name), Some(shape)) = (name, shape) {
            let name = name.to_string();
            made.insert(name.rsplit('.').next().unwrap_or(&name).trim_matches('"').to_lowercase(), shape);
        }
        Some((examined, made))
    }
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
