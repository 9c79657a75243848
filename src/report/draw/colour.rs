//! The colours of pictures and pages, in the light and in the dark.

/// A colour by its purpose. The page has a variable of the same name, with another value in the dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) enum Colour {
    /// Text and the line that matters.
    Ink,
    /// Text of less weight, axes.
    Soft,
    /// Lines of the grid.
    Rule,
    /// Bars.
    Strong,
    /// The band of a range.
    Tint,
    /// Points of a map.
    Accent,
    /// What lies behind everything.
    Paper,
    /// Countries of the map around those that the report is about.
    Land,
    /// Countries that the report is about.
    Home,
    /// Water.
    Sea,
    /// Borders of countries.
    Edge,
}

impl Colour {
    pub(super) const ALL: [Self; 11] = [
        Self::Ink,
        Self::Soft,
        Self::Rule,
        Self::Strong,
        Self::Tint,
        Self::Accent,
        Self::Paper,
        Self::Land,
        Self::Home,
        Self::Sea,
        Self::Edge,
    ];

    /// The name in classes and variables.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Ink => "ink",
            Self::Soft => "soft",
            Self::Rule => "rule",
            Self::Strong => "strong",
            Self::Tint => "tint",
            Self::Accent => "accent",
            Self::Paper => "paper",
            Self::Land => "land",
            Self::Home => "home",
            Self::Sea => "sea",
            Self::Edge => "edge",
        }
    }

    /// Red, green and blue on light paper: blue and vermilion after Okabe and Ito, apart also in grey.
    pub(in crate::report) const fn light(self) -> (u8, u8, u8) {
        match self {
            Self::Ink => (26, 29, 33),
            Self::Soft => (87, 93, 101),
            Self::Rule => (221, 224, 228),
            Self::Strong => (0, 90, 145),
            Self::Tint => (189, 218, 238),
            Self::Accent => (213, 94, 0),
            Self::Paper => (255, 255, 255),
            Self::Land => (236, 234, 229),
            Self::Home => (253, 252, 250),
            Self::Sea => (218, 230, 238),
            Self::Edge => (128, 131, 136),
        }
    }

    /// The same in the dark.
    pub(super) const fn dark(self) -> (u8, u8, u8) {
        match self {
            Self::Ink => (232, 234, 237),
            Self::Soft => (166, 172, 180),
            Self::Rule => (58, 63, 69),
            Self::Strong => (98, 180, 236),
            Self::Tint => (36, 76, 104),
            Self::Accent => (240, 140, 66),
            Self::Paper => (22, 24, 27),
            Self::Land => (41, 44, 48),
            Self::Home => (58, 62, 67),
            Self::Sea => (25, 33, 40),
            Self::Edge => (128, 133, 140),
        }
    }

    /// `#rrggbb` on light paper.
    pub(super) fn hex(self) -> String {
        hex(self.light())
    }
}

/// `#rrggbb`.
pub(super) fn hex((red, green, blue): (u8, u8, u8)) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_colour_is_told_from_the_others() {
        for (at, one) in Colour::ALL.iter().enumerate() {
            for other in &Colour::ALL[at + 1..] {
                assert!(one.light() != other.light() && one.name() != other.name(), "{one:?} {other:?}");
            }
        }
    }
}
