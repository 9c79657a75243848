//! Small tables of cells: rows of the ledger and rows made here, and the comparison of the two.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use arrow::array::{Array, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Float64Type, Int64Type};
use df_interchange::Interchange;
use polars::prelude::{AnyValue, DataFrame, IntoLazy, LazyFrame};
use warledger::ledger::{Ledger, Params};

use super::calendar;

/// Doubles may differ by this much, relative to the larger of 1 and the number expected.
const TOLERANCE: f64 = 1e-12;
/// Differences that a message shows of one mart.
const SHOWN: usize = 6;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Null,
    Whole(i64),
    Number(f64),
    Text(String),
    Day(i32),
    Flag(bool),
}

impl Cell {
    /// The whole number; a count that a left join left out is no number.
    pub(crate) fn whole(&self) -> Option<i64> {
        match self {
            Cell::Null => None,
            Cell::Whole(number) => Some(*number),
            other => panic!("{other} is not a whole number"),
        }
    }

    /// The whole number of a count, 0 where there is nothing to count.
    pub(crate) fn count(&self) -> i64 {
        self.whole().unwrap_or(0)
    }

    /// The day.
    pub(crate) fn day(&self) -> Option<i32> {
        match self {
            Cell::Null => None,
            Cell::Day(day) => Some(*day),
            other => panic!("{other} is not a day"),
        }
    }

    /// The text.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Cell::Null => None,
            Cell::Text(text) => Some(text),
            other => panic!("{other} is not a text"),
        }
    }

    /// True if it is the truth value true.
    pub(crate) fn is_true(&self) -> bool {
        matches!(self, Cell::Flag(true))
    }

    /// Equal, or two numbers within the tolerance.
    fn agrees(&self, expected: &Cell) -> bool {
        match (self, expected) {
            (Cell::Number(got), Cell::Number(expected)) => {
                (got - expected).abs() <= TOLERANCE * expected.abs().max(1.0)
            }
            _ => self == expected,
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cell::Null => out.write_str("NULL"),
            Cell::Whole(number) => write!(out, "{number}"),
            Cell::Number(number) => write!(out, "{number:?}"),
            Cell::Text(text) => out.write_str(text),
            Cell::Day(day) => write!(out, "{}", calendar::date(*day)),
            Cell::Flag(flag) => write!(out, "{flag}"),
        }
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Cell::Whole(number)
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Cell::Number(number)
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        Cell::Flag(flag)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Null, Into::into)
    }
}

/// A day, or none.
pub(crate) fn day(day: Option<i32>) -> Cell {
    day.map_or(Cell::Null, Cell::Day)
}

/// Rows under named columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    names: Vec<String>,
    at: HashMap<String, usize>,
    rows: Vec<Vec<Cell>>,
}

/// A row of a table.
#[derive(Clone, Copy)]
pub(crate) struct Row<'t> {
    table: &'t Table,
    cells: &'t [Cell],
}

impl<'t> Row<'t> {
    /// The cell of a column.
    pub(crate) fn get(self, column: &str) -> &'t Cell {
        let at = self.table.at.get(column).unwrap_or_else(|| panic!("no column {column} in {:?}", self.table.names));
        &self.cells[*at]
    }

    /// A text, NULL as nothing.
    pub(crate) fn text(self, column: &str) -> Option<&'t str> {
        self.get(column).text()
    }

    /// A text that is never NULL.
    pub(crate) fn name(self, column: &str) -> &'t str {
        self.text(column).unwrap_or_else(|| panic!("{column} is never NULL"))
    }
}

impl Table {
    fn new(names: Vec<String>, rows: Vec<Vec<Cell>>) -> Self {
        let at = names.iter().enumerate().map(|(at, name)| (name.clone(), at)).collect();
        Table { names, at, rows }
    }

    /// A table of rows made one cell after the other; every row names the same columns in the same order.
    pub(crate) fn of(rows: Vec<Vec<(&'static str, Cell)>>) -> Self {
        let names: Vec<String> =
            rows.first().map(|row| row.iter().map(|(name, _)| (*name).to_owned()).collect()).unwrap_or_default();
        let rows = rows
            .into_iter()
            .map(|row| {
                assert!(row.iter().map(|(name, _)| *name).eq(names.iter().map(String::as_str)), "rows of one shape");
                row.into_iter().map(|(_, cell)| cell).collect()
            })
            .collect();
        Table::new(names, rows)
    }

    /// The rows of a frame.
    pub(crate) fn collect(frame: LazyFrame) -> Self {
        let frame = frame.collect().expect("the frame is computed");
        let names: Vec<String> = frame.get_column_names().iter().map(|name| name.to_string()).collect();
        let mut rows: Vec<Vec<Cell>> = vec![Vec::with_capacity(names.len()); frame.height()];
        for column in frame.columns() {
            for (row, value) in rows.iter_mut().zip(column.as_materialized_series().iter()) {
                row.push(from_polars(&value));
            }
        }
        Table::new(names, rows)
    }

    /// The rows of a statement as the engine gives them.
    pub(crate) fn query(ledger: &Ledger, sql: &str) -> Self {
        let found = ledger.query(sql, &Params::new()).unwrap_or_else(|error| panic!("{sql}: {error}"));
        let names: Vec<String> = found.schema.fields().iter().map(|field| field.name().clone()).collect();
        let mut rows: Vec<Vec<Cell>> = Vec::with_capacity(found.len());
        for batch in &found.batches {
            let first = rows.len();
            rows.resize_with(first + batch.num_rows(), || Vec::with_capacity(names.len()));
            for column in batch.columns() {
                for (row, cell) in rows[first..].iter_mut().zip(from_arrow(column.as_ref())) {
                    row.push(cell);
                }
            }
        }
        Table::new(names, rows)
    }

    /// Rows in order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { table: self, cells })
    }

    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Rows by their key, which tells them apart.
    pub(crate) fn by<'t>(&'t self, what: &str, key: &[&str]) -> BTreeMap<String, Row<'t>> {
        let mut found = BTreeMap::new();
        for row in self.rows() {
            let name = key.iter().map(|column| format!("{column}={}", row.get(column))).collect::<Vec<_>>().join(", ");
            assert!(found.insert(name.clone(), row).is_none(), "{what}: two rows for {name}");
        }
        found
    }
}

fn from_polars(value: &AnyValue<'_>) -> Cell {
    match value {
        AnyValue::Null => Cell::Null,
        AnyValue::Boolean(flag) => Cell::Flag(*flag),
        AnyValue::String(text) => Cell::Text((*text).to_owned()),
        AnyValue::StringOwned(text) => Cell::Text(text.to_string()),
        AnyValue::Date(day) => Cell::Day(*day),
        AnyValue::Float64(number) => Cell::Number(*number),
        other if other.is_integer() => Cell::Whole(other.try_extract().expect("a whole number of 64 bits")),
        other => panic!("no cell for {other:?}"),
    }
}

fn from_arrow(column: &dyn Array) -> Vec<Cell> {
    let to = |kind: &DataType| cast(column, kind).expect("the column is cast");
    match column.data_type() {
        DataType::Boolean => column.as_boolean().iter().map(Cell::from).collect(),
        DataType::Date32 => column.as_primitive::<Date32Type>().iter().map(day).collect(),
        DataType::Float64 => column.as_primitive::<Float64Type>().iter().map(Cell::from).collect(),
        kind if kind.is_integer() => to(&DataType::Int64).as_primitive::<Int64Type>().iter().map(Cell::from).collect(),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
            to(&DataType::Utf8View).as_string_view().iter().map(Cell::from).collect()
        }
        DataType::Null => vec![Cell::Null; column.len()],
        kind => panic!("no answer has a column of the type {kind}"),
    }
}

/// The rows of a statement as a Polars frame.
pub(crate) fn frame(ledger: &Ledger, sql: &str) -> LazyFrame {
    let found = ledger.query(sql, &Params::new()).unwrap_or_else(|error| panic!("{sql}: {error}"));
    let mut batches = found.batches;
    if batches.is_empty() {
        batches.push(arrow::array::RecordBatch::new_empty(found.schema));
    }
    let frame: DataFrame = Interchange::from_arrow_58(batches)
        .and_then(|crossing| crossing.to_polars_0_53())
        .expect("the rows cross to Polars");
    frame.lazy()
}

/// What differs between the rows that the ledger gives and those expected, a line each, with the answer, the row's key
/// and the column.
pub(crate) fn differences(answer: &str, grain: &[&str], got: &Table, expected: &Table) -> Vec<String> {
    let sorted = |table: &Table| table.names.iter().cloned().collect::<BTreeSet<String>>();
    // a table made of no rows names no columns
    if expected.len() > 0 && sorted(got) != sorted(expected) {
        return vec![format!("{answer}: columns {:?}, expected {:?}", got.names, expected.names)];
    }
    let (found, wanted) = (got.by(answer, grain), expected.by(answer, grain));
    let mut lines = Vec::new();
    for (key, row) in &wanted {
        let Some(other) = found.get(key) else {
            lines.push(format!("{answer} [{key}]: no such row"));
            continue;
        };
        for name in &expected.names {
            let (got, expected) = (other.get(name), row.get(name));
            if !got.agrees(expected) {
                lines.push(format!("{answer} [{key}] {name}: {got}, expected {expected}"));
            }
        }
    }
    lines.extend(
        found.keys().filter(|key| !wanted.contains_key(*key)).map(|key| format!("{answer} [{key}]: one row too many")),
    );
    let all = lines.len();
    lines.truncate(SHOWN);
    if all > SHOWN {
        lines.push(format!("{answer}: {all} differences in {} rows", wanted.len()));
    }
    lines
}
