//! What the rows of a relation are: its columns, which of them tell rows apart, and what letting go of one means.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{self, Kind, Object};

/// What a column that tells rows apart stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dim {
    /// Who codes: the same event stands under several sources.
    Source,
    /// Who takes part: one event stands under several.
    Group,
    /// How fine an area is: each kind holds the events of the others.
    AreaKind,
    /// The area; regions overlap.
    Area,
    /// What a published sum counts.
    Category,
    /// How long its period is.
    PeriodKind,
    /// The rule by which claims make a figure: each rule gives the same dead again.
    Policy,
    /// Whose dead; figures without a side overlap those with one.
    VictimSide,
    /// Who says so: several claims on one event.
    Claim,
    /// Which state of an event, or which release gave it.
    State,
    /// Rows that a join has multiplied.
    Fan,
    /// Rows that a union has put there twice.
    Twin,
    /// Anything whose parts add up: days, countries, events.
    Other,
}

/// A column that tells rows apart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Key {
    /// Name in the relation; empty if it is not among its columns.
    pub(super) name: String,
    pub(super) dim: Dim,
    /// A query that gives the values that are added up; fewer than two and nothing is.
    pub(super) check: Option<String>,
}

impl Key {
    pub(super) fn new(name: &str, dim: Dim) -> Self {
        Key { name: name.to_owned(), dim, check: None }
    }
}

/// The values that a condition leaves.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Pin {
    /// One value, known or not.
    One(Option<String>),
    /// These.
    Among(BTreeSet<String>),
    /// All but these.
    Without(BTreeSet<String>),
}

impl Pin {
    pub(super) fn is_one(&self) -> bool {
        matches!(self, Pin::One(_))
    }

    /// True if a value may be among them.
    pub(super) fn admits(&self, value: &str) -> bool {
        match self {
            Pin::One(None) => true,
            Pin::One(Some(only)) => only == value,
            Pin::Among(values) => values.contains(value),
            Pin::Without(values) => !values.contains(value),
        }
    }

    pub(super) fn values(&self) -> Option<BTreeSet<String>> {
        match self {
            Pin::One(Some(value)) => Some(BTreeSet::from([value.clone()])),
            Pin::Among(values) => Some(values.clone()),
            _ => None,
        }
    }
}

/// A column of a relation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Column {
    pub(super) name: String,
    /// True for what a sum adds up: persons, events.
    pub(super) measure: bool,
    /// The only sources that it is of, where a condition says so.
    pub(super) sources: Option<BTreeSet<String>>,
    /// The constant that it is.
    pub(super) literal: Option<String>,
    /// The columns that it is made of, under the names that they have where they are stored; empty for one that is stored.
    pub(super) of: BTreeSet<String>,
    /// True if it is the source of the rows, and not something else under that name.
    pub(super) says_source: bool,
}

impl Column {
    /// The names of what it is made of.
    pub(super) fn origins(&self) -> Vec<&str> {
        if self.of.is_empty() { vec![self.name.as_str()] } else { self.of.iter().map(String::as_str).collect() }
    }
}

/// What is known of a relation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shape {
    /// Columns in order; those of files and functions are not known.
    pub(super) columns: Vec<Column>,
    pub(super) knows_columns: bool,
    /// Columns that tell rows apart, if known.
    pub(super) grain: Option<Vec<Key>>,
    /// What conditions inside have left of a column.
    pub(super) pins: BTreeMap<Dim, Pin>,
    /// Stored objects that it is made of.
    pub(super) objects: BTreeSet<String>,
    /// The stored object that it is, as it stands.
    pub(super) object: Option<String>,
    /// Its rows are those of events, or show what identifies them.
    pub(super) raw: bool,
    /// Each row is an event, also where the columns do not say so.
    pub(super) holds_events: bool,
    /// The only sources that such rows are of, where conditions say so.
    pub(super) raw_sources: Option<BTreeSet<String>>,
    /// The conditions that its rows have passed, as text.
    pub(super) conditions: BTreeSet<String>,
    /// A query that gives the sources and months of its rows, if it can be asked by itself.
    pub(super) months: Option<String>,
}

impl Shape {
    /// A relation of which nothing is known.
    pub(super) fn unknown() -> Self {
        Shape { raw: true, ..Shape::default() }
    }

    /// A relation that is no part of the ledger: a series of numbers, a file.
    pub(super) fn foreign() -> Self {
        Shape::default()
    }

    /// A table without rows.
    pub(super) fn empty(columns: impl Iterator<Item = String>) -> Self {
        let columns = columns.map(|name| Column { name, ..Column::default() }).collect();
        Shape { columns, knows_columns: true, ..Shape::default() }
    }

    /// The same table after rows of another shape were put into it.
    pub(super) fn with_rows_of(mut self, added: &Shape) -> Self {
        for (at, column) in self.columns.iter_mut().enumerate() {
            let from = added.columns.get(at);
            // Columns may be named in another order: every one may then be of any.
            column.of.extend(added.columns.iter().flat_map(Column::origins).map(str::to_owned));
            column.says_source = false;
            column.measure |= from.is_none_or(|from| from.measure);
        }
        self.raw |= added.raw;
        self.raw_sources = None;
        self.grain = None;
        self.object = None;
        self.objects.extend(added.objects.iter().cloned());
        self
    }

    /// The sources that rows of events here may be of; none if that is not known.
    pub(super) fn sources_of_rows(&self) -> Option<BTreeSet<String>> {
        self.raw_sources.clone().or_else(|| self.pins.get(&Dim::Source)?.values())
    }

    pub(super) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// True if a row is an event.
    pub(super) fn is_events(&self) -> bool {
        if self.holds_events {
            return true;
        }
        let names = |grain: &Vec<Key>| {
            let named: BTreeSet<&str> = grain.iter().map(|key| key.name.as_str()).collect();
            named.contains("source_event_id") && named.iter().all(|name| matches!(*name, "source" | "source_event_id"))
        };
        self.grain.as_ref().is_some_and(names)
    }

    /// A stored object, by its header.
    pub(super) fn of_object(name: &str) -> Option<Shape> {
        let object = catalog::find(name).filter(|object| object.kind.stands_in_ledger())?;
        let raw = is_raw(object);
        let columns = object.header.columns.iter().map(|column| Column {
            name: column.name.clone(),
            measure: matches!(column.unit.as_deref(), Some("persons" | "events")),
            says_source: raw && column.name == "source",
            ..Column::default()
        });
        Some(Shape {
            columns: columns.collect(),
            knows_columns: true,
            grain: Some(grain(object)),
            objects: BTreeSet::from([object.name.to_owned()]),
            object: Some(object.name.to_owned()),
            raw,
            ..Shape::default()
        })
    }

    /// A table of a source's own columns, or its history.
    pub(super) fn of_kept(name: &str, kept: &[(String, String)]) -> Option<Shape> {
        let of = |table: &str| table == name || name.strip_suffix("_history").is_some_and(|base| base == table);
        let (table, source) = kept.iter().find(|(table, _)| of(table))?;
        let mut grain = vec![Key::new("source_event_id", Dim::Other)];
        if table != name {
            grain.push(Key::new("load_id", Dim::State));
        }
        Some(Shape {
            grain: Some(grain),
            pins: BTreeMap::from([(Dim::Source, Pin::One(Some(source.clone())))]),
            objects: BTreeSet::from([name.to_owned()]),
            object: Some(name.to_owned()),
            raw: true,
            ..Shape::default()
        })
    }
}

/// The grain of an object with what each column stands for.
fn grain(object: &Object) -> Vec<Key> {
    let names = &object.header.grain;
    let mut keys: Vec<Key> = names.iter().map(|name| Key::new(name, dim(object.name, name, names))).collect();
    // A published sum is told by one text that joins all of these.
    if object.header.grain.iter().any(|name| name == "aggregate_id") {
        keys.retain(|key| key.name != "aggregate_id");
        keys.extend(
            [
                ("area_kind", Dim::AreaKind),
                ("period_kind", Dim::PeriodKind),
                ("category", Dim::Category),
                ("area", Dim::Other),
                ("period_start", Dim::Other),
                ("subcategory", Dim::Other),
            ]
            .map(|(name, dim)| Key::new(name, dim)),
        );
    }
    keys
}

fn dim(object: &str, name: &str, grain: &[String]) -> Dim {
    let tells_states = || grain.iter().any(|key| key.ends_with("_id") && key != "load_id" && key != "actor_id");
    match name {
        "source" => Dim::Source,
        "actor_id" | "group_id" | "member_id" | "actor_a" | "actor_b" => Dim::Group,
        "actor_name" | "side" | "role" | "ordinal" if object.starts_with("event_actor") => Dim::Group,
        // A subject is a group or an area: as with areas, each kind holds the events of the others.
        "area_kind" | "subject_kind" => Dim::AreaKind,
        "area" | "region" | "subject" => Dim::Area,
        "category" => Dim::Category,
        "period_kind" => Dim::PeriodKind,
        "policy" => Dim::Policy,
        "victim_side" => Dim::VictimSide,
        "claim_id" => Dim::Claim,
        "load_id" | "ended_load_id" if tells_states() => Dim::State,
        _ => Dim::Other,
    }
}

/// Rows of events, their actors and claims, and rows as a file has them; not sums and not reference data.
fn is_raw(object: &Object) -> bool {
    let grain = &object.header.grain;
    let of_rows = ["source_event_id", "claim_id", "record_key"];
    matches!(object.kind, Kind::Table | Kind::Core | Kind::Macro | Kind::Mart | Kind::View)
        && (grain.iter().any(|name| of_rows.contains(&name.as_str())) || object.name == "rejected_row")
}
