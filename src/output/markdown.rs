//! A Markdown table as GitHub reads it, streamed row by row.

use std::borrow::Cow;
use std::io::Write;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;

use super::cell::{self, Look};
use super::value::{Value, read};
use super::{Format, Options, OutputError, Sink, Written};

/// Writes rows as lines of a Markdown table, after a comment line with the metadata.
pub(super) struct Markdown<W> {
    out: W,
    schema: SchemaRef,
    comment: String,
    /// How the columns are shown, once the first batch or the end has settled it.
    looks: Option<Vec<Look>>,
    rows: u64,
}

impl<W: Write> Markdown<W> {
    pub(super) fn new(schema: &SchemaRef, out: W, options: &Options) -> Self {
        Self { out, schema: schema.clone(), comment: comment(&options.metadata), looks: None, rows: 0 }
    }

    fn rows(&mut self, batches: &[RecordBatch]) -> Result<String, ArrowError> {
        let mut text = String::new();
        let looks = match self.looks.take() {
            Some(looks) => looks,
            None => {
                let fields = self.schema.fields().iter().enumerate();
                let looks =
                    fields.map(|(index, field)| Look::of(field, batches, index)).collect::<Result<Vec<_>, _>>()?;
                text.push_str(&self.comment);
                for field in self.schema.fields() {
                    text.push_str("| ");
                    text.push_str(&escaped(field.name()));
                    text.push(' ');
                }
                text.push_str("|\n");
                for look in &looks {
                    text.push_str(if look.number { "| ---: " } else { "| --- " });
                }
                text.push_str("|\n");
                looks
            }
        };
        for batch in batches {
            for row in 0..batch.num_rows() {
                for (look, column) in looks.iter().zip(batch.columns()) {
                    text.push_str("| ");
                    match read(column, row)? {
                        // Text keeps its line breaks, which the look of a terminal does not have.
                        Value::Text(value) => text.push_str(&escaped(&value)),
                        value => text.push_str(&escaped(&look.show(&value))),
                    }
                    text.push(' ');
                }
                text.push_str("|\n");
            }
            self.rows += batch.num_rows() as u64;
        }
        self.looks = Some(looks);
        Ok(text)
    }

    fn put(&mut self, batches: &[RecordBatch]) -> Result<(), OutputError> {
        let text = self.rows(batches).map_err(OutputError::encode(Format::Markdown))?;
        self.out.write_all(text.as_bytes())?;
        Ok(())
    }
}

impl<W: Write> Sink for Markdown<W> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<(), OutputError> {
        self.put(std::slice::from_ref(batch))
    }

    fn finish(mut self: Box<Self>) -> Result<Written, OutputError> {
        if self.looks.is_none() {
            self.put(&[])?;
        }
        self.out.flush()?;
        Ok(Written::all(self.rows))
    }
}

/// `<!-- key: value; key: value -->`: two hyphens would end the comment, so they are set apart.
pub(crate) fn comment(metadata: &[(String, String)]) -> String {
    if metadata.is_empty() {
        return String::new();
    }
    let pairs: Vec<_> =
        metadata.iter().map(|(key, value)| format!("{}: {}", cell::printable(key), cell::printable(value))).collect();
    let mut text = String::from("<!-- ");
    let mut last = ' ';
    for c in pairs.join("; ").chars() {
        if c == '-' && last == '-' {
            text.push(' ');
        }
        text.push(c);
        last = c;
    }
    text.push_str(" -->\n\n");
    text
}

/// Text that stays within its cell and is shown as it is: no markup of its own, line breaks as `<br>`.
fn escaped(text: &str) -> Cow<'_, str> {
    let special = |c: char| matches!(c, '\\' | '|' | '*' | '`' | '<' | '[' | '~');
    if !text.contains(|c: char| special(c) || c == '\n' || c == '\r') {
        return cell::printable(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            safe.push_str("<br>");
        }
        for c in cell::printable(line).chars() {
            if special(c) {
                safe.push('\\');
            }
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}
