//! Distinct statements on an event: a figure in words, and who says it.

use serde::Serialize;

use super::Ledger;
use super::cells::{self, CellRow};
use super::params::Params;
use super::question::rows;
use crate::catalog::{self, Kind};
use crate::error::Result;

/// A distinct statement.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// The figure in words.
    pub figure: String,
    /// Who says it.
    pub claimants: String,
    /// Whose report it goes back to.
    pub origin: Option<String>,
    /// Claims that make it.
    pub claims: i64,
    /// Tiers as coded.
    pub verification: String,
    /// interested, admission, none.
    pub interest: String,
}

impl Ledger {
    /// Distinct statements on an event, on one metric and side or on all.
    pub(crate) fn said(&self, source: &str, event: &str, only: Option<(&str, &str)>) -> Result<Vec<Said>> {
        let params = Params::new().with("event_source", source).with("source_event_id", event);
        let body = catalog::body(Kind::Report, "statements");
        let found = cells::read(&rows(&self.conn, "listing statements", body, &params)?)?;
        let fits = |row: &&CellRow| {
            only.is_none_or(|(metric, side)| {
                row.text("metric") == Some(metric) && (side == "all" || row.text("victim_side") == Some(side))
            })
        };
        found
            .iter()
            .filter(fits)
            .map(|row| {
                Ok(Said {
                    figure: figure_in_words(row),
                    claimants: row.needed("claimants")?.to_owned(),
                    origin: row.owned("origin"),
                    claims: row.whole("claims").unwrap_or(0),
                    verification: row.needed("verification")?.to_owned(),
                    interest: row.needed("interest")?.to_owned(),
                })
            })
            .collect()
    }
}

/// A figure as it is stated.
pub(crate) fn figure_in_words(row: &CellRow) -> String {
    let qualifier = row.text("qualifier").unwrap_or("exactly");
    let number = match (row.whole("value_low"), row.whole("value_best"), row.whole("value_high"), row.whole("figure")) {
        (_, _, _, Some(figure)) => figure.to_string(),
        (Some(low), None, Some(high), _) if low != high => format!("{low}–{high}"),
        (Some(low), Some(best), Some(high), _) if low < best || best < high => format!("{best} ({low}–{high})"),
        (low, best, high, _) => match best.or(low).or(high) {
            Some(number) => number.to_string(),
            None => return qualifier.replace('_', " "),
        },
    };
    if qualifier == "exactly" { number } else { format!("{} {number}", qualifier.replace('_', " ")) }
}
