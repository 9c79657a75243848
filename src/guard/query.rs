//! Queries: named steps, unions, and what stands after `from`.

use std::collections::{BTreeMap, BTreeSet};

use sqlparser::ast::{
    Expr, FunctionArg, FunctionArgExpr, Join, JoinConstraint, JoinOperator, ObjectName, Query, SetExpr, SetOperator,
    SetQuantifier, TableAlias, TableFactor, TableWithJoins,
};

use super::expr::{self, lower};
use super::findings::Finding;
use super::scope::{Relation, Scope};
use super::shape::{Column, Dim, Key, Pin, Shape};
use super::{Surroundings, view_query};

/// How deep views may stand in views.
const DEEPEST: usize = 16;

/// The analysis of one statement.
pub(super) struct Analysis<'a> {
    around: &'a Surroundings,
    made: &'a BTreeMap<String, Shape>,
    /// Named steps that are in sight, the innermost last.
    steps: Vec<(String, Shape)>,
    depth: usize,
    pub(super) findings: Vec<Finding>,
}

impl<'a> Analysis<'a> {
    pub(super) fn new(around: &'a Surroundings, made: &'a BTreeMap<String, Shape>) -> Self {
        Analysis { around, made, steps: Vec::new(), depth: 0, findings: Vec::new() }
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
                        union(left, right, by_name)
                    }
                    _ => left,
                }
            }
            SetExpr::Values(_) => Shape { raw: false, ..Shape::unknown() },
            SetExpr::Table(table) => {
                let name = table
                    .table_name
                    .as_ref()
                    .map(|name| name.to_string().trim_matches('"').to_lowercase())
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
                self.subqueries(condition);
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
                if let Some(args) = args {
                    self.files(&args.args);
                }
                let shape = step.or_else(|| self.named(&last)).unwrap_or_else(Shape::unknown);
                let text = shape.object.is_some().then(|| factor.to_string());
                (shape, name_of(alias.as_ref(), &last), text)
            }
            TableFactor::Derived { subquery, alias, .. } => {
                let shape = self.query(subquery);
                (renamed(shape, alias.as_ref()), name_of(alias.as_ref(), ""), None)
            }
            TableFactor::Function { name, args, alias, .. } => {
                self.files(args);
                let shape = self.named(&last(name)).unwrap_or_else(Shape::unknown);
                let text = shape.object.is_some().then(|| factor.to_string());
                (shape, name_of(alias.as_ref(), &last(name)), text)
            }
            TableFactor::NestedJoin { table_with_joins, .. } => {
                self.relation(&table_with_joins.relation, scope, filters_only);
                table_with_joins.joins.iter().for_each(|join| self.join(join, scope));
                return;
            }
            other => (Shape::unknown(), name_of(alias_of(other), ""), None),
        };
        let unnested = matches!(factor, TableFactor::UNNEST { .. });
        let shape = if unnested { Shape { raw: false, ..shape } } else { shape };
        scope.relations.push(Relation { alias, shape, text, filters_only });
    }

    /// A stored object, a temporary one, or a view of the user.
    fn named(&mut self, name: &str) -> Option<Shape> {
        if let Some(made) = self.made.get(name) {
            return Some(made.clone());
        }
        if let Some(shape) = Shape::of_object(name).or_else(|| Shape::of_kept(name, &self.around.kept)) {
            return Some(shape);
        }
        let (_, text) = self.around.views.iter().find(|(view, _)| view == name)?;
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
    pub(super) fn subqueries(&mut self, expr: &Expr) {
        for query in expr::subqueries(expr) {
            self.query(query);
        }
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

/// File names of the one source whose releases come in two kinds.
fn is_release(name: &str) -> bool {
    name.to_lowercase().contains("ged")
}

fn is_candidate(name: &str) -> bool {
    let name = name.to_lowercase();
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

/// Rows of two relations, one after the other.
fn union(left: Shape, right: Shape, by_name: bool) -> Shape {
    let mut columns: Vec<Column> = Vec::new();
    let mut branch = None;
    for (at, column) in left.columns.iter().enumerate() {
        let other = if by_name { right.column(&column.name) } else { right.columns.get(at) };
        if let Some(other) = other
            && column.literal.is_some()
            && other.literal.is_some()
            && column.literal != other.literal
        {
            branch = Some(column.name.clone());
        }
        columns.push(Column {
            measure: column.measure || other.is_some_and(|other| other.measure),
            sources: both(column.sources.as_ref(), other.and_then(|other| other.sources.as_ref())),
            literal: None,
            name: column.name.clone(),
        });
    }
    let mut grain: Vec<Key> = left.grain.iter().flatten().cloned().collect();
    for (at, key) in right.grain.iter().flatten().enumerate() {
        let place = right.columns.iter().position(|column| column.name == key.name).filter(|_| !by_name);
        let name =
            place.and_then(|place| left.columns.get(place)).map_or(key.name.clone(), |column| column.name.clone());
        if !grain.iter().any(|known| known.name == name && known.dim == key.dim) {
            grain.push(Key { name, check: None, ..key.clone() });
        } else if let Some(known) = grain.iter_mut().find(|known| known.name == name).filter(|_| at == 0) {
            // Either half alone may be of one source.
            known.check = None;
        }
    }
    let of = |shape: &Shape| shape.pins.get(&Dim::Source).and_then(Pin::values);
    let differ = matches!((of(&left), of(&right)), (Some(one), Some(other)) if one != other)
        || is_published(&left) != is_published(&right);
    if differ && left.grain.is_some() && right.grain.is_some() && !grain.iter().any(|key| key.dim == Dim::Source) {
        let named = left.column("source").map(|column| column.name.clone());
        grain.push(Key::new(&named.or(branch).unwrap_or_default(), Dim::Source));
    }
    let history = |objects: &BTreeSet<String>, others: &BTreeSet<String>| {
        objects.iter().any(|object| others.contains(&format!("{object}_history")))
    };
    if history(&left.objects, &right.objects) || history(&right.objects, &left.objects) {
        grain.push(Key::new("", Dim::State));
    }
    let mut pins = left.pins.clone();
    pins.retain(|dim, pin| right.pins.get(dim) == Some(pin));
    Shape {
        knows_columns: left.knows_columns && right.knows_columns,
        grain: (left.grain.is_some() && right.grain.is_some()).then_some(grain),
        pins,
        objects: left.objects.union(&right.objects).cloned().collect(),
        object: None,
        raw: left.raw || right.raw,
        columns,
    }
}

fn both(one: Option<&BTreeSet<String>>, other: Option<&BTreeSet<String>>) -> Option<BTreeSet<String>> {
    Some(one?.union(other?).cloned().collect())
}

/// Sums that a publisher made, not events.
fn is_published(shape: &Shape) -> bool {
    shape.objects.iter().any(|object| object.starts_with("aggregate"))
}
