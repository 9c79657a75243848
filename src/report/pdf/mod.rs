//! A report as pages of A4: laid out here, written by `krilla`, with text that can be selected, fonts inside, and the
//! structure that screen readers follow. No clock and no chance: the same document gives the same bytes.

mod blocks;
mod flow;
mod paint;
mod piece;
mod rows;
mod structure;

use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::{Document as Pdf, SerializeSettings};

use self::flow::{PAGE, flow};
use self::paint::Painter;
use self::structure::Structure;
use super::document::Document;
use super::error::ReportError;
use super::words::Words;

/// The file.
///
/// # Errors
/// [`ReportError::Figure`] where a chart contradicts itself, [`ReportError::Pdf`] where the library refuses.
pub(super) fn pages(document: &Document) -> Result<Vec<u8>, ReportError> {
    let placed = flow(&blocks::runs(document)?);
    let count = placed.iter().map(|piece| piece.page).max().unwrap_or_default() + 1;
    let mut pdf = Pdf::new_with(SerializeSettings { enable_tagging: true, ..SerializeSettings::default() });
    let painter = Painter::new().ok_or_else(|| ReportError::Pdf("a built-in font cannot be read".to_owned()))?;
    let mut structure = Structure::default();
    let foot = match document.status.first() {
        Some(status) => format!("{} · {status}", document.title),
        None => document.title.clone(),
    };
    let page_word = Words::of(document.lang).page;
    for number in 0..count {
        let size = PageSettings::from_wh(PAGE.0 as f32, PAGE.1 as f32)
            .ok_or_else(|| ReportError::Pdf("a page has no size".to_owned()))?;
        let mut page = pdf.start_page_with(size);
        let mut surface = page.surface();
        for piece in placed.iter().filter(|piece| piece.page == number) {
            painter.piece(&mut surface, piece, &mut structure);
        }
        painter.foot(&mut surface, &foot, &format!("{page_word} {} / {count}", number + 1));
        surface.finish();
        page.finish();
    }
    pdf.set_tag_tree(structure.finish(document.lang.code()));
    pdf.set_metadata(
        Metadata::new()
            .title(document.title.clone())
            .description(document.period.clone())
            .language(document.lang.code().to_owned())
            .creator(format!("warledger {}", env!("CARGO_PKG_VERSION"))),
    );
    pdf.finish().map_err(|error| ReportError::Pdf(format!("{error:?}")))
}
