//! What a question is about: period, area, group, class of events.

use chrono::NaiveDate;

use super::Ledger;
use super::params::{Params, run};
use super::reference::{names, read};
use crate::catalog::{self, Kind};
use crate::error::{Error, Result};
use crate::event::EVENT_CLASSES;
use crate::reference::{Resolver, area_key, name_key};

/// Filters as a person gives them; all are optional and hold together.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// First start date.
    pub since: Option<NaiveDate>,
    /// Last start date.
    pub until: Option<NaiveDate>,
    /// Country, by any of its names.
    pub country: Option<String>,
    /// First-order area, by any spelling that differs in case, accents and words such as region only.
    pub admin1: Option<String>,
    /// Region above countries.
    pub region: Option<String>,
    /// Group, by identifier or any of its names.
    pub group: Option<String>,
    /// Class of events.
    pub class: Option<String>,
    /// Only events that target civilians.
    pub civilians: bool,
    /// Source.
    pub source: Option<String>,
    /// Text in names, places, types and summaries.
    pub search: Option<String>,
    /// Count a group's allies with it.
    pub with_allies: bool,
    /// Count a group without its members.
    pub no_members: bool,
}

/// A filter whose names have been found in the ledger.
#[derive(Clone, Debug, Default)]
pub(crate) struct Resolved {
    pub since: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub country: Option<String>,
    pub country_iso3: Option<String>,
    pub admin1_key: Option<String>,
    pub region: Option<String>,
    pub actor_id: Option<String>,
    pub class: Option<String>,
    pub civilians: bool,
    pub source: Option<String>,
    pub search: Option<String>,
    pub with_allies: bool,
    pub no_members: bool,
}

impl Filter {
    /// True if only the period, and the source, are given: the precomputed answers serve.
    pub fn is_coarse(&self) -> bool {
        self.country.is_none()
            && self.admin1.is_none()
            && self.region.is_none()
            && self.group.is_none()
            && self.class.is_none()
            && !self.civilians
            && self.search.is_none()
            && !self.no_members
            && !self.with_allies
    }

    /// Finds every name in the ledger.
    pub(crate) fn resolve(&self, ledger: &Ledger) -> Result<Resolved> {
        if let (Some(since), Some(until)) = (self.since, self.until)
            && until < since
        {
            return Err(Error::Usage {
                reason: format!("the period ends ({until}) before it begins ({since})"),
                hint: "swap --since and --until".to_owned(),
            });
        }
        let by_event = self.country.is_some() || self.admin1.is_some() || self.class.is_some() || self.civilians;
        if ledger.is_stand_in && by_event {
            return Err(super::stand_in::refused());
        }
        let source = self.source.as_deref().map(|name| ledger.known_source(name)).transpose()?;
        let (country, country_iso3) = match &self.country {
            Some(name) => ledger.known_country(name)?,
            None => (None, None),
        };
        Ok(Resolved {
            since: self.since,
            until: self.until,
            country,
            country_iso3,
            admin1_key: self.admin1.as_deref().map(|name| ledger.known_admin1(name)).transpose()?,
            region: self.region.as_deref().map(|name| ledger.known_region(name)).transpose()?,
            actor_id: self.group.as_deref().map(|name| ledger.known_actor(name)).transpose()?,
            class: self.class.as_deref().map(known_class).transpose()?,
            civilians: self.civilians,
            source,
            search: self.search.clone(),
            with_allies: self.with_allies,
            no_members: self.no_members,
        })
    }
}

impl Resolved {
    pub(crate) fn params(&self) -> Params {
        Params::new()
            .with("since", self.since)
            .with("until", self.until)
            .with("country", self.country.clone())
            .with("country_iso3", self.country_iso3.clone())
            .with("admin1_key", self.admin1_key.clone())
            .with("region", self.region.clone())
            .with("actor_id", self.actor_id.clone())
            .with("event_class", self.class.clone())
            .with("civilians", self.civilians)
            .with("source", self.source.clone())
            .with("search", self.search.clone())
            .with("with_allies", self.with_allies)
            .with("no_members", self.no_members)
    }
}

/// A class of events by its name, without regard to case and punctuation.
fn known_class(name: &str) -> Result<String> {
    let fold =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    EVENT_CLASSES.iter().find(|class| fold(class) == fold(name)).map(|class| (*class).to_owned()).ok_or_else(|| {
        Error::Usage {
            reason: format!("there is no class of events named '{name}'"),
            hint: format!("classes: {}", EVENT_CLASSES.join(", ")),
        }
    })
}

impl Ledger {
    pub(super) fn names(&self, sql: &str, params: &Params) -> Result<Vec<String>> {
        names(&self.conn, sql, params)
    }

    pub(crate) fn known_source(&self, name: &str) -> Result<String> {
        let known = self.names("select source from source order by source", &Params::new())?;
        if known.iter().any(|source| source == name) {
            return Ok(name.to_owned());
        }
        Err(Error::Usage {
            reason: format!("the source '{name}' has not been loaded into {}", self.path.display()),
            hint: format!("loaded: {}", if known.is_empty() { "none".to_owned() } else { known.join(", ") }),
        })
    }

    pub(crate) fn known_policy(&self, name: &str) -> Result<String> {
        let known = self.names("select policy from policy order by position", &Params::new())?;
        let folded = name.trim().to_lowercase().replace(['-', ' '], "_");
        known.iter().find(|policy| **policy == folded).cloned().ok_or_else(|| Error::Usage {
            reason: format!("there is no policy named '{name}'"),
            hint: format!("policies: {}; `warledger policies` says what they let in", known.join(", ")),
        })
    }

    pub(crate) fn known_country(&self, name: &str) -> Result<(Option<String>, Option<String>)> {
        let by_name = Params::new().with("key", name_key(name)).with("code", name.to_uppercase());
        let codes = self.names(
            "select country_iso3 from country_alias where country_key = $key union select country_iso3 from country where country_iso3 = $code",
            &by_name,
        )?;
        if let Some(code) = codes.into_iter().next() {
            return Ok((None, Some(code)));
        }
        let given = Params::new().with("name", name);
        let found = self.names(
            "select distinct country from event where lower(country) = lower($name) \
             union select distinct country from aggregate where lower(country) = lower($name)",
            &given,
        )?;
        match found.into_iter().next() {
            Some(country) => Ok((Some(country), None)),
            None => Err(self.unknown(
                "country",
                name,
                "select distinct country from event where country is not null order by country",
            )?),
        }
    }

    pub(crate) fn known_admin1(&self, name: &str) -> Result<String> {
        let key = area_key(name);
        let params = Params::new().with("key", key.as_str());
        let found = self.names(
            "select distinct admin1_key from event where admin1_key = $key \
             union select distinct admin1_key from aggregate where admin1_key = $key",
            &params,
        )?;
        if found.is_empty() {
            return Err(self.unknown(
                "first-order area",
                name,
                "select distinct admin1 from event where admin1 is not null order by admin1",
            )?);
        }
        Ok(key)
    }

    pub(crate) fn known_region(&self, name: &str) -> Result<String> {
        let folded = name_key(name).replace([' ', '-'], "_");
        let known = self.names("select region from region order by region", &Params::new())?;
        known.iter().find(|region| **region == folded).cloned().ok_or_else(|| Error::Usage {
            reason: format!("there is no region named '{name}'"),
            hint: format!("regions: {}", known.join(", ")),
        })
    }

    pub(crate) fn known_actor(&self, name: &str) -> Result<String> {
        let params = Params::new().with("name", name);
        let sql = "select actor_id from actor where actor_id = $name or lower(actor_name) = lower($name) \
                   union all select actor_id from actor_spelling where lower(actor_name) = lower($name) and shared = 'sole' \
                   limit 1";
        if let Some(found) = self.names(sql, &params)?.into_iter().next() {
            return Ok(found);
        }
        let parts = Resolver::new(&read(&self.conn)?)?.resolve(name, "");
        let known =
            self.names("select actor_id from actor union select actor_id from actor_reference", &Params::new())?;
        match parts.as_slice() {
            [only] if only.origin != "source" && known.contains(&only.actor_id) => Ok(only.actor_id.clone()),
            _ => Err(self.unknown("group", name, "select distinct actor_name from actor order by actor_name")?),
        }
    }

    /// The error for a name that is not there, with the names most like it.
    pub(super) fn unknown(&self, what: &str, name: &str, all: &str) -> Result<Error> {
        let mut near: Vec<(usize, String)> = self
            .names(all, &Params::new())?
            .into_iter()
            .map(|known| (distance(&name_key(name), &name_key(&known)), known))
            .collect();
        near.sort();
        let names: Vec<String> = near.into_iter().take(5).map(|(_, known)| known).collect();
        let hint = if names.is_empty() {
            "the ledger holds none".to_owned()
        } else {
            format!("nearest: {}", names.join(", "))
        };
        Ok(Error::Usage { reason: format!("there is no {what} named '{name}' in the ledger"), hint })
    }

    /// Puts the events of a question into the temporary table `selected`.
    pub(crate) fn select(&self, filter: &Resolved, with_period: bool, straddling: bool) -> Result<()> {
        if self.is_stand_in {
            return Err(super::stand_in::refused());
        }
        let doing = "selecting events";
        run(
            &self.conn,
            doing,
            "create or replace temp table selected (source text, source_event_id text)",
            &Params::new(),
        )?;
        let mut params = filter.params().with("straddling", straddling);
        if !with_period {
            params = params.with("since", None::<String>).with("until", None::<String>);
        }
        let insert = format!("insert into selected {}", catalog::body(Kind::Report, "selected_event"));
        run(&self.conn, doing, &insert, &params).map(drop)
    }
}

/// Edits that lead from one text to the other; a text that contains the other is near.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    if !a.is_empty() && b.contains(a) {
        return b.len() - a.len();
    }
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()] * 2
}
