//! JSON: one array of objects, or one object a line. Both are streamed row by row.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::Write;

use arrow::array::RecordBatch;
use arrow::datatypes::{Schema, SchemaRef};

use super::value::{Value, read};
use super::{Format, Options, OutputError, Sink, Written, cell};

/// Writes rows as JSON objects.
pub(super) struct Json<W> {
    out: W,
    format: Format,
    /// `"name":` for each column.
    keys: Vec<String>,
    /// What stands before the first row, until it is written.
    head: String,
    /// What stands after the last.
    tail: &'static str,
    rows: u64,
}

impl<W: Write> Json<W> {
    /// One array with a row on each line; with provenance inside, as the member `rows` of an object.
    pub(super) fn array(schema: &SchemaRef, out: W, options: &Options) -> Self {
        let (head, tail) = match options.provenance_inside() {
            Some(block) => (format!("{{\"provenance\":{block},\"rows\":["), "]}\n"),
            None => ("[".to_owned(), "]\n"),
        };
        Self { out, format: Format::Json, keys: keys(schema), head, tail, rows: 0 }
    }

    /// One object on each line; with provenance inside, it is the first.
    pub(super) fn lines(schema: &SchemaRef, out: W, options: &Options) -> Self {
        let head = options.provenance_inside().map_or(String::new(), |block| format!("{{\"provenance\":{block}}}\n"));
        Self { out, format: Format::Jsonl, keys: keys(schema), head, tail: "", rows: 0 }
    }
}

impl<W: Write> Sink for Json<W> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<(), OutputError> {
        let mut text = std::mem::take(&mut self.head);
        for row in 0..batch.num_rows() {
            if self.format == Format::Json {
                text.push_str(if self.rows == 0 { "\n" } else { ",\n" });
            }
            text.push('{');
            for (index, (key, column)) in self.keys.iter().zip(batch.columns()).enumerate() {
                if index > 0 {
                    text.push(',');
                }
                text.push_str(key);
                let value = read(column, row).map_err(OutputError::encode(self.format))?;
                encode(&value, &mut text);
            }
            text.push('}');
            if self.format == Format::Jsonl {
                text.push('\n');
            }
            self.rows += 1;
        }
        self.out.write_all(text.as_bytes())?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, OutputError> {
        self.out.write_all(self.head.as_bytes())?;
        if self.format == Format::Json && self.rows > 0 {
            self.out.write_all(b"\n")?;
        }
        self.out.write_all(self.tail.as_bytes())?;
        self.out.flush()?;
        Ok(Written::all(self.rows))
    }
}

/// The keys of an object, made unique: a reader keeps only the last of two members of one name.
pub(super) fn keys(schema: &Schema) -> Vec<String> {
    let mut taken: HashSet<&str> = HashSet::new();
    let names: HashSet<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
    let mut made: HashSet<String> = HashSet::new();
    let mut keys = Vec::new();
    for field in schema.fields() {
        let mut name = field.name().clone();
        if !taken.insert(field.name()) {
            let mut number = 1;
            while names.contains(name.as_str()) || made.contains(&name) {
                name = format!("{}_{number}", field.name());
                number += 1;
            }
            made.insert(name.clone());
        }
        let mut key = String::new();
        string(&name, &mut key);
        key.push(':');
        keys.push(key);
    }
    keys
}

/// Appends the value as JSON. Numbers stay numbers, to the last digit; what JSON has no number for is null.
pub(super) fn encode(value: &Value<'_>, text: &mut String) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Float(value) if !value.is_finite() => text.push_str("null"),
        Value::Single(value) if !value.is_finite() => text.push_str("null"),
        Value::Bool(_) | Value::Int(_) | Value::Uint(_) | Value::Float(_) | Value::Single(_) | Value::Decimal(_) => {
            text.push_str(&cell::exact(value))
        }
        Value::Text(value) => string(value, text),
        Value::Stamp(value) => string(value, text),
        Value::List(items) => {
            enclose('[', ']', items, text, |item, text| encode(item, text));
        }
        Value::Struct(members) => enclose('{', '}', members, text, |(name, value), text| {
            string(name, text);
            text.push(':');
            encode(value, text);
        }),
        Value::Map(entries) => enclose('{', '}', entries, text, |(key, value), text| {
            string(&cell::exact(key), text);
            text.push(':');
            encode(value, text);
        }),
    }
}

fn enclose<T>(open: char, close: char, parts: &[T], text: &mut String, each: impl Fn(&T, &mut String)) {
    text.push(open);
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        each(part, text);
    }
    text.push(close);
}

/// Appends a JSON string. All control characters are escaped, so that the text is safe to show on a terminal.
fn string(value: &str, text: &mut String) {
    text.push('"');
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                // Writing to a string cannot fail.
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text.push('"');
}
