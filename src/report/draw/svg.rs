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
    /// Stripes: not yet complete, or known by its area alone.
    Hatch,
    /// Dots: not known.
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
    uses_hatch: bool,
    uses_dots: bool,
}

impl Svg {
    /// An empty picture; `id` is unique in the page and consists of letters, digits and dashes.
    pub(super) fn new(id: &str, width: f64) -> Self {
        Self { id: id.to_owned(), body: String::new(), width, uses_hatch: false, uses_dots: false }
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
        if self.uses_hatch || self.uses_dots {
            out.push_str("<defs>");
            if self.uses_hatch {
                let _ = write!(
                    out,
                    r#"<pattern id="{id}-hatch" width="4" height="4" patternUnits="userSpaceOnUse"><path d="M-1 1L1 -1M0 4L4 0M3 5L5 3" class="s-strong" stroke="{}" stroke-width="1.1" fill="none"/></pattern>"#,
                    Colour::Strong.hex()
                );
            }
            if self.uses_dots {
                let _ = write!(
                    out,
                    r#"<pattern id="{id}-dots" width="3.5" height="3.5" patternUnits="userSpaceOnUse"><circle cx="1.5" cy="1.5" r="0.8" class="f-edge" fill="{}"/></pattern>"#,
                    Colour::Edge.hex()
                );
            }
            out.push_str("</defs>");
        }
        out.push_str(&self.body);
        out.push_str("</svg>");
        out
    }

    fn paint(&mut self, fill: Fill, line: Option<Line>) {
        let fill_class = match fill {
            Fill::Solid(colour) | Fill::Sheer(colour, _) => format!("f-{}", colour.name()),
            Fill::None | Fill::Hatch | Fill::Dots => String::new(),
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
            Fill::Hatch => {
                self.uses_hatch = true;
                let _ = write!(self.body, r#" fill="url(#{}-hatch)""#, self.id);
            }
            Fill::Dots => {
                self.uses_dots = true;
                let _ = write!(self.body, r#" fill="url(#{}-dots)""#, self.id);
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
        svg.rect((0.0, 0.0), (1.0, 1.0), Fill::Hatch, Some("a & \"b\" <c>"));
        let text = svg.finish(10.0, 0.0, "<title>", "]]>", "en");
        assert!(!text.contains("<script>") && !text.contains("<c>"), "{text}");
        assert!(text.contains("a &amp; &quot;b&quot; &lt;c&gt;") && text.contains("<title id=\"x-t\">&lt;title&gt;"));
    }
}
