//! Queries: named steps, unions, and what stands after `from`.

use std::collections::{BTreeMap, BTreeSet};

use sqlparser::ast::{
    Expr, FunctionArg, FunctionArgExpr, Join, JoinConstraint, JoinOperator, ObjectName, Query, SetExpr, SetOperator,
    SetQuantifier, TableAlias, TableFactor, TableWithJoins,
};

use super::expr::{self, lower};
use super::findings::Finding;
use super::scope::{Relation, Scope};
use super::shape::Shape;
use super::union::union;
use super::{Surroundings, view_query};

/// How deep views may stand in views.
const DEEPEST: usize = 16;

/// The analysis of one statement.
pub(super) struct Analysis<'a> {
    around: &'a Surroundings,
    made: &'a BTreeMap<String, Shape>,
    /// Views of the session: name and statement.
    views: &'a [(String, String)],
    /// True if values of lists are added up somewhere in the statement.
    pub(super) lists_add: bool,
    /// Whether rows of events stand in the queries around, the innermost last.
    around_raw: Vec<bool>,
    /// Named steps that are in sight, the innermost last.
    steps: Vec<(String, Shape)>,
    depth: usize,
    pub(super) findings: Vec<Finding>,
}

impl<'a> Analysis<'a> {
    pub(super) fn new(
        around: &'a Surroundings,
        made: &'a BTreeMap<String, Shape>,
        views: &'a [(String, String)],
        text: &str,
    ) -> Self {
        let mut words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        let lists_add = words.any(|word| expr::ADD_UP_LISTS.iter().any(|known| word.eq_ignore_ascii_case(known)));
        Analysis {
            around,
            made,
            views,
            lists_add,
            around_raw: Vec::new(),
            steps: Vec::new(),
            depth: 0,
            findings: Vec::new(),
        }
    }

    /// Does something inside a query in which rows of events stand, or do not.
    pub(super) fn inside<T>(&mut self, raw: bool, run: impl FnOnce(&mut Self) -> T) -> T {
        self.around_raw.push(raw);
        let done = run(self);
        self.around_raw.pop();
        done
    }

    /// True if a query around has rows of events, whose columns may be named here.
    pub(super) fn is_inside_raw(&self) -> bool {
        self.around_raw.contains(&true)
    }

    /// The whole statement's query.
    pub(super) fn outermost(&mut self, query: &Query) -> Shape {
        let shape = self.query(query);
        self.findings.dedup_by(|one, other| one == other);
        shape
    }

    pub(super) fn find(&mut self, finding: Finding) {
        // Another warning of the same kind says nothing new.
        let same = |known: &Finding| known.says == finding.says && known.holds_if == finding.holds_if;
        if !self.findings.iter().any(same) {
            self.findings.push(finding);
        }
    }

    pub(super) fn query(&mut self, query: &Query) -> Shape {
        let outside = self.steps.len();
        for step in query.with.iter().flat_map(|with| &with.cte_tables) {
            if query.with.as_ref().is_some_and(|with| with.recursive) {
                self.steps.push((lower(&step.alias.name), Shape::unknown()));
            }
            let shape = renamed(self.query(&step.query), Some(&step.alias));
            self.steps.push((lower(&step.alias.name), shape));
        }
        let shape = self.set(&query.body);
        self.steps.truncate(outside);
        shape
    }

    fn set(&mut self, set: &SetExpr) -> Shape {
        match set {
            SetExpr::Select(select) => self.select(select),
            SetExpr::Query(query) => self.query(query),
            SetExpr::SetOperation { op, set_quantifier, left, right } => {
                let (left, right) = (self.set(left), self.set(right));
                match op {
                    SetOperator::Union => {
                        let by_name = matches!(
                            set_quantifier,
                            SetQuantifier::ByName | SetQuantifier::AllByName | SetQuantifier::DistinctByName
                        );
                        let keeps_all = matches!(set_quantifier, SetQuantifier::All | SetQuantifier::AllByName);
                        union(left, right, by_name, keeps_all)
                    }
                    _ => left,
                }
            }
            SetExpr::Values(values) => {
                let mut raw = false;
                for expr in values.rows.iter().flat_map(|row| row.iter()) {
                    raw |= self.subqueries(expr, false) || (self.is_inside_raw() && !expr::columns(expr).is_empty());
                }
                Shape { raw, ..Shape::foreign() }
            }
            SetExpr::Table(table) => {
                let name = table
                    .table_name
                    .as_ref()
                    .map(|name| name.to_string().trim_matches('"').to_ascii_lowercase())
                    .unwrap_or_default();
                self.named(&name).unwrap_or_else(Shape::unknown)
            }
            _ => Shape::unknown(),
        }
    }

    /// The relations of a `from`, with the conditions of its joins taken.
    pub(super) fn from(&mut self, tables: &[TableWithJoins]) -> Scope {
        let mut scope = Scope::default();
        for table in tables {
            self.relation(&table.relation, &mut scope, false);
            for join in &table.joins {
                self.join(join, &mut scope);
            }
        }
        scope
    }

    fn join(&mut self, join: &Join, scope: &mut Scope) {
        use JoinOperator as J;
        let filters_only =
            matches!(join.join_operator, J::Semi(_) | J::LeftSemi(_) | J::Anti(_) | J::LeftAnti(_) | J::AsOf { .. });
        let first = scope.relations.len();
        self.relation(&join.relation, scope, filters_only);
        if filters_only {
            scope.filters.push(join.to_string());
        }
        let constraint = match &join.join_operator {
            J::Join(constraint)
            | J::Inner(constraint)
            | J::Left(constraint)
            | J::LeftOuter(constraint)
            | J::Right(constraint)
            | J::RightOuter(constraint)
            | J::FullOuter(constraint)
            | J::CrossJoin(constraint)
            | J::Semi(constraint)
            | J::LeftSemi(constraint)
            | J::Anti(constraint)
            | J::LeftAnti(constraint) => constraint,
            _ => return,
        };
        match constraint {
            JoinConstraint::On(condition) => {
                self.subqueries(condition, scope.has_raw());
                scope.take(condition);
            }
            JoinConstraint::Using(names) | JoinConstraint::UsingAlias(names, _) => {
                for name in names {
                    (first..scope.relations.len()).for_each(|at| scope.link_by_name(at, &last(name)));
                }
            }
            JoinConstraint::Natural => {
                let names: Vec<String> =
                    scope.relations[first].shape.columns.iter().map(|column| column.name.clone()).collect();
                let shared = |name: &&String| scope.relations[..first].iter().any(|r| r.shape.column(name).is_some());
                let names: Vec<String> = names.iter().filter(shared).cloned().collect();
                names.iter().for_each(|name| scope.link_by_name(first, name));
            }
            JoinConstraint::None => {}
        }
    }

    fn relation(&mut self, factor: &TableFactor, scope: &mut Scope, filters_only: bool) {
        let (shape, alias, text) = match factor {
            TableFactor::Table { name, alias, args, .. } => {
                let last = last(name);
                let from_outside = name.0.len() == 1;
                let step =
                    self.steps.iter().rev().find(|(step, _)| from_outside && *step == last).map(|(_, s)| s.clone());
                let shape = match args {
                    Some(args) => {
                        scope.filters.push(factor.to_string());
                        self.called(&last, &args.args, scope)
                    }
                    None => step
                        .or_else(|| self.named(&last))
                        .unwrap_or_else(|| Shape { raw: !is_file(&last), ..Shape::foreign() }),
                };
                let text = shape.object.is_some().then(|| asked_alone(factor, alias.as_ref(), &last, args.is_some()));
                (shape, name_of(alias.as_ref(), &last), text)
            }
            TableFactor::Derived { subquery, alias, .. } => {
                let shape = self.inside(scope.has_raw(), |analysis| analysis.query(subquery));
                (renamed(shape, alias.as_ref()), name_of(alias.as_ref(), ""), None)
            }
            TableFactor::Function { name, args, alias, .. } => {
                let shape = self.called(&last(name), args, scope);
                let text = shape.object.is_some().then(|| asked_alone(factor, alias.as_ref(), &last(name), true));
                (shape, name_of(alias.as_ref(), &last(name)), text)
            }
            TableFactor::UNNEST { array_exprs, alias, .. } => {
                let raw = array_exprs.iter().any(|expr| self.takes_rows(expr, scope));
                (Shape { raw, ..Shape::foreign() }, name_of(alias.as_ref(), ""), None)
            }
            TableFactor::Pivot { table, aggregate_functions, alias, .. } => {
                let added: Vec<&Expr> = aggregate_functions.iter().map(|function| &function.expr).collect();
                (self.pivoted(table, &added), name_of(alias.as_ref(), ""), None)
            }
            TableFactor::NestedJoin { table_with_joins, .. } => {
                self.relation(&table_with_joins.relation, scope, filters_only);
                table_with_joins.joins.iter().for_each(|join| self.join(join, scope));
                return;
            }
            other => (Shape::unknown(), name_of(alias_of(other), ""), None),
        };
        scope.relations.push(Relation { alias, shape, text, filters_only });
    }

    /// What a table function gives: a macro of the catalog, what is no part of the ledger, or what is not known.
    fn called(&mut self, name: &str, args: &[FunctionArg], scope: &Scope) -> Shape {
        self.files(args);
        let exprs: Vec<&Expr> = args.iter().filter_map(argument).collect();
        if let (true, [only]) = (name == "query_table", exprs.as_slice()) {
            let named = expr::literal(only).and_then(|name| self.named(&name.to_ascii_lowercase()));
            return named.map_or_else(Shape::unknown, |shape| Shape { object: None, ..shape });
        }
        if expr::is_foreign(name) {
            let raw = exprs.iter().any(|expr| self.takes_rows(expr, scope));
            return Shape { raw, ..Shape::foreign() };
        }
        self.named(name).unwrap_or_else(Shape::unknown)
    }

    /// True if an expression takes values from rows of events: of a relation before it, or of a query inside it.
    fn takes_rows(&mut self, expr: &Expr, scope: &Scope) -> bool {
        let of_rows = |name: &(Option<String>, String)| match scope.resolve(name) {
            Some(node) => scope.relations[node.0].shape.raw,
            None => scope.has_raw() || self.is_inside_raw(),
        };
        expr::columns(expr).iter().any(of_rows) || self.subqueries(expr, scope.has_raw())
    }

    /// A table that is pivoted: grouped by all columns but those that are added up.
    fn pivoted(&mut self, table: &TableFactor, added: &[&Expr]) -> Shape {
        let using: Vec<String> = added.iter().map(ToString::to_string).collect();
        let without: BTreeSet<String> =
            added.iter().flat_map(|expr| expr::columns(expr)).map(|(_, name)| format!("\"{name}\"")).collect();
        let without = without.into_iter().collect::<Vec<_>>().join(", ");
        let exclude = if without.is_empty() { String::new() } else { format!(" exclude ({without})") };
        // The columns whose values make new ones are among those that are left.
        let text = format!("select *{exclude}, {} from {table} group by all", using.join(", "));
        view_query(&text).map_or_else(Shape::unknown, |query| self.query(&query))
    }

    /// A temporary table or view, a stored object, or a view of the user.
    fn named(&mut self, name: &str) -> Option<Shape> {
        if let Some(made) = self.made.get(name) {
            return Some(made.clone());
        }
        if let Some((_, text)) = self.views.iter().find(|(view, _)| view == name) {
            return self.view(text);
        }
        if let Some(shape) = Shape::of_object(name).or_else(|| Shape::of_kept(name, &self.around.kept)) {
            return Some(shape);
        }
        let (_, text) = self.around.views.iter().find(|(view, _)| view == name)?;
        self.view(text)
    }

    /// What a view gives; none if its text is not understood.
    fn view(&mut self, text: &str) -> Option<Shape> {
        let query = view_query(text).filter(|_| self.depth < DEEPEST)?;
        // What a stored view adds up is its maker's.
        let (findings, steps) = (std::mem::take(&mut self.findings), std::mem::take(&mut self.steps));
        self.depth += 1;
        let shape = self.query(&query);
        self.depth -= 1;
        (self.findings, self.steps) = (findings, steps);
        Some(shape)
    }

    /// Examines the queries inside an expression.
    ///
    /// True if one of them hands rows of events on as its value; of `exists` and `in` only whether there are any comes out.
    pub(super) fn subqueries(&mut self, expr: &Expr, around: bool) -> bool {
        let scalar = expr::scalar_queries(expr);
        let mut handed = false;
        for query in expr::subqueries(expr) {
            let shape = self.inside(around, |analysis| analysis.query(query));
            handed |= shape.raw && scalar.iter().any(|scalar| std::ptr::eq(*scalar, query));
        }
        handed
    }

    /// Files of candidate and of final releases, read as one table.
    fn files(&mut self, args: &[FunctionArg]) {
        let mut names = Vec::new();
        for arg in args {
            if let FunctionArg::Unnamed(FunctionArgExpr::Expr(argument)) = arg {
                expr::walk(argument, &mut |part| {
                    names.extend(expr::literal(part));
                    true
                });
            }
        }
        let (candidate, last): (Vec<&String>, Vec<&String>) =
            names.iter().filter(|name| is_release(name)).partition(|name| is_candidate(name));
        if let (Some(candidate), Some(last)) = (candidate.first(), last.first()) {
            self.find(Finding::release_files(&format!("{candidate}, {last}")));
        }
    }
}

/// A relation as it can be asked by itself; the engine gives a macro's rows no name of their own.
fn asked_alone(factor: &TableFactor, alias: Option<&TableAlias>, name: &str, is_call: bool) -> String {
    if is_call && alias.is_none() { format!("{factor} as \"{name}\"") } else { factor.to_string() }
}

fn argument(arg: &FunctionArg) -> Option<&Expr> {
    match arg {
        FunctionArg::Named { arg: FunctionArgExpr::Expr(expr), .. }
        | FunctionArg::ExprNamed { arg: FunctionArgExpr::Expr(expr), .. }
        | FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
        _ => None,
    }
}

/// True for a name that can only be that of a file.
fn is_file(name: &str) -> bool {
    name.contains(['/', '.'])
}

/// File names of the one source whose releases come in two kinds.
fn is_release(name: &str) -> bool {
    name.to_ascii_lowercase().contains("ged")
}

fn is_candidate(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains("candidate") || name.contains("_0_") || name.contains("_01_")
}

fn last(name: &ObjectName) -> String {
    name.0.last().and_then(|part| part.as_ident()).map(lower).unwrap_or_default()
}

fn name_of(alias: Option<&TableAlias>, otherwise: &str) -> String {
    alias.map_or_else(|| otherwise.to_owned(), |alias| lower(&alias.name))
}

fn alias_of(factor: &TableFactor) -> Option<&TableAlias> {
    match factor {
        TableFactor::UNNEST { alias, .. }
        | TableFactor::TableFunction { alias, .. }
        | TableFactor::Pivot { alias, .. } => alias.as_ref(),
        _ => None,
    }
}

/// The shape under an alias that may rename columns.
fn renamed(mut shape: Shape, alias: Option<&TableAlias>) -> Shape {
    let names = alias.map(|alias| alias.columns.as_slice()).unwrap_or_default();
    for (at, name) in names.iter().enumerate() {
        let Some(column) = shape.columns.get_mut(at) else { break };
        let before = std::mem::replace(&mut column.name, lower(&name.name));
        for key in shape.grain.iter_mut().flatten().filter(|key| key.name == before) {
            key.name = lower(&name.name);
        }
    }
    shape
}
