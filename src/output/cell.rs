//! A value as text: exact, for files that are read by programs, or as shown to people.

use std::borrow::Cow;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Field};
use arrow::error::ArrowError;

use super::json;
use super::value::{Value, read};

/// What stands for NULL where people read.
pub(super) const NULL: &str = "-";

/// From here on a float is shown with an exponent: its last digits mean nothing.
const HUGE: f64 = 1e15;

/// The value in full: ISO dates, floats in the fewest digits that read back the same, nested values as JSON.
/// NULL is empty.
pub(super) fn exact<'v>(value: &'v Value<'_>) -> Cow<'v, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Value::Int(value) => Cow::Owned(value.to_string()),
        Value::Uint(value) => Cow::Owned(value.to_string()),
        Value::Float(value) => Cow::Owned(format!("{value:?}")),
        Value::Single(value) => Cow::Owned(format!("{value:?}")),
        Value::Decimal(value) | Value::Stamp(value) => Cow::Borrowed(value),
        Value::Text(value) => Cow::Borrowed(value),
        Value::List(_) | Value::Struct(_) | Value::Map(_) => {
            let mut text = String::new();
            json::encode(value, &mut text);
            Cow::Owned(text)
        }
    }
}

/// Text that can do nothing to a terminal: white space becomes a space, control characters become visible signs,
/// and marks that turn the direction of the text become `�`.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| replacement(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    Cow::Owned(text.chars().map(|c| replacement(c).unwrap_or(c)).collect())
}

fn replacement(c: char) -> Option<char> {
    match c {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => Some('\u{fffd}'),
        _ => None,
    }
}

/// Key in the metadata of a text field whose texts are figures: right-aligned and never broken.
pub(crate) const FIGURE: &str = "figure";

/// How the values of one column are shown to people.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    /// Numbers stand right-aligned.
    pub(super) number: bool,
    /// Text may be broken over lines; numbers and dates may not.
    pub(super) breaks: bool,
    group: bool,
    /// Fraction digits at most, and at least so that the column lines up.
    digits: usize,
    padded: usize,
}

impl Look {
    /// The look of the column `index`, decided by its type, its name and the values in `sample`.
    pub(super) fn of(field: &Field, sample: &[RecordBatch], index: usize) -> Result<Self, ArrowError> {
        let is_figure = field.metadata().contains_key(FIGURE);
        let kind = match field.data_type() {
            DataType::Dictionary(_, kind) => kind,
            kind => kind,
        };
        let mut look = Self {
            number: kind.is_numeric() || is_figure,
            breaks: !(kind.is_numeric() || kind.is_temporal() || *kind == DataType::Boolean || is_figure),
            group: !is_label(field.name()),
            digits: 2,
            padded: 0,
        };
        if kind.is_floating() {
            let mut floats = Vec::new();
            for batch in sample {
                for row in 0..batch.num_rows() {
                    match read(batch.column(index), row)? {
                        Value::Float(value) => floats.push(value),
                        Value::Single(value) => floats.push(value.into()),
                        _ => {}
                    }
                }
            }
            floats.retain(|value| value.abs() < HUGE);
            if floats.iter().all(|value| value.abs() <= 1.0) {
                look.digits = 3;
            }
            let needed = floats.iter().map(|value| fraction(*value, look.digits));
            look.padded = needed.max().unwrap_or_default();
        }
        Ok(look)
    }

    /// The value as shown; control characters in it are neutralised.
    pub(super) fn show(&self, value: &Value<'_>) -> String {
        match value {
            Value::Null => NULL.to_owned(),
            Value::Bool(value) => if *value { "yes" } else { "no" }.to_owned(),
            Value::Int(value) => self.number(value.to_string()),
            Value::Uint(value) => self.number(value.to_string()),
            Value::Decimal(value) => self.number(value.clone()),
            Value::Float(value) => self.float(*value),
            Value::Single(value) => self.float((*value).into()),
            Value::Text(value) => printable(value).into_owned(),
            Value::Stamp(value) => value.replacen('T', " ", 1),
            Value::List(items) => join(items.iter().map(inner)),
            Value::Struct(members) => {
                let members = members.iter().map(|(name, value)| format!("{}: {}", printable(name), inner(value)));
                format!("{{{}}}", join(members))
            }
            Value::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| format!("{}: {}", inner(key), inner(value)));
                format!("{{{}}}", join(entries))
            }
        }
    }

    fn number(&self, digits: String) -> String {
        if self.group { grouped(&digits) } else { digits }
    }

    fn float(&self, value: f64) -> String {
        if value.is_nan() {
            return "NaN".to_owned();
        }
        if value.is_infinite() {
            return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
        }
        if value == 0.0 {
            return format!("{:.*}", self.padded, 0.0);
        }
        let size = value.abs();
        if !(1e-6..HUGE).contains(&size) {
            return format!("{value:.2e}");
        }
        // Never a zero for what is not zero: two digits that count instead.
        if size < 0.5 * 10f64.powi(-(self.digits as i32)) {
            let leading = (-size.log10()).ceil().max(0.0) as usize;
            return trimmed(&format!("{value:.*}", leading + 1), 0).to_owned();
        }
        let text = format!("{value:.*}", self.digits);
        self.number(trimmed(&text, self.padded).to_owned())
    }
}

/// Numbers that name a thing rather than count it, so that 2,024 would be wrong.
fn is_label(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let last = name.rsplit(['_', ' ']).next().unwrap_or_default();
    matches!(last, "year" | "id" | "gid" | "code")
}

/// A value inside a list or struct: no thousands separators there, for the comma parts the values.
fn inner(value: &Value<'_>) -> String {
    let look = Look { digits: 3, ..Look::default() };
    match value {
        Value::List(_) => format!("[{}]", look.show(value)),
        _ => look.show(value),
    }
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// How many of `digits` fraction digits are left when closing zeros go.
fn fraction(value: f64, digits: usize) -> usize {
    let text = format!("{value:.digits$}");
    let short = trimmed(&text, 0);
    short.find('.').map_or(0, |point| short.len() - point - 1)
}

/// Without the closing zeros of the fraction, of which `keep` digits stay whatever they are.
fn trimmed(text: &str, keep: usize) -> &str {
    let Some(point) = text.find('.') else {
        return text;
    };
    let least = if keep == 0 { point } else { point + 1 + keep };
    let short = text.trim_end_matches('0').trim_end_matches('.');
    &text[..short.len().max(least).min(text.len())]
}

/// The digits of a number with a comma before each three of its whole part.
fn grouped(digits: &str) -> String {
    let start = usize::from(digits.starts_with('-'));
    let end = digits.find('.').unwrap_or(digits.len());
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, c) in digits.char_indices() {
        if at > start && at < end && (end - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(c);
    }
    text
}

/// A count with thousands separators.
pub(crate) fn count(number: u64) -> String {
    grouped(&number.to_string())
}
