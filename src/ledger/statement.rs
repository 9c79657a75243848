//! A published figure as it is said: a number, what it counts, where and when, and what it claims of the number.

use chrono::NaiveDate;
use serde::Serialize;

use super::filter::Filter;
use super::params::Params;
use super::reference::{names, texts};
use super::{Ledger, cells};
use crate::catalog::{self, Kind};
use crate::error::{Error, Result};
use crate::event::{METRICS, VICTIM_SIDES};

/// What a statement says of its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// At least, more than, over.
    AtLeast,
    /// Exactly, about, or the bare number.
    About,
    /// Up to, at most, fewer than.
    AtMost,
}

/// A figure that somebody has published.
#[derive(Clone, Debug)]
pub struct Statement {
    /// In words, such as "more than 400".
    pub words: String,
    /// The number.
    pub figure: i64,
    /// What is said of it.
    pub sense: Sense,
    /// One of [`METRICS`].
    pub metric: String,
    /// One of [`VICTIM_SIDES`], or `all`.
    pub side: String,
    /// Where, when, in events of whom.
    pub filter: Filter,
    /// The one event that it is about: source and identifier.
    pub event: Option<(String, String)>,
    /// The claim that it is.
    pub claim: Option<Claimed>,
}

/// The claim that a statement is.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Claimed {
    /// Data set.
    pub source: String,
    /// Identifier in it.
    pub claim_id: String,
    /// The first claim of its statement.
    pub statement_id: String,
    /// Who says it.
    pub claimant: String,
    /// Who published it.
    pub reported_by: Option<String>,
    /// Whose report it goes back to.
    pub origin: Option<String>,
    /// Date of the page.
    pub published: Option<String>,
    /// Tier.
    pub verification: String,
    /// Its region, in the words of the page.
    pub region: Option<String>,
}

const WORDS: &[(&str, Sense)] = &[
    ("more than", Sense::AtLeast),
    ("at least", Sense::AtLeast),
    ("over", Sense::AtLeast),
    ("no fewer than", Sense::AtLeast),
    ("no less than", Sense::AtLeast),
    (">=", Sense::AtLeast),
    (">", Sense::AtLeast),
    ("up to", Sense::AtMost),
    ("at most", Sense::AtMost),
    ("fewer than", Sense::AtMost),
    ("less than", Sense::AtMost),
    ("under", Sense::AtMost),
    ("<=", Sense::AtMost),
    ("<", Sense::AtMost),
    ("about", Sense::About),
    ("around", Sense::About),
    ("some", Sense::About),
    ("nearly", Sense::About),
    ("almost", Sense::About),
    ("exactly", Sense::About),
    ("", Sense::About),
];

/// The number of a statement in words, and what is said of it.
///
/// # Errors
/// [`Error::Usage`] for words that are not known, and for figures without a number, such as dozens.
fn parse(words: &str) -> Result<(i64, Sense)> {
    let text = words.trim().to_lowercase();
    let at = text.find(|c: char| c.is_ascii_digit());
    let parsed = at.and_then(|at| {
        let (before, number) = (text[..at].trim(), text[at..].trim());
        let (number, plus) = number.strip_suffix('+').map_or((number, false), |number| (number.trim(), true));
        let digits: String =
            number.chars().filter(|c| ![',', ' ', '\'', '_', '\u{a0}', '\u{202f}'].contains(c)).collect();
        let figure = digits.parse::<i64>().ok()?;
        let sense = WORDS.iter().find(|(known, _)| *known == before).map(|(_, sense)| *sense)?;
        Some((figure, if plus { Sense::AtLeast } else { sense }))
    });
    parsed.ok_or_else(|| Error::Usage {
        reason: format!("'{words}' is no figure that can be checked"),
        hint: "write a number, or words before one: \"more than 400\", \"at least 30\", \"about 60\", \"up to 200\""
            .to_owned(),
    })
}

impl Statement {
    /// A statement from words.
    ///
    /// # Errors
    /// [`Error::Usage`] for a figure without a number, an unknown metric or side.
    pub fn new(words: &str, metric: &str, side: &str, filter: Filter) -> Result<Self> {
        let (figure, sense) = parse(words)?;
        let known = |what: &str, name: &str, known: &[&str]| {
            if known.contains(&name) {
                return Ok(name.to_owned());
            }
            Err(Error::Usage { reason: format!("there is no {what} named '{name}'"), hint: known.join(", ") })
        };
        let sides: Vec<&str> = VICTIM_SIDES.iter().copied().chain(["all"]).collect();
        Ok(Statement {
            words: words.trim().to_owned(),
            figure,
            sense,
            metric: known("metric", metric, METRICS)?,
            side: known("side", side, &sides)?,
            filter,
            event: None,
            claim: None,
        })
    }
}

/// Where a published sum lies, as far as the ledger knows the area by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Area {
    pub region: Option<String>,
    pub country: Option<String>,
    pub admin1: Option<String>,
}

impl Ledger {
    /// The statement that a claim makes.
    ///
    /// # Errors
    /// [`Error::Usage`] if there is no such claim, or several; [`Error::Refused`] if it gives no number, or speaks of
    /// an area that the ledger does not know.
    pub fn statement_of(&self, claim: &str) -> Result<Statement> {
        let (source, id) = match claim.split_once(' ').or_else(|| claim.split_once('/')) {
            Some((source, id)) if self.known_source(source).is_ok() => (Some(source.to_owned()), id.to_owned()),
            _ => (None, claim.to_owned()),
        };
        let params = Params::new().with("source", source).with("claim_id", id.as_str());
        let body = catalog::body(Kind::Report, "stated_claim");
        let found = cells::read(&self.query(body, &params)?)?;
        let row = match found.as_slice() {
            [row] => row,
            [] => return Err(self.no_claim(&id)?),
            [first, ..] => {
                return Err(Error::Usage {
                    reason: format!("several data sets have a claim {id}"),
                    hint: format!("name the data set with it: '{} {id}'", first.needed("source")?),
                });
            }
        };
        let Some(figure) = row.whole("figure") else {
            return Err(Error::Refused {
                reason: format!(
                    "the claim {id} gives no number ({}): it cannot be checked",
                    row.text("qualifier").unwrap_or("-")
                ),
                hint: "check a figure of your own: warledger check \"at least 24\" --help".to_owned(),
            });
        };
        let qualifier = row.text("qualifier").unwrap_or("exactly").replace('_', " ");
        let words = if qualifier == "exactly" { figure.to_string() } else { format!("{qualifier} {figure}") };
        let event = row.text("event_source").zip(row.text("source_event_id"));
        let mut filter = Filter::default();
        if event.is_none() {
            let day = |name: &str| row.text(name).and_then(|day| day.parse::<NaiveDate>().ok());
            filter.since = day("period_start");
            filter.until = day("period_end");
            let region = row.text("region").unwrap_or_default();
            let area = self.area_of(region)?.ok_or_else(|| Error::Refused {
                reason: format!("cannot be decided: the ledger knows no area called '{region}'"),
                hint: format!(
                    "name it yourself: warledger check \"{words}\" --side {} --region NAME, or --country, --admin1",
                    row.text("victim_side").unwrap_or("all")
                ),
            })?;
            (filter.region, filter.country, filter.admin1) = (area.region, area.country, area.admin1);
        }
        let owned = |name: &str| row.text(name).map(str::to_owned);
        // A figure whose side nobody states is one of people of all kinds.
        let side = match row.needed("victim_side")? {
            "unspecified" => "all",
            side => side,
        };
        Ok(Statement {
            event: event.map(|(source, id)| (source.to_owned(), id.to_owned())),
            claim: Some(Claimed {
                source: row.needed("source")?.to_owned(),
                claim_id: row.needed("claim_id")?.to_owned(),
                statement_id: row.needed("statement_id")?.to_owned(),
                claimant: row.needed("claimant")?.to_owned(),
                reported_by: owned("reported_by"),
                origin: owned("origin"),
                published: owned("published"),
                verification: row.needed("verification")?.to_owned(),
                region: owned("region"),
            }),
            ..Statement::new(&words, row.needed("metric")?, side, filter)?
        })
    }

    fn no_claim(&self, id: &str) -> Result<Error> {
        let near = Params::new().with("id", id);
        let sql = "select claim_id from claim where contains(claim_id, $id) or contains($id, claim_id) \
                   or contains(source_event_id, $id) order by claim_id limit 5";
        let near = names(&self.conn, sql, &near)?;
        let hint = if near.is_empty() {
            "list them: warledger sql \"select claim_id, source_event_id, claimant, value_best from claim\"".to_owned()
        } else {
            format!("nearest: {}", near.join(", "))
        };
        Ok(Error::Usage { reason: format!("there is no claim {id}"), hint })
    }

    /// The area that a page's words mean: a region, a country, an area of a country, or countries that make a region.
    pub(crate) fn area_of(&self, words: &str) -> Result<Option<Area>> {
        let words = words.split('(').next().unwrap_or_default().trim();
        if words.is_empty() {
            return Ok(None);
        }
        if let Ok(region) = self.known_region(words) {
            return Ok(Some(Area { region: Some(region), ..Area::default() }));
        }
        let parts: Vec<&str> = words
            .split(',')
            .flat_map(|part| part.split(" and "))
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        let codes: Vec<Option<String>> = parts.iter().map(|part| self.country_code(part)).collect::<Result<_>>()?;
        if let Some(mut codes) = codes.iter().cloned().collect::<Option<Vec<String>>>() {
            if let [_] = codes.as_slice() {
                return Ok(Some(Area { country: Some(parts[0].to_owned()), ..Area::default() }));
            }
            codes.sort();
            let whole = "select region, string_agg(distinct country_iso3, ' ' order by country_iso3) from region_member \
                         group by region having bool_and(admin1 is null) order by region";
            let found = texts(&self.conn, whole)?.into_iter().find(|row| row[1] == codes.join(" "));
            return Ok(found.map(|row| Area { region: Some(row[0].clone()), ..Area::default() }));
        }
        if let ([admin1, country], [None, Some(_)]) = (parts.as_slice(), codes.as_slice())
            && self.known_admin1(admin1).is_ok()
        {
            return Ok(Some(Area {
                country: Some((*country).to_owned()),
                admin1: Some((*admin1).to_owned()),
                region: None,
            }));
        }
        Ok(None)
    }

    fn country_code(&self, name: &str) -> Result<Option<String>> {
        let key = Params::new().with("key", crate::reference::name_key(name));
        let sql = "select country_iso3 from country_alias where country_key = $key";
        Ok(names(&self.conn, sql, &key)?.into_iter().next())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_from_words() {
        for (words, expected) in [
            ("more than 400", (400, Sense::AtLeast)),
            ("Over 1,200", (1200, Sense::AtLeast)),
            ("400+", (400, Sense::AtLeast)),
            ("30", (30, Sense::About)),
            ("about 60", (60, Sense::About)),
            ("up to 200", (200, Sense::AtMost)),
            ("> 7", (7, Sense::AtLeast)),
        ] {
            assert_eq!(parse(words).expect(words), expected, "{words}");
        }
        for words in ["dozens", "", "perhaps 30", "30 to 40", "99999999999999999999"] {
            assert!(parse(words).is_err(), "{words}");
        }
    }
}
