//! One `select`: what it groups by, what it adds up, and what its rows are.

use std::collections::{BTreeMap, BTreeSet};

use sqlparser::ast::{BinaryOperator, Expr, Function, GroupByExpr, Select, WindowType};

use super::expr::{self, function_name};
use super::findings::Finding;
use super::items::{Item, Made, groups, items};
use super::query::Analysis;
use super::scope::{Node, Scope};
use super::shape::{Column, Dim, Key, Shape};

impl Analysis<'_> {
    pub(super) fn select(&mut self, select: &Select) -> Shape {
        let mut scope = self.from(&select.from);
        if let Some(condition) = &select.selection {
            self.subqueries(condition, scope.has_raw());
            scope.take(condition);
        }
        let items = items(select, &scope);
        let later = [select.having.as_ref(), select.qualify.as_ref()].into_iter().flatten();
        let has_groups = match &select.group_by {
            GroupByExpr::All(_) => true,
            GroupByExpr::Expressions(list, modifiers) => !list.is_empty() || !modifiers.is_empty(),
        };
        let is_grouped = has_groups || items.iter().any(|item| item.expr().is_some_and(expr::has_aggregate));
        let grouped = groups(&select.group_by, &items, &scope);
        let mut handed = false;
        for expr in items.iter().filter_map(Item::expr) {
            handed |= self.subqueries(expr, scope.has_raw());
            self.sums(expr, &scope, &grouped, is_grouped);
        }
        for expr in later {
            self.subqueries(expr, scope.has_raw());
            self.sums(expr, &scope, &grouped, is_grouped);
            scope.filters.push(expr.to_string());
        }
        let shape = if is_grouped {
            self.grouped(&scope, &items, &grouped)
        } else {
            self.listed(&scope, &items, select.distinct.is_some(), select.qualify.is_some())
        };
        let raw_sources = scope.sources_of_rows().filter(|_| shape.raw && !handed && !self.is_inside_raw());
        Shape { raw: shape.raw || handed, raw_sources, ..shape }
    }

    /// Looks at every sum and count in an expression, and at sums of different sources that are added.
    fn sums(&mut self, expr: &Expr, scope: &Scope, grouped: &BTreeSet<Node>, is_grouped: bool) {
        let (mut functions, mut additions) = (Vec::new(), Vec::new());
        expr::walk(expr, &mut |part| {
            match part {
                Expr::Function(function) => functions.push(function),
                Expr::BinaryOp { left, op: BinaryOperator::Plus, right } => additions.push((left, right)),
                _ => {}
            }
            true
        });
        for function in functions {
            let name = function_name(function);
            let adds_list = self.lists_add && expr::makes_list(&name);
            if !(expr::adds_up(&name) || expr::counts(&name) || expr::averages(&name) || adds_list) {
                continue;
            }
            match &function.over {
                None => self.added(function, scope, grouped),
                Some(WindowType::WindowSpec(window)) => {
                    let parts = window.partition_by.iter().flat_map(expr::columns);
                    let parts: BTreeSet<Node> = parts.filter_map(|name| scope.resolve(&name)).collect();
                    if !is_grouped {
                        self.added(function, scope, &parts);
                    } else if let Some(Expr::Function(inner)) = expr::arguments(function).next() {
                        self.added(inner, scope, &parts);
                    }
                }
                Some(WindowType::NamedWindow(_)) => {}
            }
        }
        for (left, right) in additions {
            let sides = (self.sources_of(left, scope), self.sources_of(right, scope));
            if let (Some(left), Some(right)) = sides
                && left.is_disjoint(&right)
            {
                self.find(Finding::sources());
            }
        }
    }

    /// One sum or count.
    fn added(&mut self, function: &Function, scope: &Scope, grouped: &BTreeSet<Node>) {
        let scope = &within(function, scope);
        let name = function_name(function);
        let named: Vec<Node> =
            expr::arguments(function).flat_map(expr::columns).filter_map(|name| scope.resolve(&name)).collect();
        let is_measure = |node: &&Node| {
            let shape = &scope.relations[node.0].shape;
            shape.column(&node.1).map_or(!shape.knows_columns && shape.grain.is_some(), |column| column.measure)
        };
        let mut owners: BTreeSet<usize> = BTreeSet::new();
        if !expr::counts(&name) {
            owners.extend(named.iter().filter(is_measure).map(|node| node.0));
        }
        if owners.is_empty() && (expr::averages(&name) || expr::makes_list(&name)) {
            return;
        }
        let counts_rows = owners.is_empty();
        if counts_rows {
            let all = 0..scope.relations.len();
            let of_events = |at: &usize| !scope.relations[*at].filters_only && scope.relations[*at].shape.is_events();
            let named: BTreeSet<usize> = named.iter().map(|node| node.0).collect();
            owners.extend(all.filter(of_events).filter(|at| named.is_empty() || named.contains(at)));
        }
        let distinct = expr::is_distinct(function);
        if distinct && counts_rows && !named.iter().any(|node| node.1 == "source_event_id") {
            return;
        }
        for owner in owners {
            let mut open = scope.open_keys(owner, grouped);
            if distinct && counts_rows {
                open.retain(|open| open.key.dim == Dim::Source && !open.by_join);
            }
            if expr::averages(&name) {
                self.judge_average(scope, &open);
            } else {
                self.judge(scope, owner, &open, grouped);
            }
        }
    }

    /// The sources that a figure is of, where conditions say so.
    fn sources_of(&mut self, expr: &Expr, scope: &Scope) -> Option<BTreeSet<String>> {
        match expr {
            Expr::Identifier(_) | Expr::CompoundIdentifier(_) => {
                let node = expr::column(expr).and_then(|name| scope.resolve(&name))?;
                sources_of_column(&node, scope)
            }
            Expr::Subquery(query) => self.query(query).columns.first()?.sources.clone(),
            Expr::Function(function) => {
                let scope = within(function, scope);
                let mut parts: Vec<BTreeSet<String>> =
                    expr::arguments(function).filter_map(|part| self.sources_of(part, &scope)).collect();
                if parts.is_empty() && expr::counts(&function_name(function)) {
                    let events = (0..scope.relations.len()).filter(|at| scope.relations[*at].shape.is_events());
                    parts.extend(events.filter_map(|at| scope.left_of(at, Dim::Source)?.values()));
                }
                joined(parts)
            }
            other => joined(expr::parts(other).into_iter().filter_map(|part| self.sources_of(part, scope)).collect()),
        }
    }

    /// The rows of a block that takes rows together.
    fn grouped(&mut self, scope: &Scope, items: &[Item], grouped: &BTreeSet<Node>) -> Shape {
        let mut grain: Vec<Key> = Vec::new();
        for node in grouped {
            let shown =
                items.iter().find(|item| item.nodes(scope).iter().any(|shown| scope.class(shown) == scope.class(node)));
            let name = shown.filter(|item| !item.adds_up()).map_or("", |item| item.name.as_str());
            let (dim, check) = stands_for(node, scope);
            grain.push(Key { name: name.to_owned(), dim, check });
        }
        let columns = items.iter().map(|item| self.column(item, scope)).collect();
        let raw = self.groups_show_rows(scope, items, grouped);
        Shape { grain: Some(grain), raw, ..self.result(scope, columns) }
    }

    /// The rows of a block that lists rows.
    fn listed(&mut self, scope: &Scope, items: &[Item], distinct: bool, ranked: bool) -> Shape {
        let mut grain: Vec<Key> = Vec::new();
        let mut knows = scope.relations.is_empty();
        for (from, key, by_join) in scope.joint_keys() {
            knows = true;
            let node = (from, key.name.clone());
            let shown = items.iter().find(|item| {
                item.nodes(scope).iter().any(|shown| !key.name.is_empty() && scope.class(shown) == scope.class(&node))
            });
            let dim = if by_join && key.dim == Dim::Other { Dim::Fan } else { key.dim };
            let check = check_of(&node, &key, scope);
            grain.push(Key { name: shown.map_or(String::new(), |item| item.name.clone()), dim, check });
        }
        knows |= scope.relations.iter().any(|relation| relation.shape.grain.is_some());
        if distinct {
            grain.retain(|key| !key.name.is_empty());
        }
        if ranked {
            // Chosen among several: one state, one row of each.
            grain.retain(|key| !matches!(key.dim, Dim::State | Dim::Fan));
        }
        let raw = self.list_shows_rows(scope, items, distinct);
        let columns = items.iter().map(|item| self.column(item, scope)).collect();
        let knows_columns = scope.relations.iter().all(|relation| relation.shape.knows_columns);
        let holds_events = !distinct && scope.rows_are_events();
        let result = self.result(scope, columns);
        Shape {
            holds_events,
            grain: knows.then_some(grain),
            raw,
            knows_columns: knows_columns || !items.is_empty(),
            ..result
        }
    }

    fn result(&self, scope: &Scope, columns: Vec<Column>) -> Shape {
        let mut pins = BTreeMap::new();
        let mut objects = BTreeSet::new();
        let mut conditions: BTreeSet<String> = scope.conditions.iter().map(ToString::to_string).collect();
        let mut months = None;
        for (at, relation) in scope.relations.iter().enumerate().filter(|(_, relation)| !relation.filters_only) {
            for dim in [Dim::Source, Dim::AreaKind, Dim::Category, Dim::PeriodKind, Dim::Policy] {
                if let Some(pin) = scope.left_of(at, dim) {
                    pins.entry(dim).or_insert(pin);
                }
            }
            objects.extend(relation.shape.objects.iter().cloned());
            conditions.extend(relation.shape.conditions.iter().chain(&scope.filters).cloned());
            months = months.or_else(|| scope.months_of(at));
        }
        Shape { columns, knows_columns: true, pins, objects, conditions, months, ..Shape::default() }
    }

    fn column(&mut self, item: &Item, scope: &Scope) -> Column {
        match &item.from {
            Made::Column(node) => {
                let column = scope.relations[node.0].shape.column(&node.1).cloned().unwrap_or_default();
                let sources = sources_of_column(node, scope).filter(|_| column.measure);
                let of = origins(std::slice::from_ref(node), scope);
                Column { name: item.name.clone(), sources, of, says_source: scope.says_source(node), ..column }
            }
            // Of columns that are not known nothing can be said.
            Made::Rows(_) => Column { name: item.name.clone(), ..Column::default() },
            Made::Expr(expr) => {
                let is_measure = |node: &Node| scope.relations[node.0].shape.column(&node.1).is_some_and(|c| c.measure);
                let counts = item.adds_up() && expr::columns(expr).is_empty();
                Column {
                    name: item.name.clone(),
                    measure: counts || item.nodes(scope).iter().any(is_measure),
                    sources: self.sources_of(expr, scope),
                    literal: expr::literal(expr),
                    of: origins(&item.nodes(scope), scope),
                    says_source: is_plain(expr)
                        && item.nodes(scope).first().is_some_and(|node| scope.says_source(node)),
                }
            }
        }
    }
}

/// True for a column as it stands.
fn is_plain(expr: &Expr) -> bool {
    matches!(expr, Expr::Identifier(_) | Expr::CompoundIdentifier(_))
}

/// The names, where they are stored, of what columns are made of.
fn origins(nodes: &[Node], scope: &Scope) -> BTreeSet<String> {
    nodes.iter().flat_map(|node| scope.origins(node)).map(str::to_owned).collect()
}

/// The scope with the conditions under which a sum takes a row: `filter (where ...)`, `case when ... then x end`.
fn within(function: &Function, scope: &Scope) -> Scope {
    let mut narrowed = scope.clone();
    if let Some(filter) = &function.filter {
        narrowed.take(filter);
    }
    for argument in expr::arguments(function) {
        let condition = match argument {
            Expr::Case { operand: None, conditions, .. } if conditions.len() == 1 => Some(&conditions[0].condition),
            Expr::Function(inner) if function_name(inner) == "if" => expr::arguments(inner).next(),
            _ => None,
        };
        if let Some(condition) = condition {
            narrowed.take(condition);
        }
    }
    narrowed
}

fn joined(parts: Vec<BTreeSet<String>>) -> Option<BTreeSet<String>> {
    parts.into_iter().reduce(|one, other| &one | &other)
}

fn sources_of_column(node: &Node, scope: &Scope) -> Option<BTreeSet<String>> {
    let shape = &scope.relations[node.0].shape;
    let column = shape.column(&node.1);
    if column.is_some_and(|column| !column.measure) {
        return None;
    }
    column.and_then(|column| column.sources.clone()).or_else(|| scope.left_of(node.0, Dim::Source)?.values())
}

/// What a column of the grouping stands for, with the query that gives its values.
fn stands_for(node: &Node, scope: &Scope) -> (Dim, Option<String>) {
    let class = scope.class(node);
    let identifier = if matches!(node.1.as_str(), "actor_name" | "actor") { "actor_id" } else { node.1.as_str() };
    for (at, relation) in scope.relations.iter().enumerate() {
        for key in relation.shape.grain.iter().flatten() {
            let here = (at, key.name.clone());
            if scope.class(&here) == class || (at == node.0 && key.name == identifier) {
                return (key.dim, check_of(&here, key, scope));
            }
        }
    }
    (Dim::Other, None)
}

/// The query that gives the values of a key, if its relation can be asked by itself.
pub(super) fn check_of(node: &Node, key: &Key, scope: &Scope) -> Option<String> {
    let relation = &scope.relations[node.0];
    let Some(text) = &relation.text else { return key.check.clone() };
    if key.name.is_empty() {
        return None;
    }
    let conditions = scope.own_conditions(node.0);
    let narrowed =
        if conditions.is_empty() { String::new() } else { format!(" where ({})", conditions.join(") and (")) };
    Some(format!("select distinct \"{}\".\"{}\"::text from {text}{narrowed} limit 6", relation.alias, key.name))
}
