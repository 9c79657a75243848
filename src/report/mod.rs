//! Trend reports: what the ledger's answers say of a place or a group in a period, on a few pages.
//!
//! Contents become a [`document::Document`] that holds every number; the forms (HTML, PDF, Markdown, JSON, pictures) are
//! made of it and of nothing else, so that all of them say the same.

pub mod document;
mod lang;
