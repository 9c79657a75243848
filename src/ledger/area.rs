//! The area that the words of a page mean.

use duckdb::Connection;

use super::params::Params;
use super::reference::{names, texts};
use crate::error::Result;
use crate::reference::{area_key, name_key};

/// Where a published sum lies, as far as the ledger knows the area by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Area {
    pub region: Option<String>,
    pub country: Option<String>,
    pub admin1: Option<String>,
}

/// How an area is written that the ledger can know.
pub(crate) const HOW: &str =
    "a region such as central_sahel, a country, 'AREA, COUNTRY', or the countries that make a region";

/// The area that a page's words mean: a region, a country, an area of a country, or countries that make a region.
///
/// What stands in brackets behind a name is left out.
pub(crate) fn area_of(conn: &Connection, words: &str) -> Result<Option<Area>> {
    let words = words.split('(').next().unwrap_or_default().trim();
    if words.is_empty() {
        return Ok(None);
    }
    let one = |sql: &str, value: String| -> Result<Option<String>> {
        Ok(names(conn, sql, &Params::new().with("key", value))?.into_iter().next())
    };
    let folded = name_key(words).replace([' ', '-'], "_");
    if let Some(region) = one("select region from region where region = $key", folded)? {
        return Ok(Some(Area { region: Some(region), ..Area::default() }));
    }
    let parts: Vec<&str> =
        words.split(',').flat_map(|part| part.split(" and ")).map(str::trim).filter(|part| !part.is_empty()).collect();
    let code =
        |name: &&str| one("select country_iso3 from country_alias where country_key = $key limit 1", name_key(name));
    let codes: Vec<Option<String>> = parts.iter().map(code).collect::<Result<_>>()?;
    if let Some(mut codes) = codes.iter().cloned().collect::<Option<Vec<String>>>() {
        if let [_] = codes.as_slice() {
            return Ok(Some(Area { country: Some(parts[0].to_owned()), ..Area::default() }));
        }
        codes.sort();
        let whole = "select region, string_agg(distinct country_iso3, ' ' order by country_iso3) from region_member \
                     group by region having bool_and(admin1 is null) order by region";
        let found = texts(conn, whole)?.into_iter().find(|row| row[1] == codes.join(" "));
        return Ok(found.map(|row| Area { region: Some(row[0].clone()), ..Area::default() }));
    }
    if let ([admin1, country], [None, Some(_)]) = (parts.as_slice(), codes.as_slice()) {
        let known = "select admin1_key from event where admin1_key = $key \
                     union select admin1_key from aggregate where admin1_key = $key limit 1";
        if one(known, area_key(admin1))?.is_some() {
            let (country, admin1) = (Some((*country).to_owned()), Some((*admin1).to_owned()));
            return Ok(Some(Area { country, admin1, region: None }));
        }
    }
    Ok(None)
}
