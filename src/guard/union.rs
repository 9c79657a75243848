//! Rows of two queries, one after the other.

use std::collections::BTreeSet;

use super::shape::{Column, Dim, Key, Pin, Shape};

/// Rows of two relations, one after the other.
pub(super) fn union(left: Shape, right: Shape, by_name: bool, keeps_all: bool) -> Shape {
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
            of: other.map_or_else(BTreeSet::new, |other| both_origins(column, other)),
            says_source: column.says_source && other.is_none_or(|other| other.says_source),
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
    if keeps_all && are_twins(&left, &right, by_name) {
        grain.push(Key::new("", Dim::Twin));
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
        holds_events: left.is_events() && right.is_events(),
        raw_sources: sources_of_rows(&left, &right),
        conditions: left.conditions.intersection(&right.conditions).cloned().collect(),
        months: left.months.zip(right.months).map(|(left, right)| format!("({left}) union ({right})")),
        columns,
    }
}

fn both_origins(one: &Column, other: &Column) -> BTreeSet<String> {
    one.origins().into_iter().chain(other.origins()).map(str::to_owned).collect()
}

fn sources_of_rows(left: &Shape, right: &Shape) -> Option<BTreeSet<String>> {
    let of = |shape: &Shape| if shape.raw { shape.sources_of_rows() } else { Some(BTreeSet::new()) };
    both(of(left).as_ref(), of(right).as_ref())
}

/// True if rows of one half stand in the other too: both read the same, and what one asks of its rows the other does.
fn are_twins(left: &Shape, right: &Shape, by_name: bool) -> bool {
    let is_narrower = left.conditions.is_superset(&right.conditions) || right.conditions.is_superset(&left.conditions);
    let is_same = |(at, column): (usize, &Column)| {
        let other = if by_name { right.column(&column.name) } else { right.columns.get(at) };
        let counts = |column: &Column| column.measure || column.origins().contains(&"source_event_id");
        other.is_some_and(|other| counts(column) && counts(other) && column.origins() == other.origins())
    };
    is_narrower
        && !left.objects.is_empty()
        && left.objects == right.objects
        && left.grain.is_some()
        && right.grain.is_some()
        && left.columns.iter().enumerate().any(is_same)
}

fn both(one: Option<&BTreeSet<String>>, other: Option<&BTreeSet<String>>) -> Option<BTreeSet<String>> {
    Some(one?.union(other?).cloned().collect())
}

/// Sums that a publisher made, not events.
fn is_published(shape: &Shape) -> bool {
    shape.objects.iter().any(|object| object.starts_with("aggregate"))
}
