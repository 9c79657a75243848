//! Text columns mapped cell by cell. The columns of codes hold few different texts: each is mapped once a batch.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use polars::prelude::{
    BooleanChunked, Column, DataType, Expr, Field, IntoColumn, NewChunkedArray, PolarsResult, StringChunked,
    StringChunkedBuilder,
};

/// What the texts of a batch became. Most come again and again, so that finding them is most of the work.
pub(crate) type Known<'t, T> = HashMap<&'t str, T, RandomState>;

/// Text mapped to other text, or to none; an empty cell stays empty.
pub(crate) fn texts(cell: Expr, map: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Expr {
    cell.map(
        move |column| {
            let given = column.str()?;
            let mut known: Known<'_, Option<String>> = Known::default();
            let mut builder = StringChunkedBuilder::new(column.name().clone(), given.len());
            for text in given.iter() {
                builder.append_option(text.and_then(|text| known.entry(text).or_insert_with(|| map(text)).as_deref()));
            }
            Ok(builder.finish().into_column())
        },
        |_, field| Ok(Field::new(field.name().clone(), DataType::String)),
    )
}

/// Text mapped to truth values, or to none.
pub(crate) fn truths(cell: Expr, map: impl Fn(&str) -> Option<bool> + Send + Sync + 'static) -> Expr {
    cell.map(
        move |column| {
            let given = column.str()?;
            let truths = given.iter().map(|text| text.and_then(&map));
            Ok(BooleanChunked::from_iter_options(column.name().clone(), truths).into_column())
        },
        |_, field| Ok(Field::new(field.name().clone(), DataType::Boolean)),
    )
}

/// "3.0" as "3"; every other text as it is.
pub(crate) fn whole_number_texts(cell: Expr) -> Expr {
    cell.map(
        |column: Column| -> PolarsResult<Column> {
            let given = column.str()?;
            // Most columns hold no such text, and are handed on without a copy.
            if !given.iter().flatten().any(|text| without_zero_fraction(text).len() < text.len()) {
                return Ok(column);
            }
            let made: StringChunked = given.iter().map(|text| text.map(without_zero_fraction)).collect();
            Ok(made.with_name(column.name().clone()).into_column())
        },
        |_, field| Ok(field.clone()),
    )
}

/// The whole number before a fraction of zeros; text of any other form unchanged.
pub(crate) fn without_zero_fraction(text: &str) -> &str {
    if !text.ends_with('0') {
        return text;
    }
    let Some((whole, fraction)) = text.split_once('.') else { return text };
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && fraction.bytes().all(|byte| byte == b'0') { whole } else { text }
}

#[cfg(test)]
mod tests {
    use super::without_zero_fraction;

    #[test]
    fn only_a_fraction_of_zeros_behind_a_whole_number_goes() {
        let cases = [
            ("3.0", "3"),
            ("-12.000", "-12"),
            ("3.10", "3.10"),
            ("30", "30"),
            ("3.", "3."),
            (".0", ".0"),
            ("-.0", "-.0"),
            ("a.0", "a.0"),
            ("1.0.0", "1.0.0"),
            ("0", "0"),
            ("", ""),
        ];
        for (text, whole) in cases {
            assert_eq!(without_zero_fraction(text), whole, "{text}");
        }
    }
}
