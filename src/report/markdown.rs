//! A report as Markdown that reads well on GitHub and in an editor: tables for numbers, pictures as links to files.

use std::fmt::Write as _;

use super::cells::{figures, row, text};
use super::document::{Block, Document, Figure, KeyFigure, Lang, Section, Table};
use super::escape::slug;
use super::words::Words;
use crate::output::printable;

/// The report. Pictures are links into the folder `pictures`, as its own text names it; without one there are only tables.
pub(super) fn page(document: &Document, pictures: Option<&str>) -> String {
    let words = Words::of(document.lang);
    let mut out = format!("# {}\n\n**{}**\n", escaped(&document.title), escaped(&document.period));
    list(&mut out, &document.status);
    if !document.highlights.is_empty() {
        let _ = write!(out, "\n## {}\n", words.highlights);
        list(&mut out, &document.highlights);
    }
    if !document.key_figures.is_empty() {
        key_figures(&mut out, document, words);
    }
    for part in &document.sections {
        section(&mut out, part, document.lang, pictures);
    }
    if !document.citations.is_empty() {
        let _ = write!(out, "\n## {}\n\n", words.citation);
        for citation in &document.citations {
            let _ = writeln!(out, "- {}", cited(citation));
        }
    }
    if !document.provenance.is_empty() {
        let _ = write!(out, "\n## {}\n\n| {} | {} |\n| --- | --- |\n", words.provenance, words.item, words.value);
        for (label, value) in &document.provenance {
            let _ = writeln!(out, "| {} | {} |", cell(label), cell(value));
        }
    }
    out
}

/// A table of the figures, their footnotes as numbers behind the labels.
fn key_figures(out: &mut String, document: &Document, words: &Words) {
    let lang = document.lang;
    let has_range = document.key_figures.iter().any(|figure| figure.range.is_some());
    let _ = write!(out, "\n## {}\n\n| {} | {} |", words.key_figures, words.item, words.best);
    out.push_str(if has_range { " " } else { "\n" });
    if has_range {
        let _ = writeln!(out, "{} |", words.range);
    }
    out.push_str(if has_range { "| --- | ---: | ---: |\n" } else { "| --- | ---: |\n" });
    let mut number = 0;
    for KeyFigure { label, best, range, footnote } in &document.key_figures {
        let best = best.map_or_else(|| words.unknown.to_owned(), |best| lang.count(best));
        let mark = if footnote.is_some() {
            number += 1;
            format!(" ({number})")
        } else {
            String::new()
        };
        let _ = write!(out, "| {}{mark} | **{best}** |", cell(label));
        if has_range {
            let _ = write!(out, " {} |", range.map_or_else(String::new, |(low, high)| lang.range(low, high)));
        }
        out.push('\n');
    }
    let notes = document.key_figures.iter().filter_map(|figure| figure.footnote.as_ref());
    for (at, note) in notes.enumerate() {
        let _ = write!(out, "\n({}) {}\n", at + 1, escaped(note));
    }
}

fn section(out: &mut String, section: &Section, lang: Lang, pictures: Option<&str>) {
    let _ = write!(out, "\n## {}\n", escaped(&section.title));
    for block in &section.blocks {
        match block {
            Block::Text(text) => {
                let _ = write!(out, "\n{}\n", escaped(text));
            }
            Block::Note(text) => {
                let _ = write!(out, "\n> {}\n", escaped(text));
            }
            Block::List(items) => list(out, items),
            Block::Figure(part) => figure(out, part, lang, pictures),
            Block::Table(part) => {
                if !part.caption.is_empty() {
                    let _ = write!(out, "\n**{}**\n", escaped(&part.caption));
                }
                table(out, part, lang);
            }
        }
    }
}

fn figure(out: &mut String, figure: &Figure, lang: Lang, pictures: Option<&str>) {
    let _ = write!(out, "\n### {}\n", escaped(&figure.title));
    if let Some(folder) = pictures {
        let folder = folder.trim_end_matches('/');
        let _ = write!(out, "\n![{}]({}/{}.png)\n", escaped(&figure.alt), address(folder), slug(&figure.id));
    }
    table(out, &figure.table, lang);
    let _ = write!(out, "\n{}\n", cited(&figure.caption));
}

fn table(out: &mut String, table: &Table, lang: Lang) {
    if table.columns.is_empty() {
        return;
    }
    out.push('\n');
    for column in &table.columns {
        let _ = write!(out, "| {} ", cell(column));
    }
    out.push_str("|\n");
    for is_figure in figures(table) {
        out.push_str(if is_figure { "| ---: " } else { "| --- " });
    }
    out.push_str("|\n");
    for cells in &table.rows {
        for value in row(table, cells) {
            let _ = write!(out, "| {} ", cell(&text(value, lang)));
        }
        out.push_str("|\n");
    }
    for note in &table.notes {
        let _ = write!(out, "\n{}\n", escaped(note));
    }
}

fn list(out: &mut String, items: &[String]) {
    if !items.is_empty() {
        out.push('\n');
    }
    for item in items {
        let _ = writeln!(out, "- {}", escaped(item));
    }
}

/// Text that stays within its cell of a table.
fn cell(text: &str) -> String {
    escaped(text)
}

/// Text that means only itself: no markup, no line of its own, and no address that becomes a link.
fn escaped(text: &str) -> String {
    plain(text, true)
}

/// The same for a text that may stand within a line, where a number with a point is no list.
fn plain(text: &str, is_start: bool) -> String {
    let text = printable(text);
    let mut safe = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for (at, letter) in text.chars().enumerate() {
        let starts = is_start && at == 0 && matches!(letter, '#' | '+' | '-' | '=' | '>');
        let numbers = is_start
            && matches!(letter, '.' | ')')
            && text[offset(&text, at) + 1..].chars().next().is_none_or(char::is_whitespace)
            && !safe.is_empty()
            && safe.bytes().all(|byte| byte.is_ascii_digit());
        let links = letter == ':' && text[offset(&text, at)..].starts_with("://")
            || letter == '.' && safe.to_ascii_lowercase().ends_with("www")
            || letter == '@' && before != ' ';
        if starts || numbers || links || matches!(letter, '\\' | '|' | '*' | '_' | '`' | '<' | '[' | ']' | '~' | '$') {
            safe.push('\\');
        }
        match letter {
            '&' => safe.push_str("&amp;"),
            // A name after it would call the person of that name.
            '@' if before == ' ' => safe.push_str("&#64;"),
            other => safe.push(other),
        }
        before = letter;
    }
    safe
}

fn offset(text: &str, at: usize) -> usize {
    text.char_indices().nth(at).map_or(text.len(), |(offset, _)| offset)
}

/// A citation: as [`escaped`], but its addresses are links.
fn cited(text: &str) -> String {
    let words = text.split(' ').enumerate().map(|(at, word)| {
        let start = word.find("https://").or_else(|| word.find("http://")).or_else(|| word.find("doi:10."));
        let Some(start) = start else { return plain(word, at == 0) };
        let (before, rest) = word.split_at(start);
        let link = rest.trim_end_matches(['.', ',', ';', ')', ']']);
        let after = &rest[link.len()..];
        let target = link.strip_prefix("doi:").map_or_else(|| link.to_owned(), |doi| format!("https://doi.org/{doi}"));
        format!("{}[{}]({}){}", plain(before, at == 0), plain(link, false), address(&target), plain(after, false))
    });
    words.collect::<Vec<_>>().join(" ")
}

/// An address in a link: what would end it is written in hexadecimal.
fn address(target: &str) -> String {
    let mut safe = String::with_capacity(target.len());
    for byte in target.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => safe.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'/' | b':' | b'?' | b'=' | b'#' | b'%' | b',' | b';' | b'@' | b'+' => {
                safe.push(char::from(byte));
            }
            other => {
                let _ = write!(safe, "%{other:02X}");
            }
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_no_markup_of_their_own() {
        assert_eq!(escaped("<b>*bold*</b> | [x](y)"), "\\<b>\\*bold\\*\\</b> \\| \\[x\\](y)");
        assert_eq!(escaped("# title"), "\\# title");
        assert_eq!(escaped("2025. A year"), "2025\\. A year");
        // Only a point and a blank make a number a list.
        assert_eq!(escaped("12.5 a week"), "12.5 a week");
        assert_eq!(escaped("7)"), "7\\)");
        assert_eq!(
            escaped("see https://example.org and www.example.org"),
            "see https\\://example.org and www\\.example.org"
        );
        assert_eq!(escaped("two\nlines @someone"), "two lines &#64;someone");
    }

    #[test]
    fn citations_have_links() {
        assert_eq!(cited("See doi:10.1/a(b)."), "See [doi:10.1/a(b](https://doi.org/10.1/a%28b)).");
        assert_eq!(cited("https://example.org/a"), "[https\\://example.org/a](https://example.org/a)");
    }

    #[test]
    fn folders_with_spaces_are_addresses() {
        assert_eq!(address("my figures/é"), "my%20figures/%C3%A9");
    }
}
