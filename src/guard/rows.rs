//! Whether a block's rows are those of events, or show what identifies them.

use std::collections::BTreeSet;

use sqlparser::ast::Expr;

use super::expr::{self, function_name};
use super::items::{Item, Made};
use super::query::Analysis;
use super::scope::{Node, Scope};

/// Columns by which rows of events are not told from each other.
const BROAD: &[&str] = &[
    "source",
    "country",
    "country_iso3",
    "admin1",
    "admin1_key",
    "event_class",
    "event_type",
    "event_subtype",
    "disorder",
    "civilian_targeting",
    "date_precision",
    "place_precision",
    "deaths_rule",
    "range_repaired",
    "status",
    "actor_id",
    "actor_name",
    "actor_kind",
    "side",
    "role",
    "load_id",
    "metric",
    "victim_side",
    "qualifier",
    "verification",
    "policy",
];

/// Columns that name an event or a claim.
const IDENTIFYING: &[&str] = &["source_event_id", "claim_id", "content_hash", "event_id_cnty", "data_id", "raw_text"];

/// The source's own words: no sum of them is one.
const WORDS: &[&str] = &["summary", "notes", "raw_text", "source_headline", "source_article", "where_description"];

/// Together with a place, a date is as good as a name.
const DATES: &[&str] = &["start_date", "end_date", "event_date", "date_start"];
const PLACES: &[&str] = &["place", "latitude", "longitude", "location"];

impl Analysis<'_> {
    /// True if a block that takes rows together shows rows of events all the same.
    pub(super) fn groups_show_rows(&self, scope: &Scope, items: &[Item], grouped: &BTreeSet<Node>) -> bool {
        let hands_on = |item: &Item| {
            let mut found = false;
            if let Some(expr) = item.expr() {
                expr::walk(expr, &mut |part| {
                    found |= matches!(part, Expr::Function(function) if expr::hands_on_rows(&function_name(function)));
                    !found
                });
            }
            found
        };
        let is_raw = |node: &Node| scope.relations[node.0].shape.raw;
        let by: BTreeSet<&str> =
            grouped.iter().filter(|node| is_raw(node)).flat_map(|node| scope.origins(node)).collect();
        let is_word = |node: &Node| is_raw(node) && scope.origins(node).iter().any(|name| WORDS.contains(name));
        let words = items.iter().flat_map(|item| item.nodes(scope)).any(|node| is_word(&node));
        let of_raw = scope.has_raw();
        // A whole row is shown by what does not take rows together, and by what picks one of them.
        let shows_rows = |item: &Item| match (&item.from, item.expr()) {
            (Made::Rows(at), _) => scope.relations[*at].shape.raw,
            (_, Some(expr)) if !item.adds_up() => self.names_rows(expr, scope, items),
            (_, Some(expr)) => self.picks_rows(expr, scope, items),
            _ => false,
        };
        tells_apart(&by) || words || items.iter().any(shows_rows) || (of_raw && items.iter().any(hands_on))
    }

    /// True if a block that lists rows shows rows of events.
    pub(super) fn list_shows_rows(&self, scope: &Scope, items: &[Item], distinct: bool) -> bool {
        let is_broad = |node: &Node| distinct && scope.origins(node).iter().all(|name| BROAD.contains(name));
        let shows_raw = |item: &Item| match &item.from {
            Made::Rows(at) => scope.relations[*at].shape.raw,
            _ => {
                item.nodes(scope).iter().any(|node| scope.relations[node.0].shape.raw && !is_broad(node))
                    || item.expr().is_some_and(|expr| self.names_rows(expr, scope, items))
            }
        };
        (items.is_empty() && scope.has_raw()) || items.iter().any(shows_raw)
    }

    /// True if an expression names what is no column here: a whole row, a part of a column, or a column of a query around.
    fn names_rows(&self, expr: &Expr, scope: &Scope, items: &[Item]) -> bool {
        let takes_all = expr::takes_all_columns(expr);
        // The name of a result column stands for what that is made of, unless it is only made of itself.
        let is_alias = |name: &(Option<String>, String)| {
            let mut named = items.iter().filter(|item| name.0.is_none() && item.name == name.1);
            named.any(|item| item.expr().is_none_or(|expr| expr::column(expr).as_ref() != Some(name)))
        };
        let mut unknown = expr::columns(expr);
        unknown.retain(|name| scope.resolve(name).is_none() && !is_alias(name));
        (takes_all || !unknown.is_empty()) && (scope.has_raw() || (!takes_all && self.is_inside_raw()))
    }

    /// True if the least or the greatest of what names an event, or of whole rows, is asked.
    fn picks_rows(&self, expr: &Expr, scope: &Scope, items: &[Item]) -> bool {
        let mut found = expr::takes_all_columns(expr) && scope.has_raw();
        expr::walk(expr, &mut |part| {
            let Expr::Function(function) = part else { return !found };
            let name = function_name(function);
            if expr::is_aggregate(&name) && !expr::picks(&name) {
                // Of a sum no row is seen.
                return false;
            }
            if expr::picks(&name) {
                for argument in expr::arguments(function) {
                    let nodes: Vec<Node> =
                        expr::columns(argument).iter().filter_map(|name| scope.resolve(name)).collect();
                    let raw = nodes.iter().filter(|node| scope.relations[node.0].shape.raw);
                    let named: BTreeSet<&str> = raw.flat_map(|node| scope.origins(node)).collect();
                    found |= tells_apart(&named) || self.names_rows(argument, scope, items);
                }
            }
            !found
        });
        found
    }
}

/// True if rows of events that have these values are told from all others.
fn tells_apart(by: &BTreeSet<&str>) -> bool {
    by.iter().any(|name| IDENTIFYING.contains(name))
        || (by.iter().any(|name| DATES.contains(name)) && by.iter().any(|name| PLACES.contains(name)))
}
