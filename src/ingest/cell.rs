//! One cell as text: what is dropped around it, and how numbers are written.

use std::borrow::Cow;

/// A cell without the white space around it; non-breaking spaces are such.
pub(crate) fn trimmed(cell: &str) -> &str {
    cell.trim()
}

/// True for the words that R, pandas and databases write for a text that is not there.
pub(crate) fn is_missing_text(cell: &str) -> bool {
    matches!(cell, "NA" | "NaN" | "nan" | "NULL" | "<NA>")
}

/// True for the words that they write for a number that is not there.
pub(crate) fn is_missing_number(cell: &str) -> bool {
    matches!(cell, "NA" | "NaN" | "nan" | "NULL" | "null" | "None" | "<NA>")
}

/// A number as a program writes it: without spaces between digits, and with a decimal point.
///
/// Text that is no number stays as it is, so that a fault names what stands in the file.
pub(crate) fn number_text(cell: &str, decimal_comma: bool) -> Cow<'_, str> {
    let spaced = !cell.is_ascii() && cell.chars().any(is_number_space);
    let comma = decimal_comma && cell.contains(',');
    if !spaced && !comma {
        return Cow::Borrowed(cell);
    }
    let written: String = cell
        .chars()
        .filter(|c| !is_number_space(*c))
        .map(|c| match c {
            ',' if decimal_comma => '.',
            '\u{2212}' => '-',
            other => other,
        })
        .collect();
    let is_number = written.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))
        && written.chars().filter(|c| *c == '.').count() <= 1
        && written.chars().any(|c| c.is_ascii_digit());
    if is_number { Cow::Owned(written) } else { Cow::Borrowed(cell) }
}

/// Spaces that stand inside printed numbers: non-breaking, narrow, thin, figure.
fn is_number_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}')
}

/// A floating point number as the shortest text that means it; whole numbers without a fraction.
pub(crate) fn float_text(number: f64) -> String {
    if number.is_finite() { number.to_string() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_around_and_inside_numbers_are_dropped() {
        assert_eq!(trimmed("\u{a0}13.5\u{a0} "), "13.5");
        assert_eq!(number_text("12\u{a0}345", false), "12345");
        assert_eq!(number_text("1\u{202f}234.5", false), "1234.5");
        assert_eq!(number_text("Gao\u{a0}1", false), "Gao\u{a0}1");
    }

    #[test]
    fn a_decimal_comma_is_one_only_where_commas_do_not_separate() {
        assert_eq!(number_text("-12,25", true), "-12.25");
        assert_eq!(number_text("-12,25", false), "-12,25");
        assert_eq!(number_text("1,234,567", true), "1,234,567");
    }

    #[test]
    fn a_missing_number_is_written_in_many_ways() {
        assert!(["NA", "NaN", "NULL", "None"].iter().all(|word| is_missing_number(word)));
        assert!(!is_missing_number("n/a 3") && !is_missing_number("Nana"));
    }

    #[test]
    fn whole_numbers_have_no_fraction() {
        assert_eq!(float_text(15_960.0), "15960");
        assert_eq!(float_text(11.84644), "11.84644");
        assert_eq!(float_text(f64::NAN), "");
    }
}
