//! Statistics on small tables of counts: how the last four weeks compare with the year before, and how many such
//! comparisons a reader can look at without being misled.
//!
//! `rate` compares, `family` controls for many comparisons at once and finds the words, `windows` ranks. Nothing here knows
//! of the ledger, and nothing is estimated from deaths: they are dominated by a few events, and are ranked alone.
//! The method and its references stand in `docs/report.md`; what it was chosen against in
//! `docs/decisions/0015-tests-of-trends.md`.

mod family;
mod rate;
mod windows;

pub use family::{Judged, LEVEL, Word, judge};
pub use rate::{BASE_WEEKS, Comparison, DEGREES_OF_FREEDOM, Interval, RECENT_WEEKS, Refusal, WEEKS, compare};
pub use windows::{Rank, WINDOWS, rank_of_last};
