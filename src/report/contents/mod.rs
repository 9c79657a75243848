//! What a trend report says: numbers from the ledger's answers, put into sentences, tables and charts.
//!
//! `ask` decides what is asked and of which source, `facts` gathers every number by the objects that `sql` shows, and each
//! other file makes a part of the document. Both languages stand side by side where a sentence is made ([`both!`]).

mod ask;
mod changes;
mod deaths;
mod delay;
mod end;
mod events;
mod facts;
mod front;
mod groups;
mod heard;
mod method;
mod mix;
mod months;
mod patterns;
mod place;
mod published;
mod read;
mod reports;
mod tests_of_change;

pub use ask::{About, Ask};

use super::document::Document;
use crate::error::Result;
use crate::ledger::Ledger;

/// A sentence in the language of the report; values are taken in by name, as `format!` does.
macro_rules! both {
    ($lang:expr, $en:literal, $fr:literal $(, $name:ident = $value:expr)* $(,)?) => {
        match $lang {
            $crate::report::document::Lang::En => std::fmt::format(format_args!($en $(, $name = $value)*)),
            $crate::report::document::Lang::Fr => std::fmt::format(format_args!($fr $(, $name = $value)*)),
        }
    };
}
use both;

/// A report with what decides where it may go.
#[derive(Clone, Debug)]
pub struct Made {
    /// The report.
    pub document: Document,
    /// The source that it is of.
    pub source: String,
    /// Whether single events of the source are in it.
    pub lists_events: bool,
}

/// Makes the report that is asked for.
///
/// The same ledger and the same question give the same document: no clock and no order of chance is in it.
///
/// # Errors
/// [`crate::Error::Usage`] for names that the ledger does not know and where the source has to be chosen,
/// [`crate::Error::Refused`] where no loaded source reaches the period.
pub fn trend(ledger: &Ledger, ask: &Ask) -> Result<Made> {
    let facts = facts::Facts::gather(ledger, ask)?;
    let mut document = front::front(&facts);
    document.sections = [
        heard::section(&facts),
        Some(deaths::section(&facts)),
        groups::section(&facts),
        tests_of_change::section(&facts),
        months::section(&facts),
        months::civilians(&facts),
        mix::section(&facts),
        events::section(&facts),
        place::section(&facts),
        patterns::section(&facts),
        changes::section(&facts),
        Some(method::section(&facts)),
    ]
    .into_iter()
    .flatten()
    .collect();
    end::close(&facts, &mut document);
    Ok(Made {
        document,
        lists_events: events::may_be_listed(&facts) && !facts.deadliest.is_empty(),
        source: facts.source.source,
    })
}
