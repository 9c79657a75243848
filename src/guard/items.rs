//! The columns of a `select` list and of its `group by`, `*` written out.

use std::collections::BTreeSet;

use sqlparser::ast::{ExcludeSelectItem, Expr, GroupByExpr, Select, SelectItem, SelectItemQualifiedWildcardKind};

use super::expr::{self, lower};
use super::scope::{Node, Scope};

/// What a result column is made of.
pub(super) struct Item {
    pub(super) name: String,
    pub(super) from: Made,
}

pub(super) enum Made {
    Expr(Box<Expr>),
    /// A column as it stands, by `*`.
    Column(Node),
    /// All columns of a relation, by `*`, where they are not known.
    Rows(usize),
}

impl Item {
    pub(super) fn expr(&self) -> Option<&Expr> {
        match &self.from {
            Made::Expr(expr) => Some(expr),
            Made::Column(_) | Made::Rows(_) => None,
        }
    }

    pub(super) fn nodes(&self, scope: &Scope) -> Vec<Node> {
        match &self.from {
            Made::Expr(expr) if expr::takes_all_columns(expr) => scope.all_columns(),
            Made::Expr(expr) => expr::columns(expr).iter().filter_map(|name| scope.resolve(name)).collect(),
            Made::Column(node) => vec![node.clone()],
            Made::Rows(_) => Vec::new(),
        }
    }

    pub(super) fn adds_up(&self) -> bool {
        self.expr().is_some_and(expr::has_aggregate)
    }
}

/// The result columns, `*` written out where the columns are known.
pub(super) fn items(select: &Select, scope: &Scope) -> Vec<Item> {
    let mut items = Vec::new();
    let mut star = |alias: Option<String>, without: &[String]| {
        for (at, relation) in scope.relations.iter().enumerate().filter(|(_, relation)| !relation.filters_only) {
            if alias.as_ref().is_some_and(|alias| *alias != relation.alias) {
                continue;
            }
            let shown = relation.shape.columns.iter().filter(|column| !without.contains(&column.name));
            items.extend(
                shown.map(|column| Item { name: column.name.clone(), from: Made::Column((at, column.name.clone())) }),
            );
            if !relation.shape.knows_columns {
                items.push(Item { name: String::new(), from: Made::Rows(at) });
            }
        }
    };
    if select.projection.is_empty() {
        star(None, &[]);
    }
    let mut written = Vec::new();
    for item in &select.projection {
        match item {
            SelectItem::Wildcard(options) => star(None, &excluded(options.opt_exclude.as_ref())),
            SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), options) => {
                let alias = name.0.last().and_then(|part| part.as_ident()).map(lower);
                star(alias, &excluded(options.opt_exclude.as_ref()));
            }
            SelectItem::ExprWithAlias { expr, alias } => {
                written.push(Item { name: lower(alias), from: Made::Expr(Box::new(expr.clone())) });
            }
            SelectItem::UnnamedExpr(expr) => {
                let name = match expr {
                    Expr::Identifier(_) | Expr::CompoundIdentifier(_) => expr::column(expr).map(|(_, name)| name),
                    _ => None,
                };
                written.push(Item { name: name.unwrap_or_default(), from: Made::Expr(Box::new(expr.clone())) });
            }
            _ => {}
        }
    }
    items.extend(written);
    items
}

fn excluded(exclude: Option<&ExcludeSelectItem>) -> Vec<String> {
    let name = |name: &sqlparser::ast::ObjectName| name.0.last().and_then(|part| part.as_ident()).map(lower);
    match exclude {
        Some(ExcludeSelectItem::Single(one)) => name(one).into_iter().collect(),
        Some(ExcludeSelectItem::Multiple(all)) => all.iter().filter_map(name).collect(),
        None => Vec::new(),
    }
}

/// The columns that are one value in each group of the result.
pub(super) fn groups(group_by: &GroupByExpr, items: &[Item], scope: &Scope) -> BTreeSet<Node> {
    let nodes = |expr: &Expr| -> Vec<Node> {
        let place = expr::literal(expr).and_then(|text| text.parse::<usize>().ok());
        if let Some(item) = place.and_then(|place| items.get(place.wrapping_sub(1))) {
            return item.nodes(scope);
        }
        let direct: Vec<Node> = expr::columns(expr).iter().filter_map(|name| scope.resolve(name)).collect();
        match expr::column(expr) {
            Some((None, name)) if direct.is_empty() => {
                items.iter().find(|item| item.name == name).map(|item| item.nodes(scope)).unwrap_or_default()
            }
            _ => direct,
        }
    };
    match group_by {
        GroupByExpr::All(modifiers) if modifiers.is_empty() => {
            items.iter().filter(|item| !item.adds_up()).flat_map(|item| item.nodes(scope)).collect()
        }
        GroupByExpr::Expressions(list, modifiers) if modifiers.is_empty() => {
            // Subtotals leave their columns out in some rows.
            let plain = list.iter().filter(|part| !matches!(part, Expr::Rollup(_) | Expr::Cube(_)));
            plain
                .flat_map(|part| match part {
                    Expr::GroupingSets(sets) => {
                        let mut sets = sets.iter().map(|set| set.iter().flat_map(nodes).collect::<BTreeSet<Node>>());
                        let first = sets.next().unwrap_or_default();
                        let common: BTreeSet<Node> = sets.fold(first, |common, set| &common & &set);
                        common.into_iter().collect()
                    }
                    part => nodes(part),
                })
                .collect()
        }
        _ => BTreeSet::new(),
    }
}
