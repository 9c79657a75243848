//! What is stated about single events: that they were coordinated, that a place changed hands, what happened before.

use serde::Deserialize;

/// That somebody states of an event that it was one of several coordinated ones.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Coordination {
    /// The statement; its rows name the events that it takes together.
    pub statement_key: String,
    /// Source that codes the event.
    pub source: String,
    /// The event.
    pub source_event_id: String,
    /// Who says so.
    pub said_by: String,
    /// One of [`WORDINGS`].
    pub wording: String,
    /// Page that says so.
    pub url: String,
    /// What a reader must know.
    #[serde(default)]
    pub note: String,
}

/// What statements on coordination say.
pub const WORDINGS: &[&str] = &["coordinated", "simultaneous", "within_hours"];

/// That an event changed who holds its place, where its source does not code that in its types.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct PlaceChange {
    /// Source that codes the event, or `context`.
    pub source: String,
    /// The event, or the key of the context.
    pub source_event_id: String,
    /// One of [`CHANGES`].
    pub change: String,
    /// Who did it, as the source names them.
    pub changed_by: String,
    /// What a reader must know.
    #[serde(default)]
    pub note: String,
}

/// What can change at a place.
pub const CHANGES: &[&str] = &["overtaken", "regained", "transferred", "left", "base_established"];

/// An earlier event that reports mention: shown in histories, never counted.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Context {
    /// Identifier.
    pub context_key: String,
    /// Day, ISO 8601; the first day of what is known to the month or year.
    pub date: String,
    /// One of [`PRECISIONS`].
    pub date_precision: String,
    /// Country.
    #[serde(default)]
    pub country: String,
    /// First-order area.
    #[serde(default)]
    pub admin1: String,
    /// Place.
    pub location: String,
    /// Degrees; empty = unknown.
    #[serde(default)]
    pub latitude: String,
    /// Degrees; empty = unknown.
    #[serde(default)]
    pub longitude: String,
    /// What happened, in other words than the page's.
    pub what: String,
    /// Who did it, as the page says.
    #[serde(default)]
    pub actor: String,
    /// Who published it.
    pub source_name: String,
    /// Page that says so.
    pub url: String,
}

/// How well the day of a context is known.
pub const PRECISIONS: &[&str] = &["day", "month", "year"];

const NO_PAGE: &str = "the url is the address of a page, and begins with https:// or http://";

/// True for the address of a page, which can be linked without harm.
fn is_page(url: &str) -> bool {
    let rest = url.split_once("://").filter(|(scheme, _)| ["http", "https"].contains(&scheme.to_lowercase().as_str()));
    rest.is_some_and(|(_, rest)| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

/// What is wrong with a statement; nothing if it is sound.
pub(super) fn fault(said: &Coordination) -> Option<String> {
    if !WORDINGS.contains(&said.wording.as_str()) {
        return Some(format!("the wording '{}' is none of {}", said.wording, WORDINGS.join(", ")));
    }
    if !is_page(&said.url) {
        return Some(NO_PAGE.to_owned());
    }
    [&said.statement_key, &said.said_by, &said.url, &said.source, &said.source_event_id]
        .iter()
        .any(|text| text.is_empty())
        .then(|| "a statement needs a key, a source, an event, who says so and the address of the page".to_owned())
}

/// What is wrong with a change; nothing if it is sound.
pub(super) fn change_fault(row: &PlaceChange) -> Option<String> {
    if !CHANGES.contains(&row.change.as_str()) {
        return Some(format!("the change '{}' is none of {}", row.change, CHANGES.join(", ")));
    }
    [&row.source, &row.source_event_id, &row.changed_by]
        .iter()
        .any(|text| text.is_empty())
        .then(|| "a change needs a source, an event and who did it".to_owned())
}

/// What is wrong with a context; nothing if it is sound.
pub(super) fn context_fault(row: &Context) -> Option<String> {
    if !PRECISIONS.contains(&row.date_precision.as_str()) {
        return Some(format!("the precision '{}' is none of {}", row.date_precision, PRECISIONS.join(", ")));
    }
    if chrono::NaiveDate::parse_from_str(&row.date, "%Y-%m-%d").is_err() {
        return Some(format!("'{}' is no date: write YYYY-MM-DD", row.date));
    }
    if [&row.latitude, &row.longitude].iter().any(|text| !text.is_empty() && text.parse::<f64>().is_err()) {
        return Some("latitude and longitude are numbers".to_owned());
    }
    if !is_page(&row.url) {
        return Some(NO_PAGE.to_owned());
    }
    [&row.context_key, &row.location, &row.what, &row.source_name, &row.url].iter().any(|text| text.is_empty()).then(
        || "a context needs a key, a place, what happened, who published it and the address of the page".to_owned(),
    )
}
