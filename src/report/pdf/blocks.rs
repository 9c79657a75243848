//! A document as pieces of pages.

use std::rc::Rc;
use std::sync::Arc;

use super::flow::{NARROW, WIDE};
use super::piece::{Mark, Part, Piece, Run, Type};
use super::rows;
use crate::report::cells::is_wide_table;
use crate::report::document::{Block, Document, Figure, KeyFigure, Section};
use crate::report::draw::{self, Colour, Surroundings};
use crate::report::error::ReportError;
use crate::report::fonts::{shown, width, wrap};
use crate::report::picture;
use crate::report::words::Words;

/// Sizes of letters in points.
const BODY: Type = Type::plain(8.2);
const SMALL: Type = Type::soft(6.6);
const H1: Type = Type::bold(19.0);
const H2: Type = Type::bold(10.6);
const H3: Type = Type::bold(8.2);

/// Where the lines of a text may be parted.
#[derive(Clone, Copy)]
enum Tie {
    /// Not behind the first nor before the last.
    Ends,
    /// Nowhere.
    Whole,
    /// Nowhere, nor from what follows.
    ToNext,
}

/// The pieces of a document, in order.
pub(super) fn runs(document: &Document) -> Result<Vec<Run>, ReportError> {
    let mut writer = Writer { document, words: Words::of(document.lang), runs: Vec::new(), number: 0 };
    writer.front();
    for section in &document.sections {
        writer.section(section)?;
    }
    writer.end();
    Ok(writer.runs)
}

struct Writer<'d> {
    document: &'d Document,
    words: &'static Words,
    runs: Vec<Run>,
    /// Of the last paragraph, list or table.
    number: usize,
}

impl Writer<'_> {
    fn next(&mut self) -> usize {
        self.number += 1;
        self.number
    }

    fn push(&mut self, is_wide: bool, piece: Piece) {
        let piece = Rc::new(piece);
        match self.runs.last_mut() {
            Some(run) if run.is_wide == is_wide => run.pieces.push(piece),
            _ => self.runs.push(Run { is_wide, pieces: vec![piece] }),
        }
    }

    /// A text line by line, so that it can go on in the next column where `tie` lets it.
    fn lines(&mut self, is_wide: bool, text: &str, look: Type, before: f64, part: Part, tie: Tie) {
        let room = if is_wide { WIDE } else { NARROW };
        self.indented(is_wide, text, look, (before, 0.0, room), part, tie);
    }

    fn indented(
        &mut self,
        is_wide: bool,
        text: &str,
        look: Type,
        (before, indent, room): (f64, f64, f64),
        part: Part,
        tie: Tie,
    ) {
        let lines = wrap(&shown(text), look.weight, look.size, room - indent);
        let count = lines.len();
        for (at, text) in lines.into_iter().enumerate() {
            let keeps = match tie {
                // Neither the first nor the last line of a paragraph stands alone.
                Tie::Ends => count > 1 && (at == 0 || at + 2 == count),
                Tie::Whole => at + 1 < count,
                Tie::ToNext => true,
            };
            self.push(
                is_wide,
                Piece {
                    before: if at == 0 { before } else { 0.0 },
                    height: look.step(),
                    keeps,
                    part: part.clone(),
                    marks: vec![Mark::Text { x: indent, y: look.size, text, look, cell: 0 }],
                    head: None,
                },
            );
        }
    }

    fn paragraph(&mut self, is_wide: bool, text: &str, look: Type, before: f64) {
        let part = Part::Paragraph(self.next());
        self.lines(is_wide, text, look, before, part, Tie::Ends);
    }

    fn heading(&mut self, is_wide: bool, text: &str, level: u16) {
        let (look, before) = match level {
            1 => (H1, 0.0),
            2 => (H2, 9.0),
            _ => (H3, 6.0),
        };
        let number = self.next();
        self.lines(is_wide, text, look, before, Part::Heading { level, number }, Tie::ToNext);
    }

    fn list(&mut self, is_wide: bool, items: &[String], look: Type) {
        let list = self.next();
        let room = if is_wide { WIDE } else { NARROW };
        for text in items {
            let number = self.next();
            let first = self.runs.last().filter(|run| run.is_wide == is_wide).map_or(0, |run| run.pieces.len());
            self.indented(is_wide, text, look, (2.0, 9.0, room), Part::Item { list, number }, Tie::Ends);
            let Some(run) = self.runs.last_mut() else { continue };
            if let Some(piece) = run.pieces.get_mut(first).and_then(Rc::get_mut) {
                let dot = Type { colour: Colour::Strong, ..look };
                piece.marks.insert(0, Mark::Text { x: 1.0, y: look.size, text: "•".to_owned(), look: dot, cell: 0 });
            }
        }
    }

    /// Title, status, highlights and key figures, over the whole width.
    fn front(&mut self) {
        let (document, words) = (self.document, self.words);
        let part = Part::Paragraph(self.next());
        let look = Type::bold(7.4).coloured(Colour::Strong);
        self.push(
            true,
            Piece {
                before: 0.0,
                height: 19.0,
                keeps: true,
                part,
                marks: vec![
                    Mark::Rule { x: 0.0, y: 0.0, width: WIDE, height: 3.5, colour: Colour::Strong },
                    Mark::Text { x: 0.0, y: 15.5, text: words.kicker.to_uppercase(), look, cell: 0 },
                ],
                head: None,
            },
        );
        self.heading(true, &document.title, 1);
        self.paragraph(true, &document.period, Type::plain(10.6), 1.0);
        for (at, status) in document.status.iter().enumerate() {
            self.paragraph(true, status, Type::soft(7.2), if at == 0 { 3.0 } else { 0.0 });
        }
        if !document.highlights.is_empty() {
            self.heading(true, words.highlights, 2);
            self.list(true, &document.highlights, Type::plain(8.8));
        }
        if !document.key_figures.is_empty() {
            self.key_figures();
        }
    }

    fn key_figures(&mut self) {
        self.heading(true, self.words.key_figures, 2);
        let figures = &self.document.key_figures;
        // Six beside each other at most.
        for row in figures.chunks(6) {
            let first = figures.iter().position(|figure| std::ptr::eq(figure, &row[0])).unwrap_or_default();
            let before = figures[..first].iter().filter(|figure| figure.footnote.is_some()).count();
            self.key_row(row, before);
        }
        let notes: Vec<String> = figures.iter().filter_map(|figure| figure.footnote.clone()).collect();
        for (at, note) in notes.iter().enumerate() {
            self.paragraph(true, &format!("({}) {note}", at + 1), SMALL, if at == 0 { 3.0 } else { 0.0 });
        }
    }

    fn key_row(&mut self, figures: &[KeyFigure], notes_before: usize) {
        let lang = self.document.lang;
        let (big, plain, label) = (Type::bold(18.0).coloured(Colour::Strong), Type::plain(7.2), Type::soft(7.2));
        let step = WIDE / figures.len().max(4) as f64;
        let room = step - 10.0;
        let mut marks = vec![Mark::Rule { x: 0.0, y: 0.0, width: WIDE, height: 0.6, colour: Colour::Rule }];
        let mut height: f64 = 0.0;
        let mut note = notes_before;
        for (at, figure) in figures.iter().enumerate() {
            let x = step * at as f64;
            let best = figure.best.map_or_else(|| self.words.unknown.to_owned(), |best| lang.count(best));
            let mut look = if figure.best.is_some() { big } else { Type::soft(12.0) };
            look.size *= (room / width(&best, look.weight, look.size)).min(1.0);
            marks.push(Mark::Text { x, y: 21.0, text: best, look, cell: at });
            let mut y = 22.0;
            if let Some((low, high)) = figure.range {
                let text = format!("{} {}", self.words.range, lang.range(low, high));
                marks.push(Mark::Text { x, y: y + plain.size + 1.0, text, look: plain, cell: at });
                y += plain.step();
            }
            let mut text = figure.label.clone();
            if figure.footnote.is_some() {
                note += 1;
                text = format!("{text} ({note})");
            }
            for line in wrap(&shown(&text), label.weight, label.size, room) {
                marks.push(Mark::Text { x, y: y + label.size + 1.0, text: line, look: label, cell: at });
                y += label.step();
            }
            height = height.max(y + 5.0);
        }
        marks.push(Mark::Rule { x: 0.0, y: height, width: WIDE, height: 0.6, colour: Colour::Rule });
        let part = Part::Row { table: self.next(), is_head: false };
        self.push(true, Piece { before: 3.0, height: height + 1.0, keeps: false, part, marks, head: None });
    }

    fn section(&mut self, section: &Section) -> Result<(), ReportError> {
        let over = |block: &Block| matches!(block, Block::Table(table) if is_wide_table(table, self.document.lang));
        // Words before a wide table go over the page as it does; a heading stays with the picture that it is of.
        let is_wide = match section.blocks.first() {
            Some(Block::Text(_)) => section.blocks.iter().any(over),
            Some(block) => over(block),
            None => false,
        };
        self.heading(is_wide, &section.title, 2);
        for block in &section.blocks {
            match block {
                Block::Text(text) => self.paragraph(is_wide, text, BODY, 3.0),
                Block::Note(text) => self.note(text),
                Block::List(items) => self.list(false, items, BODY),
                Block::Figure(figure) => self.figure(figure)?,
                Block::Table(table) => {
                    let is_wide = is_wide_table(table, self.document.lang);
                    if !table.caption.is_empty() {
                        self.heading(is_wide, &table.caption, 3);
                    }
                    let number = self.next();
                    let room = if is_wide { WIDE } else { NARROW };
                    for piece in rows::pieces(table, self.document.lang, room, number) {
                        self.push(is_wide, piece);
                    }
                    for note in &table.notes {
                        self.paragraph(is_wide, note, SMALL, 2.0);
                    }
                }
            }
        }
        Ok(())
    }

    /// A caveat with a bar at its side.
    fn note(&mut self, text: &str) {
        let part = Part::Paragraph(self.next());
        let look = Type::plain(7.6);
        let lines = wrap(&shown(text), look.weight, look.size, NARROW - 8.0);
        let count = lines.len();
        for (at, text) in lines.into_iter().enumerate() {
            let bar = Mark::Rule { x: 0.0, y: 0.0, width: 2.0, height: look.step(), colour: Colour::Accent };
            let marks = vec![bar, Mark::Text { x: 8.0, y: look.size, text, look, cell: 0 }];
            let piece = Piece {
                before: if at == 0 { 4.0 } else { 0.0 },
                height: look.step(),
                keeps: count > 1 && (at == 0 || at + 2 == count),
                part: part.clone(),
                marks,
                head: None,
            };
            self.push(false, piece);
        }
    }

    fn figure(&mut self, figure: &Figure) -> Result<(), ReportError> {
        self.heading(false, &figure.title, 3);
        let svg = draw::svg(figure, self.document.lang, Surroundings::Page)?;
        let tree = picture::tree(&svg).map_err(|reason| ReportError::Figure { figure: figure.id.clone(), reason })?;
        let height = NARROW * f64::from(tree.size().height()) / f64::from(tree.size().width());
        let part = Part::Figure(figure.alt.clone());
        let marks = vec![Mark::Picture { y: 0.0, width: NARROW, height, tree: Arc::new(tree) }];
        self.push(false, Piece { before: 1.0, height, keeps: true, part, marks, head: None });
        let caption = Part::Paragraph(self.next());
        self.lines(false, &figure.caption, Type::soft(5.8), 1.0, caption, Tie::Whole);
        Ok(())
    }

    /// What to cite and how the report was made, small.
    fn end(&mut self) {
        let document = self.document;
        if !document.citations.is_empty() {
            self.heading(false, self.words.citation, 2);
            self.list(false, &document.citations, Type::plain(7.2));
        }
        if !document.provenance.is_empty() {
            self.heading(false, self.words.provenance, 2);
            for (label, value) in &document.provenance {
                self.paragraph(false, &format!("{label}{} {value}", self.words.colon), SMALL, 1.0);
            }
        }
    }
}
