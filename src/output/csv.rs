//! Comma-separated values after RFC 4180, with LF line ends and a header.

use std::borrow::Cow;
use std::io::Write;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;

use super::value::{Value, read};
use super::{Format, Options, OutputError, Sink, Written, cell};

/// Writes rows as CSV. NULL is an empty field, and an empty text is `""`, so that readers can tell them apart.
pub(super) struct Csv<W> {
    out: W,
    /// The header line, until it is written.
    header: Option<String>,
    rows: u64,
}

impl<W: Write> Csv<W> {
    pub(super) fn new(schema: &SchemaRef, out: W, options: &Options) -> Self {
        let names: Vec<_> = schema.fields().iter().map(|f| quoted(f.name())).collect();
        // Provenance that is asked for inside stands in comment lines, which most readers have to be told of.
        let comments = options.metadata.iter().filter(|_| options.inside);
        let mut header: String =
            comments.map(|(key, value)| format!("# {key}: {}\n", cell::printable(value))).collect();
        header.push_str(&names.join(","));
        header.push('\n');
        Self { out, header: Some(header), rows: 0 }
    }
}

impl<W: Write> Sink for Csv<W> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<(), OutputError> {
        let mut text = self.header.take().unwrap_or_default();
        for row in 0..batch.num_rows() {
            for (index, column) in batch.columns().iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                let value = read(column, row).map_err(OutputError::encode(Format::Csv))?;
                match value {
                    // A line with nothing on it would be skipped by most readers, and the row lost.
                    Value::Null if batch.num_columns() == 1 => text.push_str("\"\""),
                    Value::Null => {}
                    value => text.push_str(&quoted(&cell::exact(&value))),
                }
            }
            text.push('\n');
        }
        self.rows += batch.num_rows() as u64;
        self.out.write_all(text.as_bytes())?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, OutputError> {
        if let Some(header) = self.header.take() {
            self.out.write_all(header.as_bytes())?;
        }
        self.out.flush()?;
        Ok(Written::all(self.rows))
    }
}

fn quoted(field: &str) -> Cow<'_, str> {
    if field.is_empty() {
        Cow::Borrowed("\"\"")
    } else if field.contains([',', '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", field.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(field)
    }
}
