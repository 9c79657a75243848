//! Pieces on the surface of a page.

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{ArtifactType, ContentTag, SpanTag};
use krilla::text::{Font, TextDirection};
use krilla_svg::{SurfaceExt, SvgSettings};

use super::flow::{PAGE, Placed, SIDE, WIDE};
use super::piece::{Mark, Type};
use super::structure::Structure;
use crate::report::draw::Colour;
use crate::report::fonts::{Weight, cut, shown, width};

/// Height of the line at the foot, and its letters.
const FOOT: f64 = PAGE.1 - 22.0;
const FOOT_LOOK: Type = Type::soft(6.4);

/// The fonts of a file.
pub(super) struct Painter {
    regular: Font,
    semi_bold: Font,
}

impl Painter {
    pub(super) fn new() -> Option<Self> {
        let font = |weight: Weight| Font::new(weight.bytes().into(), 0);
        Some(Self { regular: font(Weight::Regular)?, semi_bold: font(Weight::SemiBold)? })
    }

    /// Draws the piece; what is read of it joins the structure.
    pub(super) fn piece(&self, surface: &mut Surface<'_>, placed: &Placed, structure: &mut Structure) {
        if !placed.is_repeat {
            structure.enter(&placed.piece.part, &placed.piece.marks);
        }
        for mark in &placed.piece.marks {
            match mark {
                Mark::Rule { x, y, width, height, colour } => {
                    surface.start_tagged(ContentTag::Artifact(ArtifactType::Other));
                    rule(surface, (placed.x + x, placed.y + y), (*width, *height), *colour);
                    surface.end_tagged();
                }
                Mark::Text { x, y, text, look, cell } => {
                    let tag = if placed.is_repeat {
                        ContentTag::Artifact(ArtifactType::Other)
                    } else {
                        ContentTag::Span(SpanTag::empty())
                    };
                    let id = surface.start_tagged(tag);
                    self.text(surface, (placed.x + x, placed.y + y), text, *look);
                    surface.end_tagged();
                    if !placed.is_repeat {
                        structure.add(id, *cell);
                    }
                }
                Mark::Picture { y, width, height, tree } => {
                    let id = surface.start_tagged(ContentTag::Other);
                    let place = Transform::from_translate(placed.x as f32, (placed.y + y) as f32);
                    surface.push_transform(&place);
                    if let Some(size) = Size::from_wh(*width as f32, *height as f32) {
                        surface.draw_svg(tree, size, SvgSettings::default());
                    }
                    surface.pop();
                    surface.end_tagged();
                    structure.add(id, 0);
                }
            }
        }
    }

    /// The source at the left and the number of the page at the right.
    pub(super) fn foot(&self, surface: &mut Surface<'_>, source: &str, page: &str) {
        surface.start_tagged(ContentTag::Artifact(ArtifactType::Footer));
        rule(surface, (SIDE, FOOT - 9.0), (WIDE, 0.5), Colour::Rule);
        let (weight, size) = (FOOT_LOOK.weight, FOOT_LOOK.size);
        let wide = width(page, weight, size);
        let source = shown(source);
        self.text(surface, (SIDE, FOOT), &cut(&source, weight, size, WIDE - wide - 20.0), FOOT_LOOK);
        self.text(surface, (SIDE + WIDE - wide, FOOT), page, FOOT_LOOK);
        surface.end_tagged();
    }

    fn text(&self, surface: &mut Surface<'_>, (x, y): (f64, f64), text: &str, look: Type) {
        let font = match look.weight {
            Weight::Regular => &self.regular,
            Weight::SemiBold => &self.semi_bold,
        };
        surface.set_fill(Some(paint(look.colour)));
        surface.set_stroke(None);
        let at = Point::from_xy(x as f32, y as f32);
        surface.draw_text(at, font.clone(), look.size as f32, text, false, TextDirection::LeftToRight);
    }
}

fn paint(colour: Colour) -> Fill {
    let (red, green, blue) = colour.light();
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}

fn rule(surface: &mut Surface<'_>, (x, y): (f64, f64), (width, height): (f64, f64), colour: Colour) {
    let Some(rect) = Rect::from_xywh(x as f32, y as f32, width as f32, height as f32) else { return };
    let mut path = PathBuilder::new();
    path.push_rect(rect);
    let Some(path) = path.finish() else { return };
    surface.set_fill(Some(paint(colour)));
    surface.set_stroke(None);
    surface.draw_path(&path);
}
