//! What makes a row faulty: expressions per field that tell whether it is, and why.
//!
//! Hardly any row is: reasons are worked out for faulty rows alone.

use polars::prelude::*;

use super::fields::{FieldExprs, column_named, integer};
use crate::event::{self, ColumnType};

/// Separates the column from the reason inside a fault.
pub(crate) const UNIT: &str = "\u{1f}";

/// Begins the reason of a fault that says of the whole file that it cannot be trusted.
pub(crate) const RUINED: &str = "\u{1d}";

/// Years of events lie between these.
const FIRST_YEAR: i32 = 1800;
const LAST_YEAR: i32 = 2200;

/// What makes a row faulty, and how that is said.
pub(crate) struct Fault {
    bad: Expr,
    message: Expr,
    /// Rows that have it have a wider fault too: it only says more.
    implied: bool,
}

impl Fault {
    /// True for a row that has the fault, false for every other; nothing where another fault tells it already.
    pub(crate) fn mask(&self) -> Option<Expr> {
        (!self.implied).then(|| self.bad.clone())
    }

    /// The message where the row has the fault, else NULL.
    pub(crate) fn reason(&self) -> Expr {
        when(self.bad.clone()).then(self.message.clone()).otherwise(lit(NULL).cast(DataType::String))
    }
}

/// A fault message where `bad` holds.
pub(crate) fn fault(bad: Expr, column: &str, reason: Expr) -> Fault {
    let message = concat_str([lit(format!("{column}{UNIT}")), reason], "", true);
    Fault { bad: bad.fill_null(lit(false)), message, implied: false }
}

pub(super) fn quoted(text: Expr, reason: &str) -> Expr {
    concat_str([lit("'"), text.str().head(lit(80)), lit(format!("' {reason}"))], "", true)
}

/// The faults that a field can have, the gravest first.
pub(crate) fn field_faults(target: &event::Column, made: &FieldExprs, typed: Expr, formats: &[String]) -> Vec<Fault> {
    let column = made.raw.as_deref().unwrap_or(target.name);
    let cell = made.raw.as_deref().map_or_else(|| made.value.clone(), column_named);
    let mut faults = Vec::new();
    if target.name == "source_event_id" {
        // Several events share what a spreadsheet leaves of a long number.
        let shortened = cell.clone().str().contains(lit(r"^[0-9](\.[0-9]+)?[eE]\+?[0-9]{1,3}$"), true);
        let reason = "is an identifier that a spreadsheet has shortened: different events share it, none can be told from another";
        let message = concat_str([lit(RUINED), quoted(cell.clone(), reason)], "", true);
        faults.push(fault(shortened, column, message));
    }
    if let Some(unknown) = &made.unknown_code {
        faults.push(fault(unknown.clone(), column, quoted(cell.clone(), "is not a code of this column")));
    }
    if let Some(pattern) = &made.pattern {
        let whole = format!("^(?:{pattern})$");
        let other = made.value.clone().str().contains(lit(whole), true).not();
        faults.push(fault(other, column, quoted(made.value.clone(), &format!("does not have the form {pattern}"))));
    }
    if target.kind != ColumnType::Text {
        faults.extend(unread(target, made, typed.clone(), column, formats));
    }
    if let Some((least, most)) = target.range {
        let outside = typed.clone().lt(lit(least)).or(typed.clone().gt(lit(most)));
        let what = format!("is not between {least} and {most}");
        faults.push(fault(outside, column, quoted(made.value.clone(), &what)));
    }
    if !target.allowed.is_empty() && made.unknown_code.is_none() {
        let known = target
            .allowed
            .iter()
            .map(|value| typed.clone().eq(lit(*value)))
            .reduce(Expr::or)
            .unwrap_or_else(|| lit(true));
        let unknown = typed.clone().is_not_null().and(known.not());
        faults.push(fault(unknown, column, quoted(cell, &format!("is not one of {}", target.allowed.join(", ")))));
    }
    if target.required || made.needed {
        faults.push(fault(typed.is_null(), column, lit("the cell is empty")));
    }
    faults
}

/// The fault of a year that stands beside the dates and is none.
pub(crate) fn year_fault(column: &str, kind: ColumnType) -> Option<Fault> {
    if kind != ColumnType::Integer || !column.ends_with("year") {
        return None;
    }
    let year = integer(column_named(column));
    let bad = year.clone().is_null().or(year.clone().lt(lit(FIRST_YEAR))).or(year.gt(lit(LAST_YEAR)));
    let given = column_named(column).is_not_null();
    let reason = format!("is not a year between {FIRST_YEAR} and {LAST_YEAR}");
    Some(fault(given.and(bad), column, quoted(column_named(column), &reason)))
}

/// Text that is not of the field's type.
fn unread(target: &event::Column, made: &FieldExprs, typed: Expr, column: &str, formats: &[String]) -> Vec<Fault> {
    let text = made.value.clone();
    let unread = text.clone().is_not_null().and(typed.clone().is_null());
    let mut faults = Vec::new();
    let what = match target.kind {
        ColumnType::Date => {
            let serial = text.clone().str().contains(lit(r"^[2-7][0-9]{4}(\.[0-9]+)?$"), true);
            let reason =
                "is a spreadsheet's number for a day, not a date: format the column as dates and save it again";
            let more = fault(unread.clone().and(serial), column, quoted(text.clone(), reason));
            faults.push(Fault { implied: true, ..more });
            let others = formats.iter().filter(|format| *format != "%Y-%m-%d").map(String::as_str);
            let forms: Vec<&str> = std::iter::once("%Y-%m-%d").chain(others).collect();
            format!("is not a date in the form {}", forms.join(" or "))
        }
        ColumnType::Integer => "is not a whole number".to_owned(),
        ColumnType::Double => "is not a number".to_owned(),
        _ => "is neither true nor false".to_owned(),
    };
    faults.push(fault(unread, column, quoted(text.clone(), &what)));
    if target.kind == ColumnType::Date {
        let year = typed.dt().year();
        let outside = year.clone().lt(lit(FIRST_YEAR)).or(year.gt(lit(LAST_YEAR)));
        faults.push(fault(outside, column, quoted(text, "has a year out of range")));
    }
    faults
}
