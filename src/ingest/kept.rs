//! Columns that are kept under the source's own names, beside the canonical event.

use polars::prelude::*;

use super::fields;
use crate::event::{self, ColumnType};
use crate::source::{Content, Match};

/// The columns that are kept under the source's own names, with their type: everything that the event does not
/// carry word for word.
pub(crate) fn columns(found: &Match) -> Vec<(String, ColumnType)> {
    let layout = found.layout();
    if layout.content != Content::Events {
        return Vec::new();
    }
    let definition = &found.definition;
    let carried = |name: &String| {
        let by_event = event::EVENT.iter().filter_map(|target| definition.field(layout, target.name)).any(|field| {
            field.rules().first().is_some_and(|rule| {
                rule.column.as_ref() == Some(name)
                    && definition.codes_of(rule).is_none()
                    && rule.starts_with.is_none()
                    && rule.matches.is_none()
                    && !rule.round
                    && rule.when.is_none()
            })
        });
        by_event || definition.actors_of(layout).iter().any(|actor| &actor.column == name)
    };
    found
        .columns
        .iter()
        .filter(|name| !carried(name) && !name.is_empty())
        .map(|name| {
            let kind = match definition.kept.types.get(name).map(String::as_str) {
                Some("integer") => ColumnType::Integer,
                Some("double") => ColumnType::Double,
                _ => ColumnType::Text,
            };
            (name.clone(), kind)
        })
        .collect()
}

/// Name under which a column is kept: its own, unless the ledger's own columns have it already.
pub(crate) fn stored_name(name: &str) -> String {
    // A column may be called `source_` too: it then moves on by one, so that no two get the same name.
    match name.trim_end_matches('_') {
        "source" | "source_event_id" | "load_id" | "ended_load_id" | "row_number" => format!("{name}_"),
        _ => name.to_owned(),
    }
}

/// The typed expression of a kept column.
pub(crate) fn expr(name: &str, kind: ColumnType) -> Expr {
    match kind {
        ColumnType::Integer => fields::integer(fields::column_named(name)),
        ColumnType::Double => fields::double(fields::column_named(name)),
        _ => fields::column_named(name),
    }
}
