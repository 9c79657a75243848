//! Where the charting library draws: its shapes become ours, so that a page can give them colours for the dark.
//!
//! The library counts in whole pixels; a tenth of ours is one of its.

use std::fmt;

use plotters::style::RGBColor;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use super::colour::Colour;
use super::svg::{Anchor, Fill, Line, Look, Svg};
use crate::report::fonts::{self, Weight};

/// Pixels of the library in one of ours.
pub(super) const FINE: f64 = 10.0;

/// Between an axis and its labels.
const APART: f64 = 4.0;

/// A colour as the library names it.
pub(super) const fn rgb(colour: Colour) -> RGBColor {
    let (red, green, blue) = colour.light();
    RGBColor(red, green, blue)
}

/// A box of a picture for the library to draw in.
pub(super) struct Canvas<'a> {
    pub(super) svg: &'a mut Svg,
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A colour of the library that none of ours is: a fault of the program.
#[derive(Debug)]
pub(super) struct UnknownColour((u8, u8, u8));

impl fmt::Display for UnknownColour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no colour {:?}", self.0)
    }
}

impl std::error::Error for UnknownColour {}

type Drawn = Result<(), DrawingErrorKind<UnknownColour>>;

impl Canvas<'_> {
    fn place(&self, (x, y): BackendCoord) -> (f64, f64) {
        (self.left + f64::from(x) / FINE, self.top + f64::from(y) / FINE)
    }
}

fn colour(of: BackendColor) -> Result<Option<Colour>, DrawingErrorKind<UnknownColour>> {
    if of.alpha == 0.0 {
        return Ok(None);
    }
    let found = Colour::ALL.into_iter().find(|colour| colour.light() == of.rgb);
    found.map(Some).ok_or(DrawingErrorKind::DrawingError(UnknownColour(of.rgb)))
}

fn line<S: BackendStyle>(style: &S) -> Result<Option<Line>, DrawingErrorKind<UnknownColour>> {
    Ok(colour(style.color())?.map(|colour| Line::of(colour, f64::from(style.stroke_width()) / FINE)))
}

impl DrawingBackend for Canvas<'_> {
    type ErrorType = UnknownColour;

    fn get_size(&self) -> (u32, u32) {
        ((self.width * FINE).round() as u32, (self.height * FINE).round() as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, of: BackendColor) -> Drawn {
        if let Some(colour) = colour(of)? {
            let at = self.place(point);
            self.svg.rect(at, (1.0 / FINE, 1.0 / FINE), Fill::Solid(colour), None);
        }
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        if let Some(line) = line(style)? {
            let (from, to) = (self.place(from), self.place(to));
            self.svg.line(from, to, line);
        }
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        let ((left, top), (right, bottom)) = (from, to);
        if !fill {
            return self.draw_path([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], style);
        }
        if let Some(colour) = colour(style.color())? {
            let (from, to) = (self.place(from), self.place(to));
            self.svg.rect(from, (to.0 - from.0, to.1 - from.1), Fill::Solid(colour), None);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        if let Some(line) = line(style)? {
            let points: Vec<_> = path.into_iter().map(|point| self.place(point)).collect();
            self.svg.path(&[points], false, Fill::None, Some(line), None);
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        if let Some(colour) = colour(style.color())? {
            let (centre, radius) = (self.place(centre), f64::from(radius) / FINE);
            let (fill, line) = if fill { (Fill::Solid(colour), None) } else { (Fill::None, line(style)?) };
            self.svg.circle(centre, radius, fill, line, None);
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, corners: I, style: &S) -> Drawn {
        if let Some(colour) = colour(style.color())? {
            let points: Vec<_> = corners.into_iter().map(|point| self.place(point)).collect();
            self.svg.path(&[points], true, Fill::Solid(colour), None, None);
        }
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Drawn {
        let Some(colour) = colour(style.color())? else { return Ok(()) };
        let (x, y) = self.place(at);
        let size = style.size() / FINE;
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        // Labels of the upright axis stand at the right of their room.
        let x = if anchor == Anchor::End { x - APART } else { x };
        let y = match style.anchor().v_pos {
            VPos::Top => y + size * 0.8 + APART,
            VPos::Center => y + size * 0.35,
            VPos::Bottom => y - size * 0.2,
        };
        self.svg.text((x, y), text, Look { colour, anchor, ..Look::plain(size) });
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<UnknownColour>> {
        let width = fonts::width(text, Weight::Regular, style.size());
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }
}
