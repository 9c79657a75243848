//! Embedded analytics for armed-conflict events: every number with its range, its source and its cut-off.
//!
//! In the order of the data's way: a [`source`] definition says what a file's columns mean, [`ingest`] makes checked
//! Arrow batches of it, [`ledger`] keeps them in one DuckDB file with their history and precomputed answers (whose SQL
//! is the [`catalog`]), [`output`] writes results, and their [`provenance`] travels with them. [`mod@reference`] knows actors, areas and countries by all their
//! names, [`event`] the canonical columns; [`sample`] writes synthetic files. A [`lake`] is the ledger as Parquet, which
//! another engine is asked over ([`remote`]). [`trend`] tests counts, [`report`] makes documents of answers.

pub mod catalog;
mod checksum;
pub mod cli;
pub mod error;
pub mod event;
pub mod guard;
pub mod ingest;
pub mod lake;
pub mod ledger;
pub mod output;
pub mod provenance;
pub mod reference;
pub mod remote;
pub mod report;
pub mod sample;
pub mod source;
pub mod trend;

pub use error::{Error, Result};
