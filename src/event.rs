//! The canonical event and claim: which columns there are, of which type, and what they mean.
//!
//! Source definitions map a publisher's columns onto these names, the normaliser types and checks them, and the
//! tables of `sql/schema` store them. The order here is the order of the staged batches.

/// Type of a canonical column; every one is nullable in Arrow, `required` is checked row by row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// UTF-8 text, trimmed; empty is NULL.
    Text,
    /// 64-bit integer.
    Integer,
    /// 64-bit floating point number.
    Double,
    /// Days since 1970-01-01.
    Date,
    /// True or false.
    Boolean,
}

/// One canonical column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Name in the tables and in source definitions.
    pub name: &'static str,
    /// Type after normalisation.
    pub kind: ColumnType,
    /// A row without it is rejected.
    pub required: bool,
    /// The values it may hold; empty = any.
    pub allowed: &'static [&'static str],
    /// Smallest and largest value of a number, inclusive.
    pub range: Option<(f64, f64)>,
}

const fn column(name: &'static str, kind: ColumnType) -> Column {
    Column { name, kind, required: false, allowed: &[], range: None }
}

const fn required(name: &'static str, kind: ColumnType) -> Column {
    Column { name, kind, required: true, allowed: &[], range: None }
}

const fn coded(name: &'static str, is_required: bool, allowed: &'static [&'static str]) -> Column {
    Column { name, kind: ColumnType::Text, required: is_required, allowed, range: None }
}

const fn count(name: &'static str) -> Column {
    Column { name, kind: ColumnType::Integer, required: false, allowed: &[], range: Some((0.0, 100_000_000.0)) }
}

const fn degrees(name: &'static str, limit: f64) -> Column {
    Column { name, kind: ColumnType::Double, required: false, allowed: &[], range: Some((-limit, limit)) }
}

/// Precision of a date: a day, a few days, a week, a month, or longer.
pub const DATE_PRECISIONS: &[&str] = &["day", "days", "week", "month", "longer"];

/// Precision of a place, from the exact point to international waters.
pub const PLACE_PRECISIONS: &[&str] = &["exact", "near", "district", "region", "area", "country", "international"];

/// What an event counts as; an answer's `events` are political violence.
pub const DISORDERS: &[&str] = &["political_violence", "demonstrations", "strategic_developments"];

/// ACLED's six event types in its own words, UCDP's three types of organised violence, GTD's one, and none.
///
/// Sources: ACLED codebook (2023), UCDP GED codebook 25.1, GTD codebook (2021; "terrorist" is its coding). The schemes
/// are never mapped into each other; a list of one's own that has no scheme is unclassified.
pub const EVENT_CLASSES: &[&str] = &[
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Protests",
    "Riots",
    "Strategic developments",
    "state_based",
    "non_state",
    "one_sided",
    "terrorist_incident",
    "unclassified",
];

/// How a death count may mislead: ACLED's 0 for unknown, its fixed values for words such as "dozens", and GTD's toll of
/// several incidents divided among them.
pub const DEATHS_RULES: &[&str] = &["unknown_zero", "coded_value", "divided", "none"];

/// Columns that a source definition fills for an event; one row per event.
pub const EVENT: &[Column] = &[
    required("source_event_id", ColumnType::Text),
    required("start_date", ColumnType::Date),
    required("end_date", ColumnType::Date),
    coded("date_precision", true, DATE_PRECISIONS),
    coded("event_class", true, EVENT_CLASSES),
    column("event_type", ColumnType::Text),
    column("event_subtype", ColumnType::Text),
    coded("disorder", true, DISORDERS),
    column("civilian_targeting", ColumnType::Boolean),
    column("country", ColumnType::Text),
    column("admin1", ColumnType::Text),
    column("admin2", ColumnType::Text),
    column("place", ColumnType::Text),
    degrees("latitude", 90.0),
    degrees("longitude", 180.0),
    coded("place_precision", false, PLACE_PRECISIONS),
    count("deaths_low"),
    count("deaths_best"),
    count("deaths_high"),
    count("deaths_a"),
    count("deaths_b"),
    count("deaths_civilians"),
    count("deaths_unknown"),
    coded("deaths_rule", true, DEATHS_RULES),
    coded("status", true, &["final", "provisional"]),
    column("reported_by", ColumnType::Text),
    column("summary", ColumnType::Text),
];

/// Columns of an aggregate: one published sum over an area, a period and a category.
pub const AGGREGATE: &[Column] = &[
    coded("area_level", true, &["country", "admin1", "admin2"]),
    column("country", ColumnType::Text),
    column("country_code", ColumnType::Text),
    column("admin1", ColumnType::Text),
    column("admin1_code", ColumnType::Text),
    column("admin2", ColumnType::Text),
    column("admin2_code", ColumnType::Text),
    required("period_start", ColumnType::Date),
    required("period_end", ColumnType::Date),
    coded("period_kind", true, &["week", "month"]),
    required("category", ColumnType::Text),
    column("subcategory", ColumnType::Text),
    count("events"),
    count("deaths"),
    count("population_exposure"),
];

/// What a claim counts.
pub const METRICS: &[&str] = &["killed", "injured", "arrested", "captured_or_missing", "displaced"];

/// Who says a figure, in the words that answers know; a claim may name anybody else.
pub const CLAIMANTS: &[&str] = &[
    "the armed group itself",
    "government/army",
    "security sources",
    "local officials",
    "residents",
    "NGO/monitor",
    "unnamed sources",
];

/// Whose figure a claim may repeat without saying so: that of a belligerent.
pub const REPEATED: &[&str] = &["the armed group itself", "government/army"];

/// What a claim says of its number, and words that stand for one.
pub const QUALIFIERS: &[&str] = &[
    "exactly",
    "at_least",
    "more_than",
    "about",
    "up_to",
    "fewer_than",
    "several",
    "dozens",
    "scores",
    "hundreds",
    "thousands",
];

/// Whose word a claim is: a belligerent's, by the side that its losses are counted on, or nobody's who fights.
pub const CLAIMANT_SIDES: &[&str] = &["state_forces", "militants", "neither"];

/// What a belligerent's claim is to it: of the other side's losses, of its own, or of neither.
pub const INTERESTS: &[&str] = &["interested", "admission", "none"];

/// Victim sides of a claim.
pub const VICTIM_SIDES: &[&str] = &["state_forces", "civilians", "militants", "unspecified"];

/// Verification tiers of a claim, most credible first.
pub const VERIFICATIONS: &[&str] = &["confirmed_by_government", "unconfirmed", "claimed_by_perpetrator", "disputed"];

/// Columns of a claim: one published figure.
pub const CLAIM: &[Column] = &[
    required("claim_id", ColumnType::Text),
    column("event_source", ColumnType::Text),
    column("source_event_id", ColumnType::Text),
    column("event_date", ColumnType::Date),
    column("event_place", ColumnType::Text),
    column("event_actor", ColumnType::Text),
    column("part_of", ColumnType::Text),
    coded("metric", true, METRICS),
    coded("victim_side", true, VICTIM_SIDES),
    count("value_low"),
    count("value_best"),
    count("value_high"),
    coded("qualifier", false, QUALIFIERS),
    required("claimant", ColumnType::Text),
    coded("claimant_side", false, CLAIMANT_SIDES),
    coded("interest", false, INTERESTS),
    column("reported_by", ColumnType::Text),
    column("origin", ColumnType::Text),
    column("statement", ColumnType::Text),
    column("published", ColumnType::Date),
    column("url", ColumnType::Text),
    coded("verification", true, VERIFICATIONS),
    coded("repeats_verification", false, VERIFICATIONS),
    coded("likely_repeats", false, REPEATED),
    column("period_start", ColumnType::Date),
    column("period_end", ColumnType::Date),
    column("region", ColumnType::Text),
    column("note", ColumnType::Text),
];

/// Columns of a list of events that their source has deleted.
pub const DELETION: &[Column] = &[
    required("source_event_id", ColumnType::Text),
    Column { name: "deleted_at", kind: ColumnType::Integer, required: true, allowed: &[], range: Some((0.0, 1e11)) },
];

/// Kinds of actors, in the order in which evidence for them wins.
pub const ACTOR_KINDS: &[&str] = &[
    "state_forces",
    "auxiliary",
    "organised_group",
    "communal",
    "civilians",
    "unidentified",
    "placeholder",
    "rioters",
    "protesters",
    "external",
    "unknown",
];
