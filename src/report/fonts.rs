//! The letters of pictures and of PDF files, and how much room they take.
//!
//! Widths are sums of advances without kerning, in the unit of `size`; a letter that the fonts lack is shown as `�`.

use std::borrow::Cow;
use std::sync::LazyLock;

use ttf_parser::Face;

use crate::output::printable;

/// The family by which SVG pictures name the fonts.
pub(super) const FAMILY: &str = "Noto Sans";

static REGULAR: &[u8] = include_bytes!("fonts/NotoSans-Regular.ttf");
static SEMI_BOLD: &[u8] = include_bytes!("fonts/NotoSans-SemiBold.ttf");

/// What stands for a letter that the fonts lack.
const MISSING: char = '\u{fffd}';

/// Of each weight, the face; both are files of this program, and a test opens them.
static FACES: LazyLock<[Option<Face<'static>>; 2]> =
    LazyLock::new(|| [REGULAR, SEMI_BOLD].map(|bytes| Face::parse(bytes, 0).ok()));

/// How strong letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// Running text.
    Regular,
    /// Headings and names of columns.
    SemiBold,
}

impl Weight {
    /// The font file.
    pub(super) const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => REGULAR,
            Self::SemiBold => SEMI_BOLD,
        }
    }

    fn face(self) -> Option<&'static Face<'static>> {
        FACES[usize::from(self == Self::SemiBold)].as_ref()
    }
}

/// The text as the fonts can show it: control characters, marks that turn the direction, and letters that they lack
/// are visible signs, or signs like them.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    let text = printable(text);
    let Some(face) = Weight::Regular.face() else { return text };
    if text.chars().all(|letter| face.glyph_index(letter).is_some()) {
        return text;
    }
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match (face.glyph_index(letter), alike(letter)) {
            (Some(_), _) => shown.push(letter),
            (None, Some(signs)) => shown.push_str(signs),
            (None, None) => shown.push(MISSING),
        }
    }
    Cow::Owned(shown)
}

/// Signs of the keyboard for a sign that the fonts lack.
const fn alike(letter: char) -> Option<&'static str> {
    Some(match letter {
        '≤' => "<=",
        '≥' => ">=",
        '≈' => "~",
        '≠' => "!=",
        '→' => "->",
        '←' => "<-",
        '↑' => "^",
        '■' | '▪' => "•",
        _ => return None,
    })
}

/// The room that a line takes.
pub(super) fn width(text: &str, weight: Weight, size: f64) -> f64 {
    let Some(face) = weight.face() else { return 0.6 * size * text.chars().count() as f64 };
    let advance = |letter| {
        let glyph = face.glyph_index(letter).or_else(|| face.glyph_index(MISSING));
        glyph.and_then(|glyph| face.glyph_hor_advance(glyph)).unwrap_or_default()
    };
    let sum: f64 = text.chars().map(|letter| f64::from(advance(letter))).sum();
    sum * size / f64::from(face.units_per_em())
}

/// The text, or its beginning with an ellipsis, so that it takes no more than `room`.
pub(super) fn cut(text: &str, weight: Weight, size: f64, room: f64) -> Cow<'_, str> {
    if width(text, weight, size) <= room {
        return Cow::Borrowed(text);
    }
    let mut left = room - width("…", weight, size);
    let kept = text.chars().take_while(|letter| {
        left -= width(letter.encode_utf8(&mut [0; 4]), weight, size);
        left >= 0.0
    });
    let mut shown = kept.collect::<String>().trim_end().to_owned();
    shown.push('…');
    Cow::Owned(shown)
}

/// The text in lines that take no more than `room`: broken at spaces, and inside a word only where it is longer than a
/// line. There is at least one line.
pub(super) fn wrap(text: &str, weight: Weight, size: f64, room: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    let space = width(" ", weight, size);
    for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
        let wide = width(word, weight, size);
        if !line.is_empty() && used + space + wide > room {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
        }
        if !line.is_empty() {
            line.push(' ');
            used += space;
        }
        if wide <= room {
            line.push_str(word);
            used += wide;
            continue;
        }
        for letter in word.chars() {
            let wide = width(letter.encode_utf8(&mut [0; 4]), weight, size);
            if used + wide > room && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            line.push(letter);
            used += wide;
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_weights_open_and_hold_what_numbers_need() {
        for weight in [Weight::Regular, Weight::SemiBold] {
            let face = weight.face().expect("a font of this program");
            for letter in "0123456789,.()–−\u{202f}\u{a0}%…éÉœçÎ×•’�".chars() {
                assert!(face.glyph_index(letter).is_some(), "{letter:?}");
            }
        }
        assert!(width("mm", Weight::Regular, 10.0) > 2.0 * width("ii", Weight::Regular, 10.0));
        assert!(width("Gao", Weight::SemiBold, 10.0) > width("Gao", Weight::Regular, 10.0));
    }

    #[test]
    fn lines_keep_within_their_room_and_lose_nothing() {
        let text = "Attacks in the tri-border area Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww of 2025";
        let lines = wrap(text, Weight::Regular, 10.0, 90.0);
        assert!(lines.iter().all(|line| width(line, Weight::Regular, 10.0) <= 90.0), "{lines:?}");
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        assert_eq!(wrap("", Weight::Regular, 10.0, 90.0), [""]);
    }

    #[test]
    fn a_cut_text_ends_in_an_ellipsis() {
        assert_eq!(cut("Gao", Weight::Regular, 10.0, 100.0), "Gao");
        let short = cut("Group for the defence of the invented valley", Weight::Regular, 10.0, 60.0);
        assert!(short.ends_with('…') && width(&short, Weight::Regular, 10.0) <= 60.0, "{short}");
    }

    #[test]
    fn letters_that_cannot_be_shown_are_visible_signs() {
        assert_eq!(shown("Tillabéri"), "Tillabéri");
        assert_eq!(shown("a\u{202e}b\u{0}"), "a�b�");
        assert_eq!(shown("مالي"), "����");
        assert_eq!(shown("q ≤ 0.05"), "q <= 0.05");
    }
}
