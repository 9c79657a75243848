//! What can go wrong while a report takes its form.

use crate::output::OutputError;

/// Why a report was not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// A figure could not be drawn, or one form of it could not be made.
    #[error("cannot draw the figure {figure}: {reason}")]
    Figure {
        /// Its stable name.
        figure: String,
        /// What stood in the way.
        reason: String,
    },
    /// The PDF library refused.
    #[error("cannot make the PDF: {0}")]
    Pdf(String),
    /// The report could not be written as JSON.
    #[error("cannot write the report as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The outlines of the map, which are part of the program, could not be read.
    #[error("cannot read the built-in outlines of countries: {0}")]
    Outlines(String),
    /// A file could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl ReportError {
    /// What to do about it, in one clause for the user.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Output(error) => error.hint(),
            Self::Figure { .. } | Self::Pdf(_) => Some("write the report as --format md or json instead".to_owned()),
            Self::Json(_) | Self::Outlines(_) => None,
        }
    }
}
