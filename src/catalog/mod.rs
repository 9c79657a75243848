//! The SQL of `sql/` as data: ordered lists of objects, and their header comments as documentation.
//!
//! Adding an object is one file in `sql/` and one line in a list here. Headers become comments in the ledger, the text of
//! `warledger describe`, and are tested against the statements.

mod as_of;
mod header;
mod queries;

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};

pub use header::{ANY, ColumnDoc, Header, ParamDoc};

static SQL: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/sql");

/// What an object is in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A table that loads fill.
    Table,
    /// A view with one row per event, actor or claim.
    Core,
    /// A precomputed answer, stored as a table and kept by each load.
    Mart,
    /// A table macro.
    Macro,
    /// A view over marts.
    View,
    /// A parameterised select that a command runs.
    Report,
    /// A ready question: a select with parameters that a person asks by name.
    Query,
    /// A select that must return no rows after any load.
    Check,
    /// A select over the whole history that must return no rows; `verify` runs it.
    Audit,
    /// A step of a load.
    Step,
}

impl Kind {
    /// The folder below `sql/`.
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Table => "schema",
            Kind::Core => "core",
            Kind::Mart => "marts",
            Kind::Macro => "macros",
            Kind::View => "views",
            Kind::Report => "reports",
            Kind::Query => "queries",
            Kind::Check => "checks",
            Kind::Audit => "audits",
            Kind::Step => "load",
        }
    }

    /// True for what is made in a ledger, false for what a command or a load runs.
    pub fn stands_in_ledger(self) -> bool {
        matches!(self, Kind::Table | Kind::Core | Kind::Mart | Kind::Macro | Kind::View)
    }

    /// The word for it in listings.
    pub fn label(self) -> &'static str {
        match self {
            Kind::Table | Kind::Mart => "table",
            Kind::Core | Kind::View => "view",
            Kind::Macro => "macro",
            Kind::Report => "report",
            Kind::Query => "query",
            Kind::Check => "check",
            Kind::Audit => "audit",
            Kind::Step => "step",
        }
    }
}

/// The version of the tables; a ledger with a newer one is refused.
pub const SCHEMA_VERSION: i32 = 3;

const TABLES: &[&str] = &[
    "ledger",
    "source",
    "load",
    "event",
    "event_history",
    "event_actor",
    "event_actor_history",
    "actor",
    "actor_spelling",
    "actor_reference",
    "actor_alias",
    "actor_pattern",
    "actor_member",
    "region",
    "region_member",
    "country",
    "country_alias",
    "coordination_statement",
    "place_change",
    "context",
    "claim",
    "claim_history",
    "policy",
    "policy_term",
    "claim_policy",
    "aggregate",
    "aggregate_history",
    "coverage",
    "deletion",
    "event_release",
    "rejected_row",
];

const CORE: &[&str] = &[
    "event_version",
    "event_actor_version",
    "claim_version",
    "aggregate_version",
    "coverage_version",
    "actor_ever",
    "event_measure",
    "event_area",
    "group_event",
    "group_measure",
    "group_attack",
    "claim_reading",
    "claim_admitted",
    "claim_figure",
    "coverage_span",
];

// In the order in which one builds on another.
const MARTS: &[&str] = &[
    "event_toll",
    "event_toll_total",
    "country_coverage",
    "coverage_period",
    "fatalities_by_day",
    "group_country",
    "group_week",
    "group_acled_week",
    "group_month",
    "area_month",
    "area_week",
    "simultaneous_attack_event",
    "simultaneous_attacks",
];

const MACROS: &[&str] = &[
    "event_as_of",
    "event_actor_as_of",
    "claim_as_of",
    "aggregate_as_of",
    "actor_as_of",
    "coverage_as_of",
    "fatalities_since",
    "troops_killed_since",
];

const VIEWS: &[&str] = &[
    "fatalities_since_early_may",
    "attack_frequency_by_group",
    "attack_frequency_by_group_by_month",
    "attack_frequency_by_group_by_acled_week",
    "regional_trends",
    "communal_violence_by_dyad",
    "aggregate_trends",
    "attack_clusters",
    "coordinated_attacks",
    "week_toll",
    "deadliest_weeks",
    "coastal_pressure",
    "new_areas",
    "new_actors",
    "place_history",
];

const REPORTS: &[&str] = &[
    "selected_event",
    "attacks",
    "trends",
    "without_week",
    "aggregate_trends_of",
    "events",
    "coordinated",
    "deadliest",
    "coast",
    "new_areas_of",
    "new_actors_of",
    "history",
    "actors",
    "source_span",
    "citations",
    "loads",
    "load_record",
    "load_coverage",
    "load_rejects",
    "loads_of_source",
    "touched",
    "touched_state",
    "changed_field",
    "changed_elsewhere",
    "placed_by_source",
    "placed_by_country",
    "placed_by_actor",
    "placed_by_region",
    "placed_by_month",
    "placed_group",
    "diff_totals",
    "diff_events",
    "diff_fields",
    "checked_tolls",
    "checked_events",
    "checked_census",
    "published_sums",
    "statements",
    "pages",
    "brief_event",
    "brief_around",
    "brief_covered",
    "brief_clusters",
    "brief_counted",
    "stated_claim",
    "mixed_releases",
    "report_days",
    "report_mix",
    "report_points",
    "report_coarse",
    "report_state",
    "report_weeks",
    "report_group_weeks",
    "report_kinds",
    "report_delays",
    "report_loads",
    "report_summary",
    "report_deadliest",
];

const CHECKS: &[&str] = &[
    "event_is_unique",
    "range_holds",
    "actor_has_event",
    "actor_is_known",
    "event_has_load",
    "days_add_up",
    "months_add_up",
    "weeks_add_up",
    "part_of_ends",
];

const AUDITS: &[&str] = &[
    "event_states_follow",
    "actor_states_follow",
    "claim_states_follow",
    "aggregate_states_follow",
    "states_have_loads",
    "actor_states_have_events",
    "hash_tells_content",
    "loads_reconcile",
];

/// One SQL object.
#[derive(Clone, Debug)]
pub struct Object {
    /// Name, the same as the file's.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// Its documentation.
    pub header: Header,
    /// The statement, without the header.
    pub body: String,
}

static OBJECTS: LazyLock<Vec<Object>> = LazyLock::new(|| {
    let lists: [(&[&'static str], Kind); 9] = [
        (TABLES, Kind::Table),
        (CORE, Kind::Core),
        (MARTS, Kind::Mart),
        (MACROS, Kind::Macro),
        (VIEWS, Kind::View),
        (REPORTS, Kind::Report),
        (queries::ALL, Kind::Query),
        (CHECKS, Kind::Check),
        (AUDITS, Kind::Audit),
    ];
    let mut objects: Vec<Object> = lists
        .into_iter()
        .flat_map(|(names, kind)| names.iter().map(move |name| (*name, kind)))
        .map(|(name, kind)| {
            let (header, body) = Header::split(text(kind, name));
            Object { name, kind, header, body }
        })
        .collect();
    let answers = as_of::answers(&objects);
    objects.extend(answers);
    objects
});

/// All objects, in the order in which they are made.
pub fn objects() -> &'static [Object] {
    &OBJECTS
}

/// The objects of a kind, in order.
pub fn of_kind(kind: Kind) -> impl Iterator<Item = &'static Object> {
    objects().iter().filter(move |object| object.kind == kind)
}

/// The object of a name, whatever its kind; objects that stand in the ledger come first.
pub fn find(name: &str) -> Option<&'static Object> {
    objects().iter().find(|object| object.name == name)
}

/// The body of an object that the caller knows to be there.
///
/// A name that is not in the lists gives an empty statement, which the engine refuses; a test runs every one.
pub fn body(kind: Kind, name: &str) -> &'static str {
    objects().iter().find(|object| object.kind == kind && object.name == name).map_or("", |object| object.body.as_str())
}

/// A hash of the SQL that makes precomputed answers, so that an answer can say under which it was computed.
pub fn marts_version() -> String {
    let mut all = String::new();
    for object in objects().iter().filter(|object| matches!(object.kind, Kind::Core | Kind::Mart | Kind::Macro)) {
        all.push_str(object.name);
        all.push('\n');
        all.push_str(&object.body);
        all.push('\n');
    }
    format!("{:016x}", xxhash_rust::xxh3::xxh3_64(all.as_bytes()))
}

/// True for an object that has no file of its own: it is made of the files of others.
pub fn is_made(object: &Object) -> bool {
    text(object.kind, object.name).is_empty()
}

/// A report over the state of the load `$load_id`, not of the newest one.
pub fn report_as_of(name: &str) -> String {
    let found = objects().iter().find(|object| object.kind == Kind::Report && object.name == name);
    found.map_or_else(String::new, |object| as_of::over_state(objects(), object, "$load_id::integer"))
}

/// A step of a load, as it stands in its file.
pub fn step(name: &str) -> &'static str {
    text(Kind::Step, name)
}

/// True for names that a source's own table may not take.
pub fn is_reserved(name: &str) -> bool {
    const WORKING: &[&str] = &[
        "batch",
        "change",
        "claim_change",
        "cluster_range",
        "briefed",
        "claim_event",
        "covered",
        "covered_event",
        "current_side_kind",
        "current_version",
        "former",
        "changed",
        "incoming",
        "incoming_aggregate",
        "incoming_version",
        "known_actor",
        "known_release",
        "lake_part",
        "reactored",
        "rederived",
        "latter",
        "latter_group",
        "living",
        "narrowed_to",
        "respelled",
        "restated",
        "selected",
        "side_kind",
        "stage",
        "scope",
        "scope_measure",
        "shared_measure",
        "superseded",
        "tolled",
        "touched",
    ];
    objects().iter().any(|object| object.kind.stands_in_ledger() && object.name == name)
        || WORKING.contains(&name)
        || ["affected_", "former_", "numbered_", "present_", "turned_"].iter().any(|start| name.starts_with(start))
}

/// Statements that bring the tables of a ledger from the version before to this one.
pub fn upgrade_to(version: i32) -> &'static str {
    embedded("upgrade", &format!("to_{version}"))
}

fn text(kind: Kind, name: &str) -> &'static str {
    embedded(kind.folder(), name)
}

/// The text of a file. Names are compared as they stand: by their components, as paths are, it takes a millisecond for all of them.
fn embedded(folder: &str, name: &str) -> &'static str {
    let path = format!("{folder}/{name}.sql");
    let mut files = SQL.dirs().filter(|dir| dir.path().as_os_str() == folder).flat_map(Dir::files);
    files
        .find(|file| file.path().as_os_str() == path.as_str())
        .and_then(|file| file.contents_utf8())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_in_a_list_and_every_name_has_a_file() {
        for object in objects() {
            assert!(!object.body.trim().is_empty(), "sql/{}/{}.sql is missing", object.kind.folder(), object.name);
            assert!(!object.header.title.is_empty(), "{} has no first sentence", object.name);
            assert!(!object.header.grain.is_empty(), "{} has no grain", object.name);
        }
        for kind in [
            Kind::Table,
            Kind::Core,
            Kind::Mart,
            Kind::Macro,
            Kind::View,
            Kind::Report,
            Kind::Query,
            Kind::Check,
            Kind::Audit,
        ] {
            let folder = SQL.get_dir(kind.folder()).expect("the folder is embedded");
            for file in folder.files() {
                let name = file.path().file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
                assert!(of_kind(kind).any(|object| object.name == name), "{} is in no list", file.path().display());
            }
        }
    }
}
