//! What a page is put together of: pieces that are not broken, each with its marks and its part in the structure.

use std::rc::Rc;
use std::sync::Arc;

use resvg::usvg::Tree;

use crate::report::draw::Colour;
use crate::report::fonts::Weight;

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type {
    pub(super) weight: Weight,
    pub(super) size: f64,
    pub(super) colour: Colour,
}

impl Type {
    pub(super) const fn plain(size: f64) -> Self {
        Self { weight: Weight::Regular, size, colour: Colour::Ink }
    }

    pub(super) const fn soft(size: f64) -> Self {
        Self { colour: Colour::Soft, ..Self::plain(size) }
    }

    pub(super) const fn bold(size: f64) -> Self {
        Self { weight: Weight::SemiBold, ..Self::plain(size) }
    }

    pub(super) const fn coloured(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    /// From a line to the next.
    pub(super) fn step(self) -> f64 {
        self.size * 1.3
    }
}

/// Something to draw; places are in points from the upper left corner of the piece.
pub(super) enum Mark {
    Text {
        x: f64,
        /// The line that the letters stand on.
        y: f64,
        text: String,
        look: Type,
        /// The column of a table that it belongs to.
        cell: usize,
    },
    Rule {
        x: f64,
        y: f64,
        width: f64,
        height: f64,
        colour: Colour,
    },
    Picture {
        y: f64,
        width: f64,
        height: f64,
        tree: Arc<Tree>,
    },
}

/// The part of a piece in the structure of the document; pieces of one number follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Heading { level: u16, number: usize },
    Paragraph(usize),
    Item { list: usize, number: usize },
    Figure(String),
    Row { table: usize, is_head: bool },
}

/// What stands on one page in one column.
pub(super) struct Piece {
    /// Room above it, unless it is the first of its column.
    pub(super) before: f64,
    pub(super) height: f64,
    /// Whether the next piece has to stand in the same column.
    pub(super) keeps: bool,
    pub(super) part: Part,
    pub(super) marks: Vec<Mark>,
    /// What is drawn again above it where it is the first of its column: the head of a table.
    pub(super) head: Option<Rc<Piece>>,
}

/// Pieces of one width that follow each other.
pub(super) struct Run {
    pub(super) is_wide: bool,
    pub(super) pieces: Vec<Rc<Piece>>,
}
