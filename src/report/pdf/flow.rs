//! Pieces on pages: wide ones under each other, narrow ones in two columns that end at the same height.

use std::rc::Rc;

use super::piece::{Piece, Run};

/// A4 in points.
pub(super) const PAGE: (f64, f64) = (595.28, 841.89);

/// Margins: left and right, above, and below with the line at the foot.
pub(super) const SIDE: f64 = 36.0;
const ABOVE: f64 = 32.0;
const BELOW: f64 = 40.0;

/// Between the columns.
const GAP: f64 = 18.0;

/// Room for wide pieces, and for narrow ones.
pub(super) const WIDE: f64 = PAGE.0 - 2.0 * SIDE;
pub(super) const NARROW: f64 = (WIDE - GAP) / 2.0;

const FULL: f64 = PAGE.1 - ABOVE - BELOW;

/// A piece at its place.
pub(super) struct Placed {
    pub(super) page: usize,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) piece: Rc<Piece>,
    /// Whether it repeats what was read before: the head of a table.
    pub(super) is_repeat: bool,
}

/// Where the next piece goes.
struct Cursor {
    page: usize,
    y: f64,
    placed: Vec<Placed>,
}

/// Puts all runs on pages, in their order.
pub(super) fn flow(runs: &[Run]) -> Vec<Placed> {
    let mut cursor = Cursor { page: 0, y: 0.0, placed: Vec::new() };
    for run in runs {
        if run.is_wide { cursor.wide(&run.pieces) } else { cursor.narrow(&run.pieces) }
    }
    cursor.placed
}

impl Cursor {
    fn wide(&mut self, pieces: &[Rc<Piece>]) {
        let mut at = 0;
        self.part(pieces);
        while at < pieces.len() {
            let end = self.column(pieces, at, FULL - self.y, 0.0, self.y == 0.0);
            if end < pieces.len() {
                self.turn();
            }
            at = end;
        }
    }

    fn narrow(&mut self, pieces: &[Rc<Piece>]) {
        let mut at = 0;
        self.part(pieces);
        while at < pieces.len() {
            let room = FULL - self.y;
            let is_top = self.y == 0.0;
            if let Some(height) = balanced(&pieces[at..], room) {
                self.columns(pieces, at, height, false);
                self.y += height;
                return;
            }
            at = self.columns(pieces, at, room, is_top);
            if at < pieces.len() {
                self.turn();
            } else {
                self.y = FULL;
            }
        }
    }

    /// Moves down from what stands above on the page.
    fn part(&mut self, pieces: &[Rc<Piece>]) {
        if self.y > 0.0 {
            self.y = (self.y + pieces.first().map_or(0.0, |piece| piece.before)).min(FULL);
        }
    }

    /// Fills two columns; gives the first piece that found no room.
    fn columns(&mut self, pieces: &[Rc<Piece>], from: usize, height: f64, forces: bool) -> usize {
        let y = self.y;
        let middle = self.column(pieces, from, height, 0.0, forces);
        self.y = y;
        let end = self.column(pieces, middle, height, NARROW + GAP, forces);
        self.y = y;
        end
    }

    /// Fills one column and moves down; gives the first piece that found no room. `forces` places the first piece even
    /// where it is taller than the column.
    fn column(&mut self, pieces: &[Rc<Piece>], from: usize, height: f64, x: f64, forces: bool) -> usize {
        let start = self.y;
        let (end, used) = fill(pieces, from, height, forces);
        let mut y = start;
        for (at, piece) in pieces.iter().enumerate().take(end).skip(from) {
            if at == from {
                if let Some(head) = &piece.head {
                    self.put(x, y, head, true);
                    y += head.height;
                }
            } else {
                y += piece.before;
            }
            self.put(x, y, piece, false);
            y += piece.height;
        }
        self.y = start + used;
        end
    }

    fn put(&mut self, x: f64, y: f64, piece: &Rc<Piece>, is_repeat: bool) {
        let piece = Rc::clone(piece);
        self.placed.push(Placed { page: self.page, x: SIDE + x, y: ABOVE + y, piece, is_repeat });
    }

    fn turn(&mut self) {
        self.page += 1;
        self.y = 0.0;
    }
}

/// How many pieces from `from` on fit into a column, and the height that they take.
fn fill(pieces: &[Rc<Piece>], from: usize, height: f64, forces: bool) -> (usize, f64) {
    let mut used = 0.0;
    let mut at = from;
    while at < pieces.len() {
        let mut next = at;
        let mut taken = used;
        loop {
            let piece = &pieces[next];
            taken += if next > from { piece.before } else { piece.head.as_ref().map_or(0.0, |head| head.height) };
            taken += piece.height;
            next += 1;
            if !piece.keeps || next == pieces.len() {
                break;
            }
        }
        if taken > height && !(forces && at == from) {
            break;
        }
        used = taken;
        at = next;
    }
    (at, used)
}

/// The least height of two columns that hold all pieces, if the room is enough.
fn balanced(pieces: &[Rc<Piece>], room: f64) -> Option<f64> {
    let all: f64 = pieces.iter().map(|piece| piece.before + piece.height).sum();
    let mut height = (all / 2.0 - 20.0).max(1.0);
    while height < room + 4.0 {
        let height_now = height.min(room);
        let (middle, first) = fill(pieces, 0, height_now, false);
        let (end, second) = fill(pieces, middle, height_now, false);
        if end == pieces.len() {
            return Some(first.max(second));
        }
        height += 4.0;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::pdf::piece::Part;

    fn pieces(count: usize, height: f64, keeps: impl Fn(usize) -> bool) -> Vec<Rc<Piece>> {
        let piece = |at| Piece {
            before: 2.0,
            height,
            keeps: keeps(at),
            part: Part::Paragraph(at),
            marks: Vec::new(),
            head: None,
        };
        (0..count).map(|at| Rc::new(piece(at))).collect()
    }

    #[test]
    fn every_piece_stands_once_and_within_its_page() {
        for (count, height) in [(0, 10.0), (1, 10.0), (7, 100.0), (500, 10.0), (90, 130.0)] {
            let runs = [
                Run { is_wide: false, pieces: pieces(count, height, |at| at % 5 == 0) },
                Run { is_wide: true, pieces: pieces(count, height, |_| false) },
            ];
            let placed = flow(&runs);
            assert_eq!(placed.len(), 2 * count);
            for piece in &placed {
                assert!(piece.y >= ABOVE && piece.y + piece.piece.height <= PAGE.1 - BELOW + 0.01, "{}", piece.y);
            }
        }
    }

    #[test]
    fn a_heading_is_never_the_last_of_its_column() {
        let run = Run { is_wide: false, pieces: pieces(300, 12.0, |at| at % 3 == 0) };
        for pair in flow(&[run]).windows(2) {
            let stays = pair[0].page == pair[1].page && pair[0].x == pair[1].x;
            assert!(stays || !pair[0].piece.keeps);
        }
    }

    #[test]
    fn columns_end_at_about_the_same_height() {
        let placed = flow(&[Run { is_wide: false, pieces: pieces(20, 10.0, |_| false) }]);
        assert_eq!(placed.iter().filter(|piece| piece.x == SIDE).count(), 10);
    }

    #[test]
    fn a_piece_taller_than_a_page_stands_alone() {
        let placed = flow(&[Run { is_wide: false, pieces: pieces(3, 2.0 * FULL, |_| false) }]);
        assert_eq!(placed.len(), 3);
    }
}
