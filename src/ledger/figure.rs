//! Figures in words: a number or a range, what is said of it, and what it counts.

use super::statement::Sense;
use crate::error::{Error, Result};

/// A figure as it is read from words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Figure {
    /// The number; of a range, the lower one.
    pub figure: i64,
    /// The higher number of a range.
    pub figure_to: Option<i64>,
    /// What is said of it.
    pub sense: Sense,
    /// Words behind the number that say what it counts: the word, `--side` or `--metric`, and its value.
    pub counted: Vec<(String, &'static str, &'static str)>,
}

/// What may stand before a number.
const BEFORE: &[(&str, Sense)] = &[
    ("more than", Sense::MoreThan),
    ("over", Sense::MoreThan),
    ("above", Sense::MoreThan),
    (">", Sense::MoreThan),
    ("at least", Sense::AtLeast),
    ("no fewer than", Sense::AtLeast),
    ("no less than", Sense::AtLeast),
    (">=", Sense::AtLeast),
    ("", Sense::Exactly),
    ("exactly", Sense::Exactly),
    ("between", Sense::Exactly),
    ("from", Sense::Exactly),
    ("=", Sense::Exactly),
    ("about", Sense::About),
    ("around", Sense::About),
    ("some", Sense::About),
    ("approximately", Sense::About),
    ("~", Sense::About),
    ("nearly", Sense::Nearly),
    ("almost", Sense::Nearly),
    ("up to", Sense::UpTo),
    ("at most", Sense::UpTo),
    ("<=", Sense::UpTo),
    ("fewer than", Sense::FewerThan),
    ("less than", Sense::FewerThan),
    ("under", Sense::FewerThan),
    ("below", Sense::FewerThan),
    ("<", Sense::FewerThan),
];

/// What may stand behind a number, and what it then counts; none where it says neither.
const BEHIND: &[(&str, Option<(&str, &str)>)] = &[
    ("people", None),
    ("persons", None),
    ("were", None),
    ("troops", Some(("--side", "state_forces"))),
    ("soldiers", Some(("--side", "state_forces"))),
    ("civilians", Some(("--side", "civilians"))),
    ("villagers", Some(("--side", "civilians"))),
    ("militants", Some(("--side", "militants"))),
    ("fighters", Some(("--side", "militants"))),
    ("insurgents", Some(("--side", "militants"))),
    ("killed", Some(("--metric", "killed"))),
    ("dead", Some(("--metric", "killed"))),
    ("deaths", Some(("--metric", "killed"))),
    ("injured", Some(("--metric", "injured"))),
    ("wounded", Some(("--metric", "injured"))),
    ("arrested", Some(("--metric", "arrested"))),
    ("captured", Some(("--metric", "captured_or_missing"))),
    ("missing", Some(("--metric", "captured_or_missing"))),
    ("displaced", Some(("--metric", "displaced"))),
];

/// Reads a figure.
///
/// # Errors
/// [`Error::Usage`] for a word that is not known, for a figure without a number, such as dozens, and for a number that
/// may be read in two ways.
pub(super) fn parse(words: &str) -> Result<Figure> {
    let text = words.trim().to_lowercase();
    let fail = |reason: String, hint: &str| Error::Usage { reason, hint: hint.to_owned() };
    let Some(at) = text.find(|c: char| c.is_ascii_digit()) else {
        return Err(fail(
            format!("'{words}' gives no number: no figure that can be checked"),
            "check the least that it can mean, such as \"at least 24\" for dozens",
        ));
    };
    let before = text[..at].trim();
    let Some(mut sense) = BEFORE.iter().find(|(known, _)| *known == before).map(|(_, sense)| *sense) else {
        return Err(fail(
            format!("'{before}' is not understood before a number: no figure that can be checked"),
            "known are more than, at least, about, nearly, exactly, up to, fewer than, and a range such as 400-500",
        ));
    };
    let unclear = || {
        fail(
            format!("the number of '{words}' is unclear: no figure that can be checked"),
            "write whole numbers, 1200 or 1,200, and a range as 400-500, the lower one first",
        )
    };
    let (figure, rest) = number(&text[at..]).ok_or_else(unclear)?;
    let mut rest = rest.trim_start();
    let mut figure_to = None;
    let joint = ["-", "–", "—", "to ", "and "].into_iter().find_map(|joint| rest.strip_prefix(joint));
    if let Some(higher) = joint {
        let (to, left) = number(higher.trim_start()).ok_or_else(unclear)?;
        if to <= figure || !matches!(sense, Sense::Exactly | Sense::About) {
            return Err(unclear());
        }
        (figure_to, rest) = (Some(to), left.trim_start());
    } else if matches!(before, "between" | "from") {
        return Err(unclear());
    }
    for plus in ["+", "or more"] {
        if let Some(left) = rest.strip_prefix(plus) {
            if figure_to.is_some() || !matches!(sense, Sense::Exactly | Sense::AtLeast) {
                return Err(unclear());
            }
            (sense, rest) = (Sense::AtLeast, left.trim_start());
        }
    }
    let mut counted = Vec::new();
    for word in rest.split_whitespace().map(|word| word.trim_end_matches(['.', ',', ';'])) {
        match BEHIND.iter().find(|(known, _)| *known == word) {
            Some((_, Some((option, means)))) => counted.push((word.to_owned(), *option, *means)),
            Some((_, None)) => {}
            None => {
                return Err(fail(
                    format!("'{word}' is not understood behind a number: no figure that can be checked"),
                    "write the figure alone; whose losses it counts: --side, what it counts: --metric, where: --region, --country",
                ));
            }
        }
    }
    Ok(Figure { figure, figure_to, sense, counted })
}

/// The whole number at the beginning of a text, its thousands apart or not, and what follows.
fn number(text: &str) -> Option<(i64, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    let mut all = text.get(..first)?.to_owned();
    let mut rest = &text[first..];
    while let Some(separator) = rest.chars().next().filter(|c| [',', ' ', '\'', '_', '\u{a0}', '\u{202f}'].contains(c))
    {
        let group = &rest[separator.len_utf8()..];
        match digits(group) {
            3 if first <= 3 => {
                all.push_str(&group[..3]);
                rest = &group[3..];
            }
            0 => break,
            _ => return None,
        }
    }
    let ends = !rest.starts_with(|c: char| c == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit()) || c == '%');
    all.parse().ok().filter(|_| ends && first > 0).map(|number| (number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_from_words() {
        for (words, figure, to, sense) in [
            ("more than 400", 400, None, Sense::MoreThan),
            ("Over 1,200", 1200, None, Sense::MoreThan),
            ("1 200", 1200, None, Sense::Exactly),
            ("> 7", 7, None, Sense::MoreThan),
            ("400+", 400, None, Sense::AtLeast),
            ("at least 30", 30, None, Sense::AtLeast),
            ("30 or more", 30, None, Sense::AtLeast),
            ("30", 30, None, Sense::Exactly),
            ("exactly 30", 30, None, Sense::Exactly),
            ("400-500", 400, Some(500), Sense::Exactly),
            ("400–500", 400, Some(500), Sense::Exactly),
            ("between 30 and 40", 30, Some(40), Sense::Exactly),
            ("about 75 to 90", 75, Some(90), Sense::About),
            ("about 60", 60, None, Sense::About),
            ("nearly 60", 60, None, Sense::Nearly),
            ("up to 200", 200, None, Sense::UpTo),
            ("fewer than 200", 200, None, Sense::FewerThan),
            ("less than 543", 543, None, Sense::FewerThan),
        ] {
            let read = parse(words).expect(words);
            assert_eq!((read.figure, read.figure_to, read.sense), (figure, to, sense), "{words}");
            assert!(read.counted.is_empty(), "{words}");
        }
        let read = parse("more than 422 troops killed").expect("troops");
        assert_eq!(
            read.counted,
            [("troops".to_owned(), "--side", "state_forces"), ("killed".to_owned(), "--metric", "killed")]
        );
    }

    #[test]
    fn what_is_not_understood_is_refused_with_the_word() {
        for (words, says) in [
            ("dozens", "gives no number"),
            ("", "gives no number"),
            ("perhaps 30", "'perhaps'"),
            ("-5", "'-'"),
            ("500-400", "unclear"),
            ("more than 30-40", "unclear"),
            ("more than 30+", "unclear"),
            ("between 30", "unclear"),
            ("4,5", "unclear"),
            ("4.5", "unclear"),
            ("1,2000", "unclear"),
            ("12 %", "'%'"),
            ("5%", "unclear"),
            ("400 elephants", "'elephants'"),
            ("1.5 million", "unclear"),
            ("99999999999999999999", "unclear"),
        ] {
            let error = parse(words).expect_err(words).to_string();
            assert!(error.contains(says), "{words}: {error}");
        }
    }
}
