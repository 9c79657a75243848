//! The structure of a PDF for screen readers: headings, paragraphs, lists, figures and tables in the order of reading.

use std::num::NonZeroU16;

use krilla::tagging::{Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagTree};

use super::piece::{Mark, Part};

/// Groups that are complete, and those to which the next piece may belong.
#[derive(Default)]
pub(super) struct Structure {
    done: Vec<TagGroup>,
    open: Option<Open>,
}

/// A group of which more may follow.
struct Open {
    part: Part,
    /// Of a list its items, of a table its rows.
    finished: Vec<TagGroup>,
    /// What the current item, row or text holds; a row by its cells.
    cells: Vec<Vec<Identifier>>,
}

impl Structure {
    /// Begins a piece: it goes on with the group of the one before, or opens another.
    pub(super) fn enter(&mut self, part: &Part, marks: &[Mark]) {
        let cells = marks.iter().map(|mark| if let Mark::Text { cell, .. } = mark { cell + 1 } else { 1 }).max();
        let empty = vec![Vec::new(); cells.unwrap_or(1)];
        match &mut self.open {
            Some(open) if open.part == *part && !matches!(part, Part::Row { .. } | Part::Figure(_)) => {}
            Some(open) if belongs(&open.part, part) => {
                let cells = std::mem::replace(&mut open.cells, empty);
                open.finished.push(member(&open.part, cells));
                open.part = part.clone();
            }
            _ => {
                self.close();
                self.open = Some(Open { part: part.clone(), finished: Vec::new(), cells: empty });
            }
        }
    }

    /// Adds what was drawn to the piece that was begun last.
    pub(super) fn add(&mut self, id: Identifier, cell: usize) {
        if let Some(cells) = self.open.as_mut().and_then(|open| open.cells.get_mut(cell)) {
            cells.push(id);
        }
    }

    /// The whole tree.
    pub(super) fn finish(mut self, lang: &str) -> TagTree {
        self.close();
        let mut tree = TagTree::new().with_lang(Some(lang.to_owned()));
        for group in self.done {
            tree.push(group);
        }
        tree
    }

    fn close(&mut self) {
        let Some(Open { part, mut finished, cells }) = self.open.take() else { return };
        let ids = || cells.iter().flatten().copied();
        let group = match &part {
            Part::Heading { level, .. } => {
                let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
                group(Tag::Hn(level, None), ids())
            }
            Part::Paragraph(_) => group(Tag::P, ids()),
            Part::Figure(alt) => group(Tag::Figure(Some(alt.clone())), ids()),
            Part::Item { .. } => {
                finished.push(member(&part, cells));
                TagGroup::with_children(Tag::L(ListNumbering::Circle), nodes(finished))
            }
            Part::Row { .. } => {
                finished.push(member(&part, cells));
                TagGroup::with_children(Tag::Table, nodes(finished))
            }
        };
        self.done.push(group);
    }
}

/// Whether a piece is another item of the same list, or another row of the same table.
fn belongs(open: &Part, part: &Part) -> bool {
    match (open, part) {
        (Part::Item { list: one, .. }, Part::Item { list: other, .. }) => one == other,
        (Part::Row { table: one, .. }, Part::Row { table: other, .. }) => one == other,
        _ => false,
    }
}

fn group(tag: impl Into<krilla::tagging::TagKind>, ids: impl Iterator<Item = Identifier>) -> TagGroup {
    TagGroup::with_children(tag, ids.map(Node::Leaf).collect())
}

fn nodes(groups: Vec<TagGroup>) -> Vec<Node> {
    groups.into_iter().map(Node::Group).collect()
}

/// An item of a list, or a row of a table.
fn member(part: &Part, cells: Vec<Vec<Identifier>>) -> TagGroup {
    match part {
        Part::Row { is_head, .. } => {
            let cell = |ids: Vec<Identifier>| {
                if *is_head {
                    group(Tag::TH(TableHeaderScope::Column), ids.into_iter())
                } else {
                    group(Tag::TD, ids.into_iter())
                }
            };
            TagGroup::with_children(Tag::TR, nodes(cells.into_iter().map(cell).collect()))
        }
        _ => TagGroup::with_children(Tag::LI, vec![Node::Group(group(Tag::LBody, cells.into_iter().flatten()))]),
    }
}
