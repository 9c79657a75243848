//! SVG in other forms: as the tree that a PDF is drawn from, and as dots.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use super::fonts::{FAMILY, Weight};

/// Dots of a picture across one unit of it: a picture of 400 units prints sharp at the width of a page.
const SCALE: f32 = 4.0;

/// Our own fonts and no other: the same picture on every machine.
static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for weight in [Weight::Regular, Weight::SemiBold] {
        fonts.load_font_data(weight.bytes().to_vec());
    }
    Arc::new(fonts)
});

/// The picture as shapes.
pub(super) fn tree(svg: &str) -> Result<Tree, String> {
    let options = Options { font_family: FAMILY.to_owned(), fontdb: Arc::clone(&FONTS), ..Options::default() };
    Tree::from_str(svg, &options).map_err(|error| error.to_string())
}

/// The picture as a PNG on white paper.
pub(super) fn png(svg: &str) -> Result<Vec<u8>, String> {
    let tree = tree(svg)?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or("it has no size")?;
    let mut dots = Pixmap::new(size.width(), size.height()).ok_or("it is too large")?;
    dots.fill(resvg::tiny_skia::Color::WHITE);
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut dots.as_mut());
    dots.encode_png().map_err(|error| error.to_string())
}
