//! Tables of a page: columns as wide as their contents need, rows as pieces.

use std::rc::Rc;

use super::piece::{Mark, Part, Piece, Type};
use crate::report::cells::{figures, row, text};
use crate::report::document::{Lang, Table};
use crate::report::draw::Colour;
use crate::report::fonts::{Weight, shown, width, wrap};

/// Letters of a cell, and of the head.
const CELL: Type = Type::plain(7.0);
const HEAD: Type = Type::bold(7.0);

/// Between columns, and above and below the text of a row.
const GAP: f64 = 7.0;
const AIR: f64 = 1.6;

/// Letters of a text that is broken after all others.
const SHORT: usize = 21;

/// Lines of a cell at most; a longer text ends in an ellipsis.
const LINES: usize = 12;

/// The rows of a table with its head, which stands again where the table goes on in another column.
pub(super) fn pieces(table: &Table, lang: Lang, room: f64, number: usize) -> Vec<Piece> {
    if table.columns.is_empty() {
        return Vec::new();
    }
    let figures = figures(table);
    let cells: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|cells| row(table, cells).map(|cell| shown(&text(cell, lang)).into_owned()).collect())
        .collect();
    let names: Vec<String> = table.columns.iter().map(|name| shown(name).into_owned()).collect();
    let widths = widths(&names, &cells, &figures, room);
    let head = || line(&names, &widths, &figures, HEAD, Part::Row { table: number, is_head: true }, room);
    let again = Rc::new(head());
    let mut pieces = vec![Piece { before: 3.0, keeps: true, ..head() }];
    for (at, texts) in cells.iter().enumerate() {
        let part = Part::Row { table: number, is_head: false };
        let piece = line(texts, &widths, &figures, CELL, part, room);
        let head = (at > 0).then(|| Rc::clone(&again));
        // The last row does not stand alone.
        pieces.push(Piece { head, keeps: at + 2 == cells.len(), ..piece });
    }
    pieces
}

/// As wide as the contents where there is room; else headings and long texts are broken, then short texts, and numbers
/// last.
fn widths(names: &[String], cells: &[Vec<String>], figures: &[bool], room: f64) -> Vec<f64> {
    let longest_word =
        |text: &str, look: Type| text.split(' ').map(|word| width(word, look.weight, look.size)).fold(0.0, f64::max);
    let columns = names.len();
    let room = room - GAP * (columns - 1) as f64;
    let mut least = vec![0.0; columns];
    let mut unbroken = vec![0.0; columns];
    let mut whole = vec![0.0; columns];
    for (column, name) in names.iter().enumerate() {
        least[column] = longest_word(name, HEAD);
        unbroken[column] = least[column];
        whole[column] = width(name, Weight::SemiBold, HEAD.size).min(60.0_f64.max(least[column]));
        for texts in cells {
            let full = width(&texts[column], Weight::Regular, CELL.size);
            whole[column] = f64::max(whole[column], full);
            let word = if figures[column] { full } else { longest_word(&texts[column], CELL) };
            least[column] = f64::max(least[column], word);
            let is_short = texts[column].chars().count() <= SHORT;
            unbroken[column] = f64::max(unbroken[column], if is_short { full } else { word });
        }
    }
    let sum = |widths: &[f64]| widths.iter().sum::<f64>();
    let whole_sum = sum(&whole);
    if whole_sum <= room {
        // What is left goes to the columns of words.
        let spare = room - whole_sum;
        let words = figures.iter().filter(|is_figure| !**is_figure).count();
        let share = |at: usize| {
            if words == 0 {
                spare / columns as f64
            } else if figures[at] {
                0.0
            } else {
                spare / words as f64
            }
        };
        return (0..columns).map(|at| whole[at] + share(at)).collect();
    }
    let least_sum = sum(&least);
    if least_sum >= room {
        return least.iter().map(|width| width * room / least_sum).collect();
    }
    let (from, to) = if sum(&unbroken) <= room { (&unbroken, &whole) } else { (&least, &unbroken) };
    let part = (room - sum(from)) / (sum(to) - sum(from));
    from.iter().zip(to).map(|(from, to)| from + (to - from) * part).collect()
}

fn line(texts: &[String], widths: &[f64], figures: &[bool], look: Type, part: Part, room: f64) -> Piece {
    let step = look.size * 1.24;
    let mut marks = Vec::new();
    let mut height: f64 = 0.0;
    let mut x = 0.0;
    for (column, text) in texts.iter().enumerate() {
        // A hair more than measured, so that what fits is not broken by rounding.
        let mut lines = wrap(text, look.weight, look.size, widths[column] + 0.05);
        if lines.len() > LINES {
            lines.truncate(LINES);
            if let Some(last) = lines.last_mut() {
                last.push('…');
            }
        }
        for (at, text) in lines.iter().enumerate() {
            let left = if figures[column] { x + widths[column] - width(text, look.weight, look.size) } else { x };
            let y = AIR + look.size + step * at as f64;
            marks.push(Mark::Text { x: left, y, text: text.clone(), look, cell: column });
        }
        height = height.max(step * lines.len() as f64);
        x += widths[column] + GAP;
    }
    let height = height + 2.0 * AIR;
    let (thick, colour) = if look.weight == Weight::SemiBold { (0.8, Colour::Ink) } else { (0.5, Colour::Rule) };
    marks.push(Mark::Rule { x: 0.0, y: height - thick, width: room, height: thick, colour });
    Piece { before: 0.0, height, keeps: false, part, marks, head: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_room_and_no_more() {
        let names = ["Place".to_owned(), "Deaths".to_owned()];
        let long = "a long sentence about nothing in particular ".repeat(5);
        for text in ["Gao", long.as_str(), &"x".repeat(400)] {
            let cells = vec![vec![text.to_owned(), "12,345 (1–99,999)".to_owned()]];
            let widths = widths(&names, &cells, &[false, true], 200.0);
            assert!((widths.iter().sum::<f64>() + GAP - 200.0).abs() < 0.01, "{widths:?}");
        }
    }
}
