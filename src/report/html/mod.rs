//! A report as one HTML page that asks the network for nothing: style and pictures are inside it, and its own policy
//! forbids the browser to load anything.

mod table;

use std::fmt::Write as _;

use super::cells::is_wide_table;
use super::document::{Block, Document, Figure, KeyFigure, Lang, Section};
use super::draw::{self, Surroundings};
use super::error::ReportError;
use super::escape::{css, linked, slug, xml};
use super::words::Words;

/// The rules of the page, without the colours.
const STYLE: &str = include_str!("style.css");

/// The whole page.
///
/// # Errors
/// [`ReportError::Figure`] where a chart contradicts itself.
pub(super) fn page(document: &Document) -> Result<String, ReportError> {
    let words = Words::of(document.lang);
    let mut page = Page { out: String::with_capacity(1 << 16), document, words };
    page.head();
    page.front();
    for section in &document.sections {
        page.section(section)?;
    }
    page.end();
    Ok(page.out)
}

struct Page<'d> {
    out: String,
    document: &'d Document,
    words: &'static Words,
}

impl Page<'_> {
    fn head(&mut self) {
        let document = self.document;
        let lang = document.lang.code();
        let light = draw::variables(false);
        let dark = draw::variables(true);
        let rules = draw::rules();
        let foot = css(&foot(document));
        let title = xml(&document.title);
        let page = css(self.words.page);
        let _ = write!(
            self.out,
            r#"<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="warledger {}">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>
:root{{{light}}}
@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}
{rules}
{STYLE}@page{{@bottom-left{{content:"{foot}"}}@bottom-right{{content:"{page} " counter(page) " / " counter(pages)}}}}
</style>
</head>
<body>
<main>
"#,
            env!("CARGO_PKG_VERSION")
        );
    }

    /// Title, status, highlights and key figures.
    fn front(&mut self) {
        let (document, words) = (self.document, self.words);
        let _ = write!(
            self.out,
            "<header>\n<p class=\"kicker\">{}</p>\n<h1>{}</h1>\n<p class=\"period\">{}</p>\n",
            words.kicker,
            xml(&document.title),
            xml(&document.period)
        );
        self.list("status", &document.status);
        self.out.push_str("</header>\n");
        if !document.highlights.is_empty() {
            let _ = writeln!(self.out, "<section class=\"lead\" id=\"highlights\">\n<h2>{}</h2>", words.highlights);
            self.list("highlights", &document.highlights);
            self.out.push_str("</section>\n");
        }
        if !document.key_figures.is_empty() {
            self.key_figures();
        }
    }

    fn key_figures(&mut self) {
        let _ = writeln!(
            self.out,
            "<section class=\"lead\" id=\"key-figures\">\n<h2>{}</h2>\n<ul class=\"figures\">",
            self.words.key_figures
        );
        let figures = &self.document.key_figures;
        let footnotes: Vec<&str> = figures.iter().filter_map(|figure| figure.footnote.as_deref()).collect();
        let mut number = 0;
        for figure in figures {
            let mark = figure.footnote.is_some().then(|| {
                number += 1;
                number
            });
            self.key_figure(figure, mark);
        }
        self.out.push_str("</ul>\n");
        if !footnotes.is_empty() {
            self.out.push_str("<ol class=\"footnotes\">\n");
            for (at, note) in footnotes.iter().enumerate() {
                let _ = writeln!(self.out, "<li id=\"note-{}\">{}</li>", at + 1, xml(note));
            }
            self.out.push_str("</ol>\n");
        }
        self.out.push_str("</section>\n");
    }

    fn key_figure(&mut self, figure: &KeyFigure, mark: Option<usize>) {
        let lang = self.document.lang;
        let best = figure.best.map_or_else(|| self.words.unknown.to_owned(), |best| lang.count(best));
        let class = if figure.best.is_some() { "best" } else { "best unknown" };
        let _ = write!(self.out, "<li><span class=\"{class}\">{}</span>", xml(&best));
        if let Some((low, high)) = figure.range {
            let _ =
                write!(self.out, " <span class=\"range\">{} {}</span>", self.words.range, xml(&lang.range(low, high)));
        }
        let _ = write!(self.out, " <span class=\"label\">{}", xml(&figure.label));
        if let Some(mark) = mark {
            let _ = write!(self.out, "<a class=\"mark\" href=\"#note-{mark}\">{mark}</a>");
        }
        self.out.push_str("</span></li>\n");
    }

    fn section(&mut self, section: &Section) -> Result<(), ReportError> {
        let id = slug(&section.id);
        let layout = layout(&section.blocks, self.document.lang);
        let _ = writeln!(self.out, "<section class=\"part{layout}\" id=\"{id}\">\n<h2>{}</h2>", xml(&section.title));
        let until =
            section.blocks.iter().position(|block| Kind::of(block) == Kind::Tables).unwrap_or(section.blocks.len());
        let (before, after) = section.blocks.split_at(until);
        let count = |kind: Kind| before.iter().filter(|block| Kind::of(block) == kind).count();
        // One picture stands beside what is written about it; several stand beside each other.
        let is_beside = count(Kind::Pictures) == 1 && count(Kind::Words) > 0;
        if is_beside {
            self.out.push_str("<div class=\"beside\">\n");
        }
        self.boxes(before)?;
        if is_beside {
            self.out.push_str("</div>\n");
        }
        self.boxes(after)?;
        self.out.push_str("</section>\n");
        Ok(())
    }

    /// Blocks, those of one kind and width that follow each other in one box.
    fn boxes(&mut self, blocks: &[Block]) -> Result<(), ReportError> {
        let lang = self.document.lang;
        let box_of = |block: &Block| (Kind::of(block), over(block, lang));
        for group in blocks.chunk_by(|one, next| box_of(one) == box_of(next)) {
            let (kind, over) = box_of(&group[0]);
            let _ = writeln!(self.out, "<div class=\"{}{over}\">", kind.class());
            for block in group {
                self.block(block)?;
            }
            self.out.push_str("</div>\n");
        }
        Ok(())
    }

    fn block(&mut self, block: &Block) -> Result<(), ReportError> {
        match block {
            Block::Text(text) => {
                let _ = writeln!(self.out, "<p>{}</p>", xml(text));
            }
            Block::Note(text) => {
                let _ = writeln!(self.out, "<p class=\"note\">{}</p>", xml(text));
            }
            Block::List(items) => self.list("points", items),
            Block::Figure(figure) => self.figure(figure)?,
            Block::Table(table) => table::write(&mut self.out, table, self.document.lang, table::Place::Page),
        }
        Ok(())
    }

    fn figure(&mut self, figure: &Figure) -> Result<(), ReportError> {
        let lang = self.document.lang;
        let id = slug(&figure.id);
        let _ = writeln!(self.out, "<figure id=\"figure-{id}\">\n<h3>{}</h3>", xml(&figure.title));
        self.out.push_str(&draw::svg(figure, lang, Surroundings::Page)?);
        let _ = writeln!(self.out, "\n<figcaption>{}</figcaption>", linked(&figure.caption));
        if !figure.table.columns.is_empty() {
            let _ = writeln!(self.out, "<details>\n<summary>{}</summary>", self.words.numbers);
            table::write(&mut self.out, &figure.table, lang, table::Place::Details);
            self.out.push_str("</details>\n");
        }
        self.out.push_str("</figure>\n");
        Ok(())
    }

    fn list(&mut self, class: &str, items: &[String]) {
        if items.is_empty() {
            return;
        }
        let _ = writeln!(self.out, "<ul class=\"{class}\">");
        for item in items {
            let _ = writeln!(self.out, "<li>{}</li>", xml(item));
        }
        self.out.push_str("</ul>\n");
    }

    /// What to cite and how the report was made.
    fn end(&mut self) {
        let document = self.document;
        self.out.push_str("<footer>\n");
        if !document.citations.is_empty() {
            let _ = writeln!(
                self.out,
                "<section id=\"citation\">\n<h2>{}</h2>\n<ul class=\"points\">",
                self.words.citation
            );
            for citation in &document.citations {
                let _ = writeln!(self.out, "<li>{}</li>", linked(citation));
            }
            self.out.push_str("</ul>\n</section>\n");
        }
        if !document.provenance.is_empty() {
            let _ = writeln!(self.out, "<section id=\"provenance\">\n<h2>{}</h2>\n<dl>", self.words.provenance);
            for (label, value) in &document.provenance {
                let _ = writeln!(self.out, "<div><dt>{}</dt><dd><code>{}</code></dd></div>", xml(label), xml(value));
            }
            self.out.push_str("</dl>\n</section>\n");
        }
        self.out.push_str("</footer>\n</main>\n</body>\n</html>\n");
    }
}

/// The line at the foot of each printed page.
fn foot(document: &Document) -> String {
    match document.status.first() {
        Some(status) => format!("{} · {status}", document.title),
        None => document.title.clone(),
    }
}

/// The class of a section on paper: over both columns where a table is wide or where pictures stand beside each other,
/// and a pair where one picture stands beside its tables.
fn layout(blocks: &[Block], lang: Lang) -> &'static str {
    let pictures = blocks.iter().filter(|block| Kind::of(block) == Kind::Pictures).count();
    if pictures > 1 || blocks.iter().any(|block| !over(block, lang).is_empty()) {
        " over"
    } else if blocks.len() > 1
        && Kind::of(&blocks[0]) == Kind::Pictures
        && blocks[1..].iter().all(|block| Kind::of(block) == Kind::Tables)
    {
        " pair"
    } else {
        ""
    }
}

/// The class of what goes over both columns of paper: wide tables.
fn over(block: &Block, lang: Lang) -> &'static str {
    match block {
        Block::Table(table) if is_wide_table(table, lang) => " over",
        _ => "",
    }
}

/// What a block is for the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Words,
    Pictures,
    Tables,
}

impl Kind {
    fn of(block: &Block) -> Self {
        match block {
            Block::Text(_) | Block::Note(_) | Block::List(_) => Self::Words,
            Block::Figure(_) => Self::Pictures,
            Block::Table(_) => Self::Tables,
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Pictures => "pictures",
            Self::Tables => "tables",
        }
    }
}
