//! The pattern around an event, a place or a group: attacks on several places within two days, and who held a place.

use serde::Serialize;

use super::Ledger;
use super::brief_event::pages;
use super::cells::{self, CellRow};
use super::filter::Filter;
use super::params::Params;
use crate::error::{Error, Result};

/// Attacks of one group on several places within two days.
#[derive(Clone, Debug, Serialize)]
pub struct Cluster {
    /// Source of the events.
    pub source: String,
    /// The group.
    pub group: String,
    /// First and last day.
    pub days: (String, String),
    /// Places in the order of the days.
    pub attacked: String,
    /// Greatest distance between two of them, in kilometres.
    pub distance_km: Option<f64>,
    /// Bound of the chance that attacks fall so close by themselves, 0 to 1.
    pub chance_level: Option<f64>,
    /// Why there is none.
    pub chance_missing: Option<String>,
    /// Events in it.
    pub events: i64,
    /// Who states that they were coordinated.
    pub stated_by: Option<String>,
    /// Of how many of the events.
    pub stated_events: Option<i64>,
    /// The places of these events.
    pub stated_attacked: Option<String>,
    /// Addresses of pages that say so; none of a belligerent's own channel.
    pub stated_urls: Vec<String>,
    /// What makes them coordinated: stated, chance, both; none if nothing does.
    pub basis: Option<String>,
}

/// Who took, regained or left a place; or earlier context, never counted.
#[derive(Clone, Debug, Serialize)]
pub struct Held {
    /// Source of the event, or `context`.
    pub source: String,
    /// Its identifier.
    pub record_key: String,
    /// First day.
    pub start_date: String,
    /// day, days, week, month, longer, year.
    pub date_precision: String,
    /// overtaken, regained, transferred, left, base_established.
    pub change: Option<String>,
    /// Who did it.
    pub changed_by: Option<String>,
    /// What context says, in our own words.
    pub what: Option<String>,
    /// Who published the context.
    pub reported_by: Option<String>,
    /// Address of the context's page.
    pub url: Option<String>,
}

impl Ledger {
    /// Clusters of attacks that an event is in, or the coordinated ones of a group with an event in the temporary table
    /// `briefed`.
    pub(super) fn clusters_of(&self, params: &Params) -> Result<Vec<Cluster>> {
        let number = |row: &CellRow, name: &str| row.text(name).and_then(|number| number.parse().ok());
        self.brief_rows("brief_clusters", params)?
            .iter()
            .map(|row| {
                Ok(Cluster {
                    source: row.needed("source")?.to_owned(),
                    group: row.owned("actor_name").unwrap_or_default(),
                    days: (row.needed("first_date")?.to_owned(), row.needed("last_date")?.to_owned()),
                    attacked: row.owned("attacked").unwrap_or_default(),
                    distance_km: number(row, "distance_km"),
                    chance_level: number(row, "chance_level"),
                    chance_missing: row.owned("chance_missing"),
                    events: row.whole("events").unwrap_or(0),
                    stated_by: row.owned("stated_by"),
                    stated_events: row.whole("stated_events"),
                    stated_attacked: row.owned("stated_attacked"),
                    stated_urls: pages(row.text("stated_urls")).map(str::to_owned).collect(),
                    basis: row.owned("basis"),
                })
            })
            .collect()
    }

    /// Who took, regained or left a place; nothing where no history knows it by its whole name.
    pub(super) fn held(&self, place: &str, filter: &Filter) -> Result<Vec<Held>> {
        let place = place.split(" (").next().unwrap_or(place);
        let history = match self.history(place, filter, true) {
            Ok(history) => history,
            Err(Error::Usage { .. }) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        cells::read(&history)?
            .iter()
            .map(|row| {
                let is_context = row.text("source") == Some("context");
                Ok(Held {
                    source: row.needed("source")?.to_owned(),
                    record_key: row.needed("record_key")?.to_owned(),
                    start_date: row.needed("start_date")?.to_owned(),
                    date_precision: row.owned("date_precision").unwrap_or_default(),
                    change: row.owned("change"),
                    changed_by: row.owned("changed_by"),
                    // A source's own words may name people; the context is in our own.
                    what: row.owned("summary").filter(|_| is_context),
                    reported_by: row.owned("reported_by").filter(|_| is_context),
                    url: pages(row.text("urls").filter(|_| is_context)).next().map(str::to_owned),
                })
            })
            .collect()
    }
}
