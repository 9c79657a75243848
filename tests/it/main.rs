//! Integration tests: the library and the command as a user meets them, one file per subject.
//!
//! Tests that need the publishers' files look for them in `../shared/data` (or in `WARLEDGER_TEST_DATA`), and say
//! `skipped:` where they are not.

mod support;

mod aggregates;
mod answers;
mod as_of;
mod bench_peers;
mod briefs;
mod broken_archives;
mod broken_files;
mod broken_input;
mod broken_places;
mod catalog;
mod check;
mod claims;
mod cluster;
mod commands;
mod coordinated;
mod diff;
mod double_counting;
mod durable;
mod engine;
mod exports;
mod fake_engine;
mod first_version;
mod fixtures;
mod formats;
mod golden;
mod histories;
mod history;
mod invented;
mod lake;
mod layouts;
mod oracle;
mod places;
mod properties;
mod provenance;
mod python;
mod ready_questions;
mod reference;
mod report;
mod report_browser;
mod report_forms;
mod report_sample;
mod rows;
mod sealed;
mod shell;
mod story;
#[cfg(unix)]
mod terminal;
mod trend;
mod versions;
mod ways_back;
mod witness;
