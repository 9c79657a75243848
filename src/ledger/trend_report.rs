//! What a trend report asks beside the answers: days, kinds, places, state of the data, weeks of areas, loads.
//!
//! Each is a file of `sql/reports`, over the stored objects or, where a group or an area narrows the question, over the
//! selected events, as the answers are.

use super::cells::{self, CellRow};
use super::filter::Filter;
use super::params::Params;
use super::question::rows;
use super::{Ledger, Rows};
use crate::catalog::{self, Kind};
use crate::error::Result;

/// What is known of a loaded source.
#[derive(Clone, Debug)]
pub(crate) struct SourceFacts {
    pub(crate) source: String,
    pub(crate) title: String,
    pub(crate) census: bool,
    pub(crate) redistribute: bool,
    pub(crate) has_range: bool,
    pub(crate) has_claims: bool,
    pub(crate) note: Option<String>,
}

impl Ledger {
    /// Small results, cell by cell.
    pub(crate) fn cells(rows: &Rows) -> Result<Vec<CellRow>> {
        cells::read(rows)
    }

    /// The rows of one of the reports that only a trend report asks; `filter` names its source.
    ///
    /// # Errors
    /// As [`Ledger::fatalities`].
    pub(crate) fn report_rows(&self, name: &str, filter: &Filter, more: Params) -> Result<Vec<CellRow>> {
        let found = filter.resolve(self)?;
        let body = catalog::body(Kind::Report, name);
        let chain = if filter.is_coarse() {
            String::new()
        } else {
            self.select(&found, true, false)?;
            let needed: &[&str] = match name {
                "report_days" => &["event_measure", "fatalities_by_day"],
                _ => &["event_measure"],
            };
            self.chain(&found, needed)?
        };
        let mut params = found.params();
        for (name, value) in more.pairs() {
            params = params.with(name, value.clone());
        }
        cells::read(&rows(&self.conn, "the report", &format!("{chain} select * from ({body})"), &params)?)
    }

    /// The identifier and the ISO 3166 alpha-3 codes of the area that a filter names, and the group's identifier and name.
    ///
    /// # Errors
    /// [`crate::Error::Usage`] for names that the ledger does not know.
    pub(crate) fn report_subject(&self, filter: &Filter) -> Result<NamedSubject> {
        let found = filter.resolve(self)?;
        let params = found.params();
        let one = |sql: &str| -> Result<Vec<CellRow>> { cells::read(&self.query(sql, &params)?) };
        let mut subject = NamedSubject { id: String::new(), name: String::new(), countries: Vec::new() };
        if let Some(region) = &found.region {
            let named = one("select region_name as name from region where region = $region::text")?;
            subject.id.clone_from(region);
            subject.name = named.first().and_then(|row| row.owned("name")).unwrap_or_else(|| region.clone());
            let members = one(
                "select distinct country_iso3 as code from region_member where region = $region::text order by code",
            )?;
            subject.countries = members.iter().filter_map(|row| row.owned("code")).collect();
        } else if let Some(code) = &found.country_iso3 {
            let named = one("select country_name as name from country where country_iso3 = $country_iso3::text")?;
            subject.id.clone_from(code);
            subject.name = named.first().and_then(|row| row.owned("name")).unwrap_or_else(|| code.clone());
            subject.countries = vec![code.clone()];
        } else if let Some(country) = &found.country {
            subject.id.clone_from(country);
            subject.name.clone_from(country);
        } else if let Some(actor) = &found.actor_id {
            let named = one("select actor_name as name from actor where actor_id = $actor_id::text")?;
            subject.id.clone_from(actor);
            subject.name = named.first().and_then(|row| row.owned("name")).unwrap_or_else(|| actor.clone());
        }
        Ok(subject)
    }

    /// The loaded sources of events, by name.
    ///
    /// # Errors
    /// [`crate::Error::Engine`].
    pub(crate) fn report_sources(&self) -> Result<Vec<SourceFacts>> {
        let sql = "select source, title, census, redistribute, has_range, has_claims, note from source order by source";
        let found = cells::read(&self.query(sql, &Params::new())?)?;
        found
            .iter()
            .map(|row| {
                Ok(SourceFacts {
                    source: row.needed("source")?.to_owned(),
                    title: row.needed("title")?.to_owned(),
                    census: row.is_true("census"),
                    redistribute: row.is_true("redistribute"),
                    has_range: row.is_true("has_range"),
                    has_claims: row.is_true("has_claims"),
                    note: row.owned("note").filter(|note| !note.is_empty()),
                })
            })
            .collect()
    }
}

/// The area or group that a report is about.
#[derive(Clone, Debug)]
pub(crate) struct NamedSubject {
    /// Identifier of the region or the group, code or name of the country; empty for everything.
    pub(crate) id: String,
    /// Name to show.
    pub(crate) name: String,
    /// ISO 3166 alpha-3 codes of its countries, where it has any.
    pub(crate) countries: Vec<String>,
}
