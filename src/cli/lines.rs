//! Text in columns for answers that are more than one table: the last column takes what room is left.

use unicode_width::UnicodeWidthStr;

use super::render;

/// Width of text that goes to no terminal: what a printed page and most windows hold.
const PAGE: usize = 120;
/// Least room for a wrapped column.
const LEAST: usize = 24;

/// A column: its head, and how its cells stand.
#[derive(Clone, Copy)]
pub(crate) struct Column<'c> {
    head: &'c str,
    right: bool,
    wraps: bool,
}

impl<'c> Column<'c> {
    pub(crate) fn left(head: &'c str) -> Self {
        Column { head, right: false, wraps: false }
    }

    pub(crate) fn right(head: &'c str) -> Self {
        Column { head, right: true, wraps: false }
    }

    /// A last column whose cells are broken at spaces.
    pub(crate) fn wrapped(head: &'c str) -> Self {
        Column { head, right: false, wraps: true }
    }
}

/// How wide text is set.
pub(crate) fn say_width() -> usize {
    render::terminal_width().map_or(PAGE, |width| usize::from(width).clamp(60, 160))
}

/// Rows under their heads.
pub(crate) fn columns(heads: &[Column<'_>], rows: &[Vec<String>]) -> String {
    let last = heads.len().saturating_sub(1);
    let widths: Vec<usize> = (0..heads.len())
        .map(|at| rows.iter().map(|row| row[at].width()).chain([heads[at].head.width()]).max().unwrap_or(0))
        .collect();
    let before: usize = widths[..last].iter().map(|width| width + 2).sum();
    let room = say_width().saturating_sub(before).max(LEAST);
    let mut text = line(heads, &widths, &heads.iter().map(|head| head.head.to_owned()).collect::<Vec<_>>());
    text.push_str(&format!("{}\n", "─".repeat((before + widths[last]).min(before + room))));
    for row in rows {
        let mut parts =
            broken(&row[last], if heads[last].wraps || row[last].width() > room { room } else { usize::MAX });
        let mut first = row.clone();
        first[last] = parts.remove(0);
        text.push_str(&line(heads, &widths, &first));
        for part in parts {
            text.push_str(&format!("{}{part}\n", " ".repeat(before)));
        }
    }
    text
}

fn line(heads: &[Column<'_>], widths: &[usize], cells: &[String]) -> String {
    let mut text = String::new();
    for (at, cell) in cells.iter().enumerate() {
        let space = " ".repeat(widths[at].saturating_sub(cell.width()));
        let cell = if heads[at].right { format!("{space}{cell}") } else { format!("{cell}{space}") };
        if at > 0 {
            text.push_str("  ");
        }
        text.push_str(&cell);
    }
    format!("{}\n", text.trim_end())
}

fn broken(cell: &str, room: usize) -> Vec<String> {
    let mut parts = vec![String::new()];
    for word in cell.split(' ') {
        let is_full = parts.last().is_some_and(|part| !part.is_empty() && part.width() + 1 + word.width() > room);
        if is_full {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            if !part.is_empty() {
                part.push(' ');
            }
            part.push_str(word);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_column_is_broken_and_stays_in_its_place() {
        let text = columns(
            &[Column::left("a"), Column::right("number"), Column::wrapped("words")],
            &[vec!["x".to_owned(), "1".to_owned(), "word ".repeat(40).trim().to_owned()]],
        );
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.len() > 3, "{text}");
        assert!(lines.iter().all(|line| line.width() <= PAGE), "{text}");
        assert!(lines[3].starts_with("           word"), "{text}");
    }
}
