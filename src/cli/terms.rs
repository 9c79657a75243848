//! Rows whose source forbids passing them on leave only when the user says that they know.

use crate::error::{Error, Result};
use crate::ledger::{Ledger, Params, Rows};

use super::args::OutputArgs;
use super::{notes, render};

/// The same for rows of events that are written to a file and name their sources.
///
/// # Errors
/// [`Error::Refused`].
pub(crate) fn admit_events(ledger: &Ledger, rows: &Rows, out: &OutputArgs) -> Result<()> {
    if out.output.is_none() {
        return Ok(());
    }
    let mut sources: Vec<String> = notes::texts(rows, "source")?.into_iter().flatten().collect();
    sources.sort();
    sources.dedup();
    admit(ledger, true, Some(sources), out.accept_acled_terms)
}

/// Refuses rows of sources that may not be passed on, unless their terms are accepted. Sums always leave.
///
/// `raw` tells whether the result has rows of events; `sources` those that it names, none if it names none.
///
/// # Errors
/// [`Error::Refused`].
pub(crate) fn admit(ledger: &Ledger, raw: bool, sources: Option<Vec<String>>, accepted: bool) -> Result<()> {
    if !raw {
        return Ok(());
    }
    let bound = ledger.query("select source from source where not redistribute order by source", &Params::new())?;
    let mut bound: Vec<String> = notes::texts(&bound, "source")?.into_iter().flatten().collect();
    if let Some(sources) = sources {
        bound.retain(|source| sources.contains(source));
    }
    if bound.is_empty() {
        return Ok(());
    }
    let names = bound.join(", ");
    if accepted {
        render::remind(&format!("these are rows of {names}: keep the file to yourself, and cite the source"));
        return Ok(());
    }
    Err(Error::Refused {
        reason: format!("these are rows of {names}, whose terms forbid passing them on"),
        hint: "export sums (regional_trends, fatalities_by_day, a query with group by), leave them out (where source <> '...'), \
               or add --accept-acled-terms if the file stays with you"
            .to_owned(),
    })
}
