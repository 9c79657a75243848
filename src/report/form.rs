//! The forms of a report, and the one way from a document to each.

use std::fmt;
use std::path::Path;

use super::cells::without_unknown_columns;
use super::document::{Block, Document};
use super::error::ReportError;
use super::words::Words;
use super::{html, markdown, pdf};

/// The form in which a report leaves the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// One HTML page that needs no network.
    Html,
    /// Markdown as GitHub reads it.
    Markdown,
    /// Pages of A4.
    Pdf,
    /// Every number, for programs.
    Json,
}

impl Form {
    /// The names that [`Form::parse`] is documented to take.
    pub const NAMES: &[&str] = &["html", "md", "pdf", "json"];

    /// The form of this name, in any letter case.
    pub fn parse(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "html" | "htm" => Some(Self::Html),
            "md" | "markdown" => Some(Self::Markdown),
            "pdf" => Some(Self::Pdf),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    /// The form that a file's extension stands for.
    pub fn from_path(path: &Path) -> Option<Self> {
        Self::parse(path.extension()?.to_str()?)
    }

    /// The name, as [`Form::NAMES`] has it, and the extension of its files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Pdf => "pdf",
            Self::Json => "json",
        }
    }

    /// Whether the bytes would garble a terminal.
    pub const fn is_binary(self) -> bool {
        matches!(self, Self::Pdf)
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The document as people read it: columns of tables of which nothing is known are lines under them.
fn readable(document: &Document) -> Document {
    let words = Words::of(document.lang);
    let mut document = document.clone();
    for block in document.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        if let Block::Table(table) = block {
            *table = without_unknown_columns(table, words);
        }
    }
    document
}

/// The document in a form, as the bytes of a file: the same document gives the same bytes.
///
/// `pictures` is the folder of pictures as Markdown names it in links, relative to the file; the other forms hold their
/// pictures themselves.
///
/// # Errors
/// [`ReportError`] where a chart contradicts itself or a library refuses.
pub fn render(document: &Document, form: Form, pictures: Option<&str>) -> Result<Vec<u8>, ReportError> {
    match form {
        Form::Html => html::page(&readable(document)).map(String::into_bytes),
        Form::Markdown => Ok(markdown::page(&readable(document), pictures).into_bytes()),
        Form::Pdf => pdf::pages(&readable(document)),
        Form::Json => {
            let mut bytes = serde_json::to_vec_pretty(document)?;
            bytes.push(b'\n');
            Ok(bytes)
        }
    }
}
