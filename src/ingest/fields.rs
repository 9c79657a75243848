//! Rules of a source definition as Polars expressions.

use std::collections::HashMap;

use polars::prelude::*;
use regex::Regex;

use super::{dates, mapped};
use crate::source::{Definition, Field, Rule};

/// What an expression is built for.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// The definition that the rules stand in.
    pub definition: &'a Definition,
    /// The columns that the file has.
    pub columns: &'a [String],
    /// The file's name: some publishers say there what a row does not.
    pub file_name: &'a str,
}

/// A field as an expression of text, and when a cell could not be understood.
pub(crate) struct FieldExprs {
    /// The value as text; NULL where the source gives none.
    pub value: Expr,
    /// The cell as the source gives it, for messages; the first column that a rule names.
    pub raw: Option<String>,
    /// True where a rule has codes, the cell holds something, and no code fits.
    pub unknown_code: Option<Expr>,
    /// The form that the text must have.
    pub pattern: Option<String>,
    /// An empty cell is a fault.
    pub needed: bool,
    /// A number with a fraction is rounded to a whole one.
    pub round: bool,
    /// Days to add to the date.
    pub add_days: i32,
}

/// Builds the expression of a field over the columns that the file has.
pub(crate) fn field_exprs(scope: Scope<'_>, field: &Field) -> FieldExprs {
    let mut values = Vec::new();
    let mut strict = Vec::new();
    let mut made = FieldExprs {
        value: lit(NULL).cast(DataType::String),
        raw: None,
        unknown_code: None,
        pattern: None,
        needed: false,
        round: false,
        add_days: 0,
    };
    for rule in field.rules() {
        let Some(value) = rule_value(scope, rule) else { continue };
        if made.raw.is_none() {
            made.raw = rule.column.clone().or_else(|| rule.date_parts.as_ref().map(|parts| parts.year.clone()));
        }
        made.needed |= rule.needed;
        made.round |= rule.round;
        made.add_days = made.add_days.max(rule.add_days);
        made.pattern = made.pattern.or_else(|| rule.pattern.clone());
        let has_codes = scope.definition.codes_of(rule).is_some();
        if let Some(column) = rule.column.as_ref().filter(|_| has_codes && rule.default.is_none() && !rule.optional) {
            strict.push(column_named(column).is_not_null());
        }
        values.push(value);
    }
    match values.len() {
        0 => {}
        1 => made.value = values.remove(0),
        _ => made.value = coalesce(&values),
    }
    made.unknown_code = strict.into_iter().reduce(Expr::or).map(|given| given.and(made.value.clone().is_null()));
    made
}

/// A column of the source under exactly this name: `col` would take `*` and `^...$` for patterns.
pub(crate) fn column_named(name: &str) -> Expr {
    Expr::Column(name.into())
}

/// The value of one rule, or nothing if the file lacks its column.
fn rule_value(scope: Scope<'_>, rule: &Rule) -> Option<Expr> {
    let has = |column: &String| scope.columns.contains(column);
    let value = if let Some(column) = &rule.column {
        if !has(column) {
            return None;
        }
        coded_value(scope.definition, rule, column_named(column))
    } else if let Some(value) = &rule.value {
        lit(value.as_str())
    } else if let Some(parts) = &rule.date_parts {
        if ![&parts.year, &parts.month].into_iter().chain(&parts.day).all(has) {
            return None;
        }
        dates::of_parts(parts)
    } else {
        lit(told(rule, scope.file_name)?)
    };
    let Some(conditions) = &rule.when else { return Some(value) };
    let mut holds = lit(true);
    for (column, wanted) in conditions {
        if !has(column) {
            return None;
        }
        let one_of = wanted
            .iter()
            .map(|text| mapped::whole_number_texts(column_named(column)).eq(lit(text.as_str())))
            .reduce(Expr::or)
            .unwrap_or_else(|| lit(false));
        holds = holds.and(one_of.fill_null(lit(false)));
    }
    Some(when(holds).then(value).otherwise(lit(NULL).cast(DataType::String)))
}

/// What a file's name tells by the words of a rule.
pub(crate) fn told<'r>(rule: &'r Rule, file_name: &str) -> Option<&'r str> {
    let name = plain_name(file_name);
    let words = rule.file_name.as_ref()?;
    words.iter().find(|(word, _)| name.contains(&plain_name(word))).map(|(_, value)| value.as_str())
}

/// A file's name for comparison: lower case, words separated by one space.
fn plain_name(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn coded_value(definition: &Definition, rule: &Rule, cell: Expr) -> Expr {
    let codes = definition.codes_of(rule);
    // Spreadsheets turn the code 3 into 3.0; text that is no number stays as it is.
    let is_numeric = rule.numeric || codes.is_some();
    if let Some(starts) = rule.starts_with.clone() {
        return mapped::texts(cell, move |text| {
            let text = if is_numeric { mapped::without_zero_fraction(text) } else { text };
            starts.iter().find(|(start, _)| text.starts_with(start.as_str())).map(|(_, value)| value.clone())
        });
    }
    if let Some(patterns) = &rule.matches {
        // Patterns are checked when a definition is read.
        let patterns: Vec<(Regex, String)> = patterns
            .iter()
            .filter_map(|(pattern, value)| Regex::new(pattern).ok().map(|pattern| (pattern, value.clone())))
            .collect();
        return mapped::texts(cell, move |text| {
            let text = if is_numeric { mapped::without_zero_fraction(text) } else { text };
            patterns.iter().find(|(pattern, _)| pattern.is_match(text)).map(|(_, value)| value.clone())
        });
    }
    let Some(codes) = codes else { return if is_numeric { mapped::whole_number_texts(cell) } else { cell } };
    let ignore_case = rule.ignore_case;
    let fold = move |text: &str| if ignore_case { text.to_lowercase() } else { text.to_owned() };
    let codes: HashMap<String, String> = codes.iter().map(|(code, value)| (fold(code), value.clone())).collect();
    let default = rule.default.clone();
    mapped::texts(cell, move |text| codes.get(&fold(mapped::without_zero_fraction(text))).or(default.as_ref()).cloned())
}

/// Text as a whole number; "12.0" is 12, "12.5" is none.
pub(crate) fn integer(text: Expr) -> Expr {
    mapped::whole_number_texts(text).cast(DataType::Int64)
}

/// Text as the nearest whole number; halves are rounded up.
pub(crate) fn rounded(text: Expr) -> Expr {
    (text.cast(DataType::Float64) + lit(0.5)).cast(DataType::Int64)
}

/// Text as a number; text for what is no number ("nan", "inf") is none.
pub(crate) fn double(text: Expr) -> Expr {
    let number = text.cast(DataType::Float64);
    when(number.clone().is_finite()).then(number).otherwise(lit(NULL).cast(DataType::Float64))
}

/// Text as a truth value.
pub(crate) fn boolean(text: Expr) -> Expr {
    mapped::truths(text, |text| match text {
        "1" => Some(true),
        "0" => Some(false),
        _ if text.eq_ignore_ascii_case("true") => Some(true),
        _ if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_compared_by_their_words() {
        assert_eq!(
            plain_name("Veldara_Political-Violence events (May).xlsx"),
            "veldara political violence events may xlsx"
        );
    }
}
