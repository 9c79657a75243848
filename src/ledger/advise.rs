//! Advice on statements of the user, before they run: what the guard suspects, checked on the data.

use std::collections::BTreeSet;

use super::admit::split_statements;
use super::provenance::column;
use super::reference::texts;
use super::{Ledger, Params};
use crate::error::Result;
use crate::guard::{Finding, Macro, Surroundings, calls_only, names_only};

/// What is to be said of a text of statements.
#[derive(Clone, Debug, Default)]
pub struct Advice {
    /// Sums that count something twice in this ledger.
    pub warnings: Vec<Finding>,
    /// True if the last statement's rows are those of events, or if it cannot be told.
    pub raw: bool,
    /// True if the column `source` of the last statement is that of its rows.
    pub names_source: bool,
    /// The only sources that rows of the last statement are of, where conditions say so.
    pub sources: Option<BTreeSet<String>>,
}

impl Ledger {
    /// Examines statements: does any of them add up what must not be added, and does the last one hand on rows of events?
    ///
    /// Runs only small questions on what the statements read. A statement that cannot be examined has no warnings.
    ///
    /// # Errors
    /// [`crate::Error::Engine`] if the ledger's own tables cannot be read.
    pub fn advise(&self, sql: &str) -> Result<Advice> {
        let around = self.surroundings_of(sql)?;
        let mut advice = Advice::default();
        self.session_before.replace(self.session.borrow().clone());
        for statement in split_statements(sql) {
            // What will be refused is not asked.
            if super::admit::admit(statement, self.files).is_err() {
                continue;
            }
            let examined = self.session.borrow_mut().examine(statement, &around);
            advice.raw = examined.raw;
            advice.names_source = examined.names_source;
            advice.sources = examined.sources;
            for finding in examined.findings {
                let told = advice
                    .warnings
                    .iter()
                    .any(|warning| warning.mistake == finding.mistake && warning.instead == finding.instead);
                if !told && let Some(finding) = self.confirmed(finding) {
                    advice.warnings.push(finding);
                }
            }
        }
        Ok(advice)
    }

    /// Takes back what was noted of statements that have failed: what they were to make is not there.
    pub(crate) fn forget_failed(&self) {
        let before = self.session_before.borrow().clone();
        self.session.borrow_mut().go_back(before);
    }

    /// The finding, if the data bear it out; the values that are added up are named in it.
    fn confirmed(&self, mut finding: Finding) -> Option<Finding> {
        const NAMED: usize = 5;
        let Some((check, least)) = &finding.holds_if else { return Some(finding) };
        // A check that cannot be asked refutes nothing.
        let Ok(rows) = self.timed(|| self.query(check, &Params::new())) else { return Some(finding) };
        if rows.len() < *least {
            return None;
        }
        let first = rows.schema.fields().first().map(|field| field.name().as_str());
        let values = first.and_then(|name| column(&rows, name).ok()).unwrap_or_default();
        let mut values: Vec<String> = values.into_iter().flatten().collect();
        values.retain(|value| !value.is_empty());
        values.sort();
        if *least > 1 && !values.is_empty() {
            let more = if values.len() > NAMED { ", ..." } else { "" };
            values.truncate(NAMED);
            finding.says.push_str(&format!(" ({}{more})", values.join(", ")));
        }
        Some(finding)
    }

    /// What the ledger holds beyond the catalog, as far as a text can reach it. Asking for views and macros takes the engine longer
    /// than most questions: the first are asked for once a text names what may be one, the second once it calls what may be
    /// one, or where views of the user may.
    fn surroundings_of(&self, sql: &str) -> Result<Surroundings> {
        if names_only(sql, stored) && calls_only(sql, stored) {
            return Ok(Surroundings::default());
        }
        let mut held = self.surroundings.borrow_mut();
        let (around, has_macros) = match held.take() {
            Some(held) => held,
            None => (self.surroundings()?, false),
        };
        let (around, has_macros) = match has_macros || (around.views.is_empty() && calls_only(sql, stored)) {
            true => (around, has_macros),
            false => (Surroundings { macros: self.macros()?, ..around }, true),
        };
        *held = Some((around.clone(), has_macros));
        Ok(around)
    }

    /// The tables of sources' own columns, and the views of the user.
    fn surroundings(&self) -> Result<Surroundings> {
        let kept = texts(&self.conn, "select kept_table, source from source order by kept_table")?;
        let mine = |names: Vec<Vec<String>>| names.into_iter().flatten().any(|name| !stored(&folded(&name)));
        let all = "from duckdb_views() where not internal and not temporary and database_name = current_database()";
        // Their statements are long, and the engine binds each to tell it.
        let views = match mine(texts(&self.conn, &format!("select view_name {all}"))?) {
            true => texts(&self.conn, &format!("select view_name, sql {all}"))?,
            false => Vec::new(),
        };
        let pair = |row: Vec<String>| {
            let mut row = row.into_iter();
            Some((folded(&row.next()?), row.next()?))
        };
        Ok(Surroundings {
            macros: Vec::new(),
            kept: kept.into_iter().filter_map(pair).collect(),
            views: views.into_iter().filter_map(pair).filter(|(name, _)| !stored(name)).collect(),
        })
    }

    /// The macros of the user.
    fn macros(&self) -> Result<Vec<Macro>> {
        let macros = texts(
            &self.conn,
            "select function_name, function_type, array_to_string(parameters, ','), macro_definition \
             from duckdb_functions() where not internal and function_type in ('macro', 'table_macro') \
             and database_name = current_database()",
        )?;
        let macros = macros.into_iter().filter_map(|row| {
            let [name, kind, parameters, body]: [String; 4] = row.try_into().ok()?;
            let name = folded(&name);
            // The engine does not tell defaults: whichever are left out are taken as any value.
            let parameters = parameters.split(',').filter(|name| !name.is_empty());
            let parameters =
                parameters.map(|name| (name.trim().to_ascii_lowercase(), Some("null".to_owned()))).collect();
            (!stored(&name)).then(|| Macro { name, parameters, body, is_table: kind == "table_macro" })
        });
        Ok(macros.collect())
    }
}

/// A name as the engine tells names apart: without the case of ASCII's letters, and of no others.
fn folded(name: &str) -> String {
    name.to_ascii_lowercase()
}

/// True for what the catalog puts into a ledger.
fn stored(name: &str) -> bool {
    crate::catalog::find(name).is_some_and(|object| object.kind.stands_in_ledger())
}
