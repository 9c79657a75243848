//! What the targets share: a table for each layout that is known, archives around parts, and a file read to its end
//! with everything checked that must hold whatever the file says.

mod archive;
mod check;
mod read;
mod table;

pub use archive::{workbook, zipped};
pub use read::{Taken, read};
pub use table::{TABLES, Table};

/// Names of files: those that tell a release or a kind of events, and one that tells nothing.
pub const NAMES: &[&str] = &[
    "events",
    "ged251",
    "GEDEvent_v26_0_8",
    "GEDEvent_v25_01_25_12",
    "veldara_political_violence_events_and_fatalities_by_month-year",
    "veldara_civilian_targeting_events_and_fatalities_by_month-year",
    "veldara_demonstration_events_by_month-year",
];

/// Forms of dates that a person may tell; most files need none.
pub const DATE_FORMATS: &[Option<&str>] =
    &[None, None, None, None, Some("%d/%m/%Y"), Some("%m/%d/%Y %H:%M"), Some("%s%N"), Some("%")];
