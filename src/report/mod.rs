//! Trend reports: what the ledger's answers say of a place or a group in a period, on a few pages.
//!
//! Contents become a [`document::Document`] that holds every number; the forms (HTML, PDF, Markdown, JSON, pictures) are
//! made of it and of nothing else, so that all of them say the same.

mod cells;
mod contents;
pub mod document;
mod draw;
mod error;
mod escape;
mod figures;
mod fonts;
mod form;
mod html;
mod lang;
mod markdown;
mod pdf;
mod picture;
mod words;

pub use contents::{About, Ask, Made, trend};
pub use document::{Document, Lang};
pub use error::ReportError;
pub use figures::write_figures;
pub use form::{Form, render};
