//! Text measured and cut by the columns that it takes on a terminal.

use unicode_width::UnicodeWidthStr;

/// What marks a cut.
pub(super) const ELLIPSIS: &str = "…";

/// Terminal columns that the text takes: two for a wide character, none for a combining one.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The longest start of `text` that takes at most `columns`.
fn start(text: &str, columns: usize) -> &str {
    if text.is_ascii() {
        return &text[..columns.min(text.len())];
    }
    // Marks that take no column can make a short text long; beyond this many of them it is cut all the same.
    let ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(columns * 4 + 16).collect();
    let fits = ends.partition_point(|end| width(&text[..*end]) <= columns);
    fits.checked_sub(1).map_or("", |last| &text[..ends[last]])
}

/// The text, or as much of it as fits with an ellipsis.
pub(super) fn cut(text: &str, columns: usize) -> String {
    if text.len() <= columns || width(text) <= columns {
        return text.to_owned();
    }
    let kept = start(text, columns.saturating_sub(1));
    format!("{}{ELLIPSIS}", kept.trim_end())
}

/// The text on lines of at most `columns`, broken after one of `breaks`; a closing space falls away. What does not fit
/// into `lines` is cut off with an ellipsis.
pub(super) fn wrap(text: &str, columns: usize, lines: usize, breaks: &[char]) -> Vec<String> {
    let columns = columns.max(1);
    let mut wrapped = Vec::new();
    let mut rest = text;
    while width_exceeds(rest, columns) && wrapped.len() + 1 < lines {
        let mut line = start(rest, columns);
        let next = rest[line.len()..].chars().next();
        if next != Some(' ') {
            let last = line.trim_end_matches(|c| !breaks.contains(&c));
            // A first word longer than the line is broken where the line ends.
            if !last.trim_end().is_empty() {
                line = last;
            }
        }
        if line.is_empty() {
            // Not even one character fits: it is left to stand out rather than lost.
            let first = rest.chars().next().map_or(0, char::len_utf8);
            line = &rest[..first];
        }
        rest = rest[line.len()..].trim_start();
        wrapped.push(line.trim_end().to_owned());
    }
    wrapped.push(cut(rest, columns));
    wrapped
}

fn width_exceeds(text: &str, columns: usize) -> bool {
    text.len() > columns && width(text) > columns
}
