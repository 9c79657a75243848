//! A published figure as it is said: a number, what it counts, where and when, and what it claims of the number.

use chrono::NaiveDate;
use serde::Serialize;

use super::area::Area;
use super::figure::{self, Figure};
use super::filter::Filter;
use super::params::Params;
use super::reference::names;
use super::{Ledger, cells};
use crate::catalog::{self, Kind};
use crate::error::{Error, Result};
use crate::event::{METRICS, VICTIM_SIDES};

/// What a statement says of its number; what each means is the table of docs/claims.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// More than, over.
    MoreThan,
    /// At least, no fewer than, N+.
    AtLeast,
    /// The bare number, exactly.
    Exactly,
    /// About, around, some: within a tenth of it.
    About,
    /// Nearly, almost: at most a tenth below it, and not above.
    Nearly,
    /// Up to, at most.
    UpTo,
    /// Fewer than, less than, under.
    FewerThan,
}

/// A figure that somebody has published.
#[derive(Clone, Debug)]
pub struct Statement {
    /// In words, such as "more than 400".
    pub words: String,
    /// The number; of a range, the lower one.
    pub figure: i64,
    /// The higher number of a range.
    pub figure_to: Option<i64>,
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

impl Statement {
    /// A statement from words.
    ///
    /// # Errors
    /// [`Error::Usage`] for a figure without a number, an unknown metric or side.
    pub fn new(words: &str, metric: &str, side: &str, filter: Filter) -> Result<Self> {
        let Figure { figure, figure_to, sense, counted } = figure::parse(words)?;
        let known = |what: &str, name: &str, known: &[&str]| {
            if known.contains(&name) {
                return Ok(name.to_owned());
            }
            Err(Error::Usage { reason: format!("there is no {what} named '{name}'"), hint: known.join(", ") })
        };
        let sides: Vec<&str> = VICTIM_SIDES.iter().copied().chain(["all"]).collect();
        let (metric, side) = (known("metric", metric, METRICS)?, known("side", side, &sides)?);
        for (word, option, means) in counted {
            let asked = if option == "--side" { &side } else { &metric };
            if asked != means {
                return Err(Error::Usage {
                    reason: format!("'{word}' are {means}, and the figure is to be checked as one of {asked}"),
                    hint: format!("add {option} {means}, or leave the word out"),
                });
            }
        }
        Ok(Statement {
            words: words.trim().to_owned(),
            figure,
            figure_to,
            sense,
            metric,
            side,
            filter,
            event: None,
            claim: None,
        })
    }

    /// The least and the most that the number may be if the statement is right; none where it says nothing of that.
    pub(super) fn bounds(&self) -> (Option<i64>, Option<i64>) {
        let (least, most) = (self.figure, self.figure_to.unwrap_or(self.figure));
        match self.sense {
            Sense::MoreThan => (Some(least + 1), None),
            Sense::AtLeast => (Some(least), None),
            Sense::Exactly => (Some(least), Some(most)),
            Sense::About => (Some(least - least / 10), Some(most + most / 10)),
            Sense::Nearly => (Some(least - least / 10), Some(most)),
            Sense::UpTo => (None, Some(most)),
            Sense::FewerThan => (None, Some(most - 1)),
        }
    }
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
        // A page that gives a low and a high number alone states a range.
        let number = row.whole("figure_to").map_or(figure.to_string(), |to| format!("{figure}-{to}"));
        let words = match qualifier.as_str() {
            "exactly" => number,
            "at least" | "more than" | "up to" | "fewer than" => format!("{qualifier} {figure}"),
            _ => format!("about {number}"),
        };
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

    /// The area that a page's words mean.
    pub(crate) fn area_of(&self, words: &str) -> Result<Option<Area>> {
        super::area::area_of(&self.conn, words)
    }
}
