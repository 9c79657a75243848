//! Questions about places: the coast, areas and actors that are new, the history of a place.

use super::filter::Filter;
use super::params::Params;
use super::question::rows;
use super::{Ledger, Rows};
use crate::catalog::{self, Kind};
use crate::error::{Error, Result};

/// What is new: areas of groups, or actors of countries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newcomers {
    /// First- and second-order areas that a group enters.
    Areas,
    /// Actors that appear in a country.
    Actors,
}

/// The filter of the events at the coast.
///
/// # Errors
/// [`Error::Usage`] if it names an area: the coast is the area that the question is about.
pub fn at_the_coast(filter: &Filter) -> Result<Filter> {
    if filter.country.is_some() || filter.admin1.is_some() || filter.region.is_some() {
        return Err(Error::Usage {
            reason: "the coast and its northern regions are the areas that this answer is about".to_owned(),
            hint: "leave out --country, --admin1 and --region; other areas are in `warledger trends`".to_owned(),
        });
    }
    Ok(Filter { region: Some("coastal_west_africa".to_owned()), ..filter.clone() })
}

impl Ledger {
    /// A group, or all events, in the coastal states and their northern regions by quarter: columns of the view
    /// `coastal_pressure`.
    ///
    /// `most` is for each source, the newest quarters.
    ///
    /// # Errors
    /// [`Error::Usage`] for names that the ledger does not know, and for filters by area: the areas are the question.
    pub fn coast(&self, filter: &Filter, most: Option<i64>) -> Result<Rows> {
        at_the_coast(filter)?;
        let found = filter.resolve(self)?;
        let alone = Filter { group: None, ..filter.clone() }.is_coarse();
        let chain = if alone && filter.group.is_none() {
            String::new()
        } else {
            self.select(&found, false, false)?;
            let needed =
                ["event_measure", "event_area", "group_event", "group_measure", "group_country", "coastal_pressure"];
            self.chain(&found, &needed)?
        };
        let sql = format!("{chain} select * from ({})", catalog::body(Kind::Report, "coast"));
        rows(&self.conn, "coast", &sql, &found.params().with("most", most))
    }

    /// Areas that groups enter, or actors that appear in countries, newest first: columns of `new_areas` or `new_actors`.
    ///
    /// # Errors
    /// [`Error::Usage`] for names that the ledger does not know.
    pub fn newcomers(&self, filter: &Filter, what: Newcomers, all_kinds: bool, most: i64) -> Result<Rows> {
        let found = filter.resolve(self)?;
        let (view, report) = match what {
            Newcomers::Areas => ("new_areas", "new_areas_of"),
            Newcomers::Actors => ("new_actors", "new_actors_of"),
        };
        let chain = if filter.is_coarse() {
            String::new()
        } else {
            self.select(&found, false, false)?;
            self.chain(&found, &["event_measure", "group_event", view])?
        };
        let params = found.params().with("all_kinds", all_kinds).with("most", most);
        let sql = format!("{chain} select * from ({})", catalog::body(Kind::Report, report));
        rows(&self.conn, view, &sql, &params)
    }

    /// The history of a place, oldest first: columns of the view `place_history`.
    ///
    /// The place is found where its whole name stands in the source's, without case, accents and punctuation. Of the
    /// filter, the period, the country and the source hold.
    ///
    /// # Errors
    /// [`Error::Usage`] if no event and no context has such a place; the nearest names are named.
    pub fn history(&self, place: &str, filter: &Filter, changes_only: bool) -> Result<Rows> {
        let found = filter.resolve(self)?;
        let params = found.params().with("place", place);
        let key =
            "' ' || trim(regexp_replace(strip_accents(lower($place::text)), '[^\\p{L}\\p{N}]+', ' ', 'g')) || ' '";
        let keys = self.names(&format!("select {key}"), &params)?;
        let key = keys.into_iter().next().filter(|key| !key.trim().is_empty()).ok_or_else(|| Error::Usage {
            reason: "a place has a name of letters or numbers".to_owned(),
            hint: "name a place: warledger history Timbuktu".to_owned(),
        })?;
        let params = found.params().with("place_key", key.as_str()).with("changes_only", changes_only);
        let sql = format!("select * from ({})", catalog::body(Kind::Report, "history"));
        let history = rows(&self.conn, "history", &sql, &params)?;
        if history.is_empty() {
            let known = "select 1::text from place_history where contains(place_key, $place_key::text) limit 1";
            if self.names(known, &Params::new().with("place_key", key.as_str()))?.is_empty() {
                let places = "select place from event where place is not null union select location from context";
                return Err(self.unknown("place", place, places)?);
            }
        }
        Ok(history)
    }
}
