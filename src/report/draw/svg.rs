//! A picture in the making: shapes in SVG text, each with the colours of light paper and a class by which a page may give
//! it others.

use std::fmt::Write as _;

use super::colour::Colour;
use crate::report::escape::xml;
use crate::report::fonts::{self, Weight};

/// Other fonts of a page are wider than ours by so much at most.
const fn wider(weight: Weight) -> f64 {
    match weight {
        Weight::Regular => 1.18,
        Weight::SemiBold => 1.3,
    }
}

/// The room to leave for a text, in whatever font a page shows it.
pub(super) fn room(text: &str, weight: Weight, size: f64) -> f64 {
    fonts::width(text, weight, size) * wider(weight)
}

/// The text, or its beginning with an ellipsis, so that it fits in whatever font.
pub(super) fn fitted(text: &str, weight: Weight, size: f64, width: f64) -> String {
    fonts::cut(&fonts::shown(text), weight, size, width / wider(weight)).into_owned()
}

/// What a shape is filled with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fill {
    None,
    Solid(Colour),
    /// A colour through which others are seen: its part of one.
    Sheer(Colour, f64),
}

/// What a surface is striped with: lines of our own, since patterns of SVG print as megabytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stripes {
    /// Slanted lines: not yet complete, or known by its area alone.
    Hatch,
    /// Dotted lines: not known.
    Dots,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) colour: Colour,
    pub(super) width: f64,
}

impl Line {
    pub(super) const fn of(colour: Colour, width: f64) -> Self {
        Self { colour, width }
    }
}

/// Where a text stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub(super) size: f64,
    pub(super) weight: Weight,
    pub(super) colour: Colour,
    pub(super) anchor: Anchor,
    /// Whether a rim of paper keeps it readable over lines.
    pub(super) has_rim: bool,
}

impl Look {
    pub(super) const fn plain(size: f64) -> Self {
        Self { size, weight: Weight::Regular, colour: Colour::Ink, anchor: Anchor::Start, has_rim: false }
    }

    pub(super) const fn soft(size: f64) -> Self {
        Self { colour: Colour::Soft, ..Self::plain(size) }
    }

    pub(super) const fn bold(size: f64) -> Self {
        Self { weight: Weight::SemiBold, ..Self::plain(size) }
    }

    pub(super) const fn at(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    pub(super) const fn rimmed(self) -> Self {
        Self { has_rim: true, ..self }
    }
}

/// A picture of a fixed width whose height is known at its end.
pub(super) struct Svg {
    id: String,
    body: String,
    pub(super) width: f64,
    clips: usize,
}

impl Svg {
    /// An empty picture; `id` is unique in the page and consists of letters, digits and dashes.
    pub(super) fn new(id: &str, width: f64) -> Self {
        Self { id: id.to_owned(), body: String::new(), width, clips: 0 }
    }

    /// Shapes until [`Self::close`] are cut to a box.
    pub(super) fn clip(&mut self, left: f64, top: f64, width: f64, height: f64) {
        let (id, x, y) = (&self.id, number(left), number(top));
        let (w, h) = (number(width), number(height));
        let _ = write!(
            self.body,
            r#"<clipPath id="{id}-clip"><rect x="{x}" y="{y}" width="{w}" height="{h}"/></clipPath><g clip-path="url(#{id}-clip)">"#
        );
    }

    /// Ends a group.
    pub(super) fn close(&mut self) {
        self.body.push_str("</g>");
    }

    pub(super) fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), fill: Fill, title: Option<&str>) {
        let (x, y, w, h) = (number(x), number(y), number(width.max(0.0)), number(height.max(0.0)));
        let _ = write!(self.body, r#"<rect x="{x}" y="{y}" width="{w}" height="{h}""#);
        self.paint(fill, None);
        self.end("rect", title);
    }

    /// Stripes within a box, with a title for the pointer.
    pub(super) fn striped(
        &mut self,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
        stripes: Stripes,
        title: Option<&str>,
    ) {
        self.stripes((x, y), (width, height), stripes);
        if let Some(title) = title {
            self.rect((x, y), (width, height), Fill::Sheer(Colour::Paper, 0.0), Some(title));
        }
    }

    /// Stripes within the rings of an area, with a title for the pointer.
    pub(super) fn striped_area(&mut self, parts: &[Vec<(f64, f64)>], title: &str) {
        let points = || parts.iter().flatten();
        let left = points().map(|point| point.0).fold(f64::INFINITY, f64::min).max(0.0);
        let top = points().map(|point| point.1).fold(f64::INFINITY, f64::min).max(0.0);
        let right = points().map(|point| point.0).fold(f64::NEG_INFINITY, f64::max).min(self.width);
        let bottom = points().map(|point| point.1).fold(f64::NEG_INFINITY, f64::max).min(1_000.0);
        if left >= right || top >= bottom {
            return;
        }
        self.clips += 1;
        let name = format!("{}-area-{}", self.id, self.clips);
        let _ = write!(self.body, r#"<clipPath id="{name}">"#);
        self.path(parts, true, Fill::Solid(Colour::Ink), None, None);
        let _ = write!(self.body, r#"</clipPath><g clip-path="url(#{name})">"#);
        self.stripes((left, top), (right - left, bottom - top), Stripes::Hatch);
        self.close();
        self.path(parts, true, Fill::Sheer(Colour::Paper, 0.0), None, Some(title));
    }

    fn stripes(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), stripes: Stripes) {
        let mut d = String::new();
        match stripes {
            Stripes::Hatch => {
                // Each line is where x + y is a multiple of the step, so that those of neighbours meet.
                let step = 4.0;
                let mut sum = ((x + y) / step).ceil() * step;
                while sum < x + width + y + height {
                    let (from, to) = (f64::max(x, sum - y - height), f64::min(x + width, sum - y));
                    if from < to {
                        let (start, end) = (number(sum - from), number(sum - to));
                        let _ = write!(d, "M{} {start}L{} {end}", number(from), number(to));
                    }
                    sum += step;
                }
            }
            Stripes::Dots => {
                let mut line = y + 1.5;
                while line < y + height {
                    let _ = write!(d, "M{} {}H{}", number(x + 0.5), number(line), number(x + width));
                    line += 3.0;
                }
            }
        }
        if d.is_empty() {
            return;
        }
        let (name, colour, rest) = match stripes {
            Stripes::Hatch => ("hatch", Colour::Strong, r#"stroke-width="1.1""#),
            Stripes::Dots => ("dots", Colour::Edge, r#"stroke-width="1.2" stroke-dasharray="1.2 1.8""#),
        };
        let (class, hex) = (colour.name(), colour.hex());
        let _ = write!(self.body, r#"<path d="{d}" class="s-{class} {name}" fill="none" stroke="{hex}" {rest}/>"#);
    }

    pub(super) fn circle(
        &mut self,
        (x, y): (f64, f64),
        radius: f64,
        fill: Fill,
        line: Option<Line>,
        title: Option<&str>,
    ) {
        let (x, y, r) = (number(x), number(y), number(radius));
        let _ = write!(self.body, r#"<circle cx="{x}" cy="{y}" r="{r}""#);
        self.paint(fill, line);
        self.end("circle", title);
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), line: Line) {
        let ((x1, y1), (x2, y2)) = ((number(from.0), number(from.1)), (number(to.0), number(to.1)));
        let _ = write!(self.body, r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}""#);
        self.paint(Fill::None, Some(line));
        self.end("line", None);
    }

    /// Lines through the points of each part; `is_closed` joins its ends.
    pub(super) fn path(
        &mut self,
        parts: &[Vec<(f64, f64)>],
        is_closed: bool,
        fill: Fill,
        line: Option<Line>,
        title: Option<&str>,
    ) {
        if parts.iter().all(|part| part.len() < 2) {
            return;
        }
        self.body.push_str(r#"<path d=""#);
        for part in parts.iter().filter(|part| part.len() >= 2) {
            for (at, (x, y)) in part.iter().enumerate() {
                let _ = write!(self.body, "{}{} {}", if at == 0 { 'M' } else { 'L' }, number(*x), number(*y));
            }
            if is_closed {
                self.body.push('Z');
            }
        }
        self.body.push('"');
        if is_closed && parts.len() > 1 {
            self.body.push_str(r#" fill-rule="evenodd""#);
        }
        self.paint(fill, line);
        self.end("path", title);
    }

    pub(super) fn text(&mut self, (x, y): (f64, f64), text: &str, look: Look) {
        let (x, y, size) = (number(x), number(y), number(look.size));
        let _ = write!(self.body, r#"<text x="{x}" y="{y}" font-size="{size}""#);
        match look.anchor {
            Anchor::Start => {}
            Anchor::Middle => self.body.push_str(r#" text-anchor="middle""#),
            Anchor::End => self.body.push_str(r#" text-anchor="end""#),
        }
        if look.weight == Weight::SemiBold {
            self.body.push_str(r#" font-weight="600""#);
        }
        if look.has_rim {
            let paper = Colour::Paper.hex();
            let _ = write!(
                self.body,
                r#" class="f-{} s-paper" fill="{}" stroke="{paper}" stroke-width="2.5" stroke-linejoin="round" paint-order="stroke""#,
                look.colour.name(),
                look.colour.hex()
            );
        } else {
            self.paint(Fill::Solid(look.colour), None);
        }
        let _ = write!(self.body, ">{}</text>", xml(&fonts::shown(text)));
    }

    /// Lines of a text under each other; gives the height that they take.
    pub(super) fn lines(&mut self, (x, y): (f64, f64), text: &str, look: Look, width: f64) -> f64 {
        let step = look.size * 1.3;
        let lines = fonts::wrap(&fonts::shown(text), look.weight, look.size, width / wider(look.weight));
        for (at, line) in lines.iter().enumerate() {
            self.text((x, y + look.size + step * at as f64), line, look);
        }
        step * lines.len() as f64
    }

    /// The whole picture, with a margin of paper around it; `title` and `desc` are for those who do not see it.
    pub(super) fn finish(self, height: f64, margin: f64, title: &str, desc: &str, lang: &str) -> String {
        let (id, from) = (&self.id, number(-margin));
        let (w, h) = (number(self.width + 2.0 * margin), number(height + 2.0 * margin));
        let mut out = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="{from} {from} {w} {h}" width="{w}" height="{h}" role="img" aria-labelledby="{id}-t {id}-d" lang="{lang}" font-family="{}, sans-serif"><title id="{id}-t">{}</title><desc id="{id}-d">{}</desc>"#,
            fonts::FAMILY,
            xml(title),
            xml(desc)
        );
        if margin > 0.0 {
            let paper = Colour::Paper.hex();
            let _ =
                write!(out, r#"<rect x="{from}" y="{from}" width="{w}" height="{h}" class="f-paper" fill="{paper}"/>"#);
        }
        out.push_str(&self.body);
        out.push_str("</svg>");
        out
    }

    fn paint(&mut self, fill: Fill, line: Option<Line>) {
        let fill_class = match fill {
            Fill::Solid(colour) | Fill::Sheer(colour, _) => format!("f-{}", colour.name()),
            Fill::None => String::new(),
        };
        let line_class = line.map(|line| format!("s-{}", line.colour.name())).unwrap_or_default();
        let classes = [fill_class, line_class].join(" ");
        if !classes.trim().is_empty() {
            let _ = write!(self.body, r#" class="{}""#, classes.trim());
        }
        match fill {
            Fill::None => self.body.push_str(r#" fill="none""#),
            Fill::Solid(colour) => {
                let _ = write!(self.body, r#" fill="{}""#, colour.hex());
            }
            Fill::Sheer(colour, part) => {
                let _ = write!(self.body, r#" fill="{}" fill-opacity="{part}""#, colour.hex());
            }
        }
        if let Some(line) = line {
            let width = number(line.width);
            let _ = write!(self.body, r#" stroke="{}" stroke-width="{width}""#, line.colour.hex());
            self.body.push_str(r#" stroke-linejoin="round""#);
        }
    }

    fn end(&mut self, name: &str, title: Option<&str>) {
        match title {
            Some(title) => {
                let _ = write!(self.body, "><title>{}</title></{name}>", xml(&fonts::shown(title)));
            }
            None => self.body.push_str("/>"),
        }
    }
}

/// A length with one digit after the point where it needs one; what is not finite is 0.
pub(super) fn number(value: f64) -> String {
    let tenths = (value * 10.0).round();
    if !tenths.is_finite() || tenths == 0.0 {
        return "0".to_owned();
    }
    if tenths % 10.0 == 0.0 { format!("{:.0}", tenths / 10.0) } else { format!("{:.1}", tenths / 10.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_short() {
        assert_eq!([0.0, 1.0, -0.04, 12.34, -3.96, f64::NAN].map(number), ["0", "1", "0", "12.3", "-4", "0"]);
    }

    #[test]
    fn texts_cannot_leave_their_element() {
        let mut svg = Svg::new("x", 100.0);
        svg.text((0.0, 0.0), "</text><script>alert(1)</script>", Look::plain(10.0));
        svg.striped((0.0, 0.0), (9.0, 9.0), Stripes::Hatch, Some("a & \"b\" <c>"));
        let text = svg.finish(10.0, 0.0, "<title>", "]]>", "en");
        assert!(!text.contains("<script>") && !text.contains("<c>"), "{text}");
        assert!(text.contains("a &amp; &quot;b&quot; &lt;c&gt;") && text.contains("<title id=\"x-t\">&lt;title&gt;"));
    }
}
