//! Rules of a source definition as Polars expressions.

use polars::prelude::*;

use crate::source::{Definition, Field, Rule};

/// A field as an expression of text, and when a cell could not be understood.
pub(crate) struct FieldExprs {
    /// The value as text; NULL where the source gives none.
    pub value: Expr,
    /// The cell as the source gives it, for messages; the first column that a rule names.
    pub raw: Option<String>,
    /// True where a rule has codes, the cell holds something, and no code fits.
    pub unknown_code: Option<Expr>,
    /// An empty cell is a fault.
    pub needed: bool,
}

/// Builds the expression of a field over the columns that the file has.
pub(crate) fn field_exprs(definition: &Definition, field: &Field, columns: &[String]) -> FieldExprs {
    let mut values = Vec::new();
    let mut strict = Vec::new();
    let mut raw = None;
    let mut needed = false;
    for rule in field.rules() {
        let Some(value) = rule_value(definition, rule, columns) else { continue };
        if raw.is_none() {
            raw = rule.column.clone();
        }
        needed |= rule.needed;
        let has_codes = definition.codes_of(rule).is_some();
        if let Some(column) = rule.column.as_ref().filter(|_| has_codes && rule.default.is_none() && !rule.optional) {
            strict.push(col(column.as_str()).is_not_null());
        }
        values.push(value);
    }
    let value = match values.len() {
        0 => lit(NULL).cast(DataType::String),
        1 => values.remove(0),
        _ => coalesce(&values),
    };
    let unknown_code = strict.into_iter().reduce(Expr::or).map(|given| given.and(value.clone().is_null()));
    FieldExprs { value, raw, unknown_code, needed }
}

/// The value of one rule, or nothing if the file lacks its column.
fn rule_value(definition: &Definition, rule: &Rule, columns: &[String]) -> Option<Expr> {
    let has = |column: &String| columns.contains(column);
    let value = match (&rule.column, &rule.value) {
        (Some(column), _) if has(column) => coded_value(definition, rule, col(column.as_str())),
        (Some(_), _) => return None,
        (None, Some(value)) => lit(value.as_str()),
        (None, None) => return None,
    };
    let Some(conditions) = &rule.when else { return Some(value) };
    let mut holds = lit(true);
    for (column, wanted) in conditions {
        if !has(column) {
            return None;
        }
        let one_of = wanted
            .iter()
            .map(|text| whole_number_text(col(column.as_str())).eq(lit(text.as_str())))
            .reduce(Expr::or)
            .unwrap_or_else(|| lit(false));
        holds = holds.and(one_of.fill_null(lit(false)));
    }
    Some(when(holds).then(value).otherwise(lit(NULL).cast(DataType::String)))
}

fn coded_value(definition: &Definition, rule: &Rule, cell: Expr) -> Expr {
    let codes = definition.codes_of(rule);
    // Spreadsheets turn the code 3 into 3.0; text that is no number stays as it is.
    let cell = if rule.numeric || codes.is_some() { whole_number_text(cell) } else { cell };
    if let Some(starts) = &rule.starts_with {
        let none = lit(NULL).cast(DataType::String);
        return starts.iter().rev().fold(none, |otherwise, (start, value)| {
            when(cell.clone().str().starts_with(lit(start.as_str()))).then(lit(value.as_str())).otherwise(otherwise)
        });
    }
    let Some(codes) = codes else { return cell };
    let fold = |text: &str| if rule.ignore_case { text.to_lowercase() } else { text.to_owned() };
    let old: Vec<String> = codes.keys().map(|code| fold(code)).collect();
    let new: Vec<&str> = codes.values().map(String::as_str).collect();
    let compared = if rule.ignore_case { cell.clone().str().to_lowercase() } else { cell.clone() };
    let fallback = match &rule.default {
        Some(value) => lit(value.as_str()),
        None => lit(NULL).cast(DataType::String),
    };
    let mapped = compared.replace_strict(
        lit(Series::new("old".into(), old)).implode(),
        lit(Series::new("new".into(), new)).implode(),
        Some(fallback),
        Some(DataType::String),
    );
    when(cell.is_not_null()).then(mapped).otherwise(lit(NULL).cast(DataType::String))
}

/// "3.0" as "3".
pub(crate) fn whole_number_text(cell: Expr) -> Expr {
    cell.str().replace(lit(r"^(-?[0-9]+)\.0+$"), lit("${1}"), false)
}

/// Text as a date: the first of the patterns that fits.
pub(crate) fn date(text: Expr, formats: &[String]) -> Expr {
    let parsed: Vec<Expr> = formats
        .iter()
        .map(|format| {
            text.clone().str().to_date(StrptimeOptions {
                format: Some(format.as_str().into()),
                strict: false,
                exact: true,
                cache: true,
            })
        })
        .collect();
    coalesce(&parsed)
}

/// Text as a whole number; "12.0" is 12, "12.5" is none.
pub(crate) fn integer(text: Expr) -> Expr {
    whole_number_text(text).cast(DataType::Int64)
}

/// Text as a number.
pub(crate) fn double(text: Expr) -> Expr {
    text.cast(DataType::Float64)
}

/// Text as a truth value.
pub(crate) fn boolean(text: Expr) -> Expr {
    let folded = text.str().to_lowercase();
    when(folded.clone().eq(lit("true")).or(folded.clone().eq(lit("1"))))
        .then(lit(true))
        .when(folded.clone().eq(lit("false")).or(folded.eq(lit("0"))))
        .then(lit(false))
        .otherwise(lit(NULL).cast(DataType::Boolean))
}
