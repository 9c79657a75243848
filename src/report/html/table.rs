//! Tables of the page: rows on a wide screen, and on a narrow one a card for each row of a wide table.

use std::fmt::Write as _;

use crate::report::cells::{figures, row, text};
use crate::report::document::{Cell, Lang, Table};
use crate::report::escape::{slug, xml};

/// Columns from which a table becomes cards on a narrow screen.
const MANY: usize = 4;

/// Where a table stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In the text.
    Page,
    /// Behind a picture, whose title it has, to be opened.
    Details,
}

/// Letters of a word that is broken rather than that the table grows wider than the screen.
const LONG: usize = 28;

/// Letters of a text that stays on one line of paper.
const SHORT: usize = 21;

/// The class of a cell: figures stand at the right, short texts stay on one line, and long words are broken.
fn class(is_figure: bool, text: &str) -> &'static str {
    let is_long = text.split_whitespace().any(|word| word.chars().count() > LONG);
    match (is_figure, is_long) {
        (true, true) => " class=\"n long\"",
        (true, false) => " class=\"n\"",
        (false, true) => " class=\"long\"",
        (false, false) if text.chars().count() <= SHORT => " class=\"short\"",
        (false, false) => "",
    }
}

/// Writes the table.
pub(super) fn write(out: &mut String, table: &Table, lang: Lang, place: Place) {
    if table.columns.is_empty() {
        return;
    }
    let figures = figures(table);
    let is_cards = table.columns.len() >= MANY;
    let cards = if is_cards { " class=\"cards\"" } else { "" };
    // Cards take the table its meaning in some browsers; the roles give it back.
    let role = |name: &str| if is_cards { format!(" role=\"{name}\"") } else { String::new() };
    let id = match place {
        Place::Page => format!(" id=\"table-{}\"", slug(&table.id)),
        Place::Details => String::new(),
    };
    let _ = writeln!(out, "<table{id}{cards}{}>", role("table"));
    if !table.caption.is_empty() {
        let _ = writeln!(out, "<caption>{}</caption>", xml(&table.caption));
    }
    let _ = write!(out, "<thead{}><tr{}>", role("rowgroup"), role("row"));
    for (column, is_figure) in table.columns.iter().zip(&figures) {
        let class = class(*is_figure, column);
        let _ = write!(out, "<th scope=\"col\"{class}{}>{}</th>", role("columnheader"), xml(column));
    }
    let _ = writeln!(out, "</tr></thead>\n<tbody{}>", role("rowgroup"));
    for cells in &table.rows {
        let _ = write!(out, "<tr{}>", role("row"));
        for ((at, cell), is_figure) in row(table, cells).enumerate().zip(&figures) {
            let label = if is_cards { format!(" data-label=\"{}\"", xml(&table.columns[at])) } else { String::new() };
            // Names may be of another direction than the page.
            let dir = if matches!(cell, Cell::Text(_)) { " dir=\"auto\"" } else { "" };
            let shown = text(cell, lang);
            let class = class(*is_figure, &shown);
            let shown = xml(&shown);
            if at == 0 {
                let _ = write!(out, "<th scope=\"row\"{class}{label}{dir}{}>{shown}</th>", role("rowheader"));
            } else {
                let _ = write!(out, "<td{class}{label}{dir}{}>{shown}</td>", role("cell"));
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
    for note in &table.notes {
        let _ = writeln!(out, "<p class=\"under\">{}</p>", xml(note));
    }
}
