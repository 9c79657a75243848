//! Rows whose source forbids passing them on leave only when the user says that they know.
//!
//! They leave with a file, and with any form but the table for reading that goes elsewhere than to a terminal: `sql ...
//! --format csv > file` is an export as `export` is. To look at them on a terminal is no passing on.

use crate::error::{Error, Result};
use crate::ledger::{Advice, Ledger, Params, Rows};

use super::args::OutputArgs;
use super::{notes, render};

/// What leaves.
pub(crate) struct Leaving<'a> {
    /// What the guard says of the question.
    pub(crate) advice: &'a Advice,
    /// The sources that its rows name, none if they name none; empty if there are no rows.
    pub(crate) named: Option<Vec<String>>,
    /// The question.
    pub(crate) question: &'a str,
}

/// Refuses rows of events that leave and whose sources forbid it.
///
/// # Errors
/// [`Error::Refused`].
pub(crate) fn admit_events(ledger: &Ledger, rows: &Rows, out: &OutputArgs) -> Result<()> {
    if !render::leaves(out)? {
        return Ok(());
    }
    let mut sources: Vec<String> = notes::texts(rows, "source")?.into_iter().flatten().collect();
    sources.sort();
    sources.dedup();
    let advice = Advice { raw: true, names_source: true, ..Advice::default() };
    admit(ledger, &Leaving { advice: &advice, named: Some(sources), question: "" }, out.accept_acled_terms)
}

/// The same for events of one source that a report lists.
///
/// # Errors
/// [`Error::Refused`].
pub(crate) fn admit_listed(ledger: &Ledger, source: &str, accepted: bool) -> Result<()> {
    let advice = Advice { raw: true, names_source: true, ..Advice::default() };
    admit(ledger, &Leaving { advice: &advice, named: Some(vec![source.to_owned()]), question: "" }, accepted)
}

/// Refuses rows of sources that may not be passed on, unless their terms are accepted. Sums always leave.
///
/// # Errors
/// [`Error::Refused`].
pub(crate) fn admit(ledger: &Ledger, leaving: &Leaving<'_>, accepted: bool) -> Result<()> {
    if !leaving.advice.raw || leaving.named.as_ref().is_some_and(Vec::is_empty) {
        return Ok(());
    }
    let bound = ledger.query("select source from source where not redistribute order by source", &Params::new())?;
    let bound = notes::texts(&bound, "source")?.into_iter().flatten().collect();
    admit_bound(bound, leaving, accepted)
}

/// The same where the sources that may not be passed on are known.
///
/// # Errors
/// [`Error::Refused`].
pub(crate) fn admit_bound(mut bound: Vec<String>, leaving: &Leaving<'_>, accepted: bool) -> Result<()> {
    let Leaving { advice, named, question } = leaving;
    if !advice.raw || named.as_ref().is_some_and(Vec::is_empty) {
        return Ok(());
    }
    // What the rows say of themselves counts only where the column is theirs.
    let named = named.as_ref().filter(|_| advice.names_source);
    bound.retain(|source| named.is_none_or(|named| named.contains(source)));
    bound.retain(|source| advice.sources.as_ref().is_none_or(|only| only.contains(source)));
    if bound.is_empty() {
        return Ok(());
    }
    let names = bound.join(", ");
    if accepted {
        render::remind(&format!("these are rows of {names}: keep the file to yourself, and cite the source"));
        return Ok(());
    }
    let why = if question.to_lowercase().contains("rejected_row") {
        " (what was rejected stands there as the file had it)"
    } else if named.is_none() && advice.sources.is_none() {
        " (or cannot be told from such)"
    } else {
        ""
    };
    Err(Error::Refused {
        reason: format!("these are rows of {names}{why}, whose terms forbid passing them on"),
        hint: "export sums (regional_trends, fatalities_by_day, a query with group by), leave them out (where source <> '...'), \
               look at them as a table, or add --accept-acled-terms if the file stays with you"
            .to_owned(),
    })
}
