//! Named values for statements: bound by name, never pasted into the text.

use chrono::NaiveDate;
use duckdb::types::{ToSqlOutput, Value as DuckValue};
use duckdb::{Connection, Statement, ToSql};

use crate::error::{Error, Result};

/// A value for a named parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// NULL.
    Null,
    /// Text.
    Text(String),
    /// Whole number.
    Integer(i64),
    /// Number.
    Double(f64),
    /// Date.
    Date(NaiveDate),
    /// Truth value.
    Boolean(bool),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Integer(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Value::Boolean(flag)
    }
}

impl From<NaiveDate> for Value {
    fn from(date: NaiveDate) -> Self {
        Value::Date(date)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> duckdb::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Owned(match self {
            Value::Null => DuckValue::Null,
            Value::Text(text) => DuckValue::Text(text.clone()),
            Value::Integer(number) => DuckValue::BigInt(*number),
            Value::Double(number) => DuckValue::Double(*number),
            // As text: every place that takes a date casts it.
            Value::Date(date) => DuckValue::Text(date.format("%Y-%m-%d").to_string()),
            Value::Boolean(flag) => DuckValue::Boolean(*flag),
        }))
    }
}

/// Named values; a statement takes those that it names.
#[derive(Clone, Debug, Default)]
pub struct Params(Vec<(&'static str, Value)>);

impl Params {
    /// No values.
    pub fn new() -> Self {
        Params::default()
    }

    /// With one more value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.0.retain(|(known, _)| *known != name);
        self.0.push((name, value.into()));
        self
    }

    /// Names and values, in the order given.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }

    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }
}

/// Prepares a statement and binds what it names.
pub(crate) fn prepare<'c>(conn: &'c Connection, doing: &str, sql: &str, params: &Params) -> Result<Statement<'c>> {
    let mut statement = conn.prepare(sql).map_err(|error| Error::engine(doing, error))?;
    for at in 1..=statement.parameter_count() {
        let name = statement.parameter_name(at).map_err(|error| Error::engine(doing, error))?;
        let value = params.value(&name).ok_or_else(|| Error::Refused {
            reason: format!("the statement has the parameter ${name}, and no value was given for it"),
            hint: "write the value into the statement".to_owned(),
        })?;
        statement.raw_bind_parameter(at, value).map_err(|error| Error::engine(doing, error))?;
    }
    Ok(statement)
}

/// Runs a statement that returns nothing of interest; the number of rows that it changed.
pub(crate) fn run(conn: &Connection, doing: &str, sql: &str, params: &Params) -> Result<usize> {
    let mut statement = prepare(conn, doing, sql, params)?;
    statement.raw_execute().map_err(|error| Error::engine(doing, error))
}

/// The texts in one column of what a statement gives, from 0.
pub(crate) fn column(conn: &Connection, doing: &str, sql: &str, params: &Params, at: usize) -> Result<Vec<String>> {
    let fail = |error: duckdb::Error| Error::engine(doing, error);
    let mut statement = prepare(conn, doing, sql, params)?;
    statement.raw_execute().map_err(fail)?;
    let mut rows = statement.raw_query();
    let mut texts = Vec::new();
    while let Some(row) = rows.next().map_err(fail)? {
        texts.push(row.get(at).map_err(fail)?);
    }
    Ok(texts)
}

/// Runs statements with their joins as they are written: from the left comes what streams, from the right what is held in
/// memory. The engine's guess of rows is far off for staged tables, and it would hold their wide rows instead.
pub(crate) fn as_written<T>(conn: &Connection, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let set = |sql: &str| run(conn, "ordering joins", sql, &Params::new());
    set("set disabled_optimizers = 'join_order,build_side_probe_side'")?;
    let done = work()?;
    // After a fault the draft is given up, and the engine takes no statement in its transaction.
    set("reset disabled_optimizers")?;
    Ok(done)
}
