//! A lake: the present state of a ledger as Parquet files that any engine reads, and a manifest that says what they are.
//!
//! `DIR/event/source=ucdp_ged/year=2024/part-<hash>.parquet`, the same for `event_actor`, one file for each other table,
//! and `DIR/manifest.json`. A file bears the beginning of its own checksum in its name: a file that changes is another
//! file, so that an engine that reads while the lake is written anew misses a file rather than mixing two states. The
//! folder is put together beside the earlier one and takes its place in one step, the manifest written last.

mod manifest;
mod place;
mod write;

pub use manifest::{Column, DataFile, Manifest, Table};
pub use write::{How, Written, write};
