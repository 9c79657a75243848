//! The table for a terminal: a header, one rule, two spaces between columns.

use std::io::Write;

use anstyle::Style;
use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;

use super::cell::{self, Look};
use super::layout::{self, Fit, GAP, Need};
use super::value::{Value, read};
use super::width::{ELLIPSIS, cut, width, wrap};
use super::{Format, Options, OutputError, Sink, Written};

/// Rows by which the layout is settled; those that follow are streamed into it.
const SAMPLE_ROWS: usize = 10_000;

/// Lines that one cell may take; what is longer ends in an ellipsis.
const CELL_LINES: usize = 3;

/// Writes rows as a text table.
pub(super) struct Text<W> {
    out: W,
    schema: SchemaRef,
    options: Options,
    /// Rows held back until the layout is settled.
    sample: Vec<RecordBatch>,
    settled: Option<Settled>,
    rows: usize,
    shown: usize,
}

/// How the columns look and where they stand.
struct Settled {
    looks: Vec<Look>,
    fit: Fit,
}

/// One cell: NULL is styled apart.
struct Cell {
    text: String,
    null: bool,
}

impl<W: Write> Text<W> {
    pub(super) fn new(schema: &SchemaRef, out: W, options: &Options) -> Self {
        Self {
            out,
            schema: schema.clone(),
            options: options.clone(),
            sample: Vec::new(),
            settled: None,
            rows: 0,
            shown: 0,
        }
    }

    fn header(&self, column: usize) -> String {
        cell::printable(self.schema.field(column).name()).into_owned()
    }

    /// Decides on looks and layout by the rows held back, and writes these.
    fn settle(&mut self) -> Result<(), OutputError> {
        let failed = OutputError::encode(Format::Table);
        let sample = std::mem::take(&mut self.sample);
        let mut looks = Vec::new();
        let mut needs = Vec::new();
        for (index, field) in self.schema.fields().iter().enumerate() {
            let look = Look::of(field, &sample, index).map_err(&failed)?;
            let mut body = 0;
            for batch in &sample {
                for row in 0..batch.num_rows() {
                    let cell = cell_of(&look, batch, row, index).map_err(&failed)?;
                    body = body.max(width(&cell.text));
                }
            }
            needs.push(Need::new(&self.header(index), body, &look));
            looks.push(look);
        }
        let fit = layout::fit(&needs, self.options.width.map(usize::from));
        let settled = Settled { looks, fit };
        let mut text = self.head(&settled);
        for batch in &sample {
            self.lines(&settled, batch, &mut text).map_err(&failed)?;
        }
        self.settled = Some(settled);
        self.out.write_all(text.as_bytes())?;
        Ok(())
    }

    fn head(&self, settled: &Settled) -> String {
        let slots = &settled.fit.slots;
        if slots.is_empty() {
            return "(no columns)\n".to_owned();
        }
        let cells: Vec<Vec<String>> = slots
            .iter()
            .map(|slot| match slot.column {
                Some(column) => layout::header_lines(&self.header(column), slot.width),
                None => vec![ELLIPSIS.to_owned()],
            })
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(1);
        let mut text = String::new();
        for line in 0..height {
            let parts = cells.iter().map(|lines| {
                // Short headers stand on the lowest line.
                let above = height - lines.len();
                line.checked_sub(above).and_then(|at| lines.get(at)).map_or("", String::as_str)
            });
            let line = self.aligned(settled, parts.map(|part| (part, false)));
            text.push_str(&self.styled(&line, Style::new().bold()));
            text.push('\n');
        }
        let total: usize = slots.iter().map(|slot| slot.width + GAP).sum();
        text.push_str(&"─".repeat(total - GAP));
        text.push('\n');
        text
    }

    fn lines(&self, settled: &Settled, batch: &RecordBatch, text: &mut String) -> Result<(), ArrowError> {
        let limited = self.options.width.is_some();
        for row in 0..batch.num_rows() {
            let mut cells = Vec::with_capacity(settled.fit.slots.len());
            for slot in &settled.fit.slots {
                let Some(column) = slot.column else {
                    cells.push((vec![ELLIPSIS.to_owned()], true));
                    continue;
                };
                let look = &settled.looks[column];
                let Cell { text, null } = cell_of(look, batch, row, column)?;
                let lines = match (limited, look.breaks) {
                    (false, _) => vec![text],
                    (true, true) => wrap(&text, slot.width, CELL_LINES, &[' ']),
                    (true, false) => vec![cut(&text, slot.width)],
                };
                cells.push((lines, null));
            }
            let height = cells.iter().map(|(lines, _)| lines.len()).max();
            for line in 0..height.unwrap_or_default() {
                let parts = cells.iter().map(|(lines, null)| (lines.get(line).map_or("", String::as_str), *null));
                text.push_str(&self.aligned(settled, parts));
                text.push('\n');
            }
        }
        Ok(())
    }

    /// One line of the table from the text in each slot, dimmed where it is marked so.
    fn aligned<'t>(&self, settled: &Settled, parts: impl Iterator<Item = (&'t str, bool)>) -> String {
        let mut line = String::new();
        let mut blank = 0;
        for (slot, (part, dim)) in settled.fit.slots.iter().zip(parts) {
            let space = slot.width.saturating_sub(width(part));
            let right = slot.column.is_some_and(|at| settled.looks[at].number);
            if !part.is_empty() {
                line.extend(std::iter::repeat_n(' ', blank + if right { space } else { 0 }));
                line.push_str(&if dim { self.styled(part, Style::new().dimmed()) } else { part.to_owned() });
                blank = GAP + if right { 0 } else { space };
            } else {
                blank += slot.width + GAP;
            }
        }
        line
    }

    fn styled(&self, text: &str, style: Style) -> String {
        if self.options.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// What is not shown, below the table.
    fn foot(&self, settled: &Settled) -> String {
        let mut notes = Vec::new();
        if self.rows == 0 {
            notes.push("(no rows)".to_owned());
        }
        let more = self.rows - self.shown;
        if more > 0 {
            let rows = if more == 1 { "row" } else { "rows" };
            notes.push(format!("… {} more {rows}", cell::count(more as u64)));
        }
        let hidden = &settled.fit.hidden;
        if !hidden.is_empty() {
            let names: Vec<_> = hidden.iter().map(|&column| self.header(column)).collect();
            notes.push(format!(
                "… {} of {} columns hidden: {} (use --format csv for all)",
                hidden.len(),
                settled.looks.len(),
                names.join(", ")
            ));
        }
        let mut text = String::new();
        for note in notes {
            let lines = match self.options.width {
                Some(width) => wrap(&note, width.into(), usize::MAX, &[' ']),
                None => vec![note],
            };
            for line in lines {
                text.push_str(&self.styled(&line, Style::new().dimmed()));
                text.push('\n');
            }
        }
        text
    }
}

impl<W: Write> Sink for Text<W> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<(), OutputError> {
        let limit = self.options.max_rows.unwrap_or(usize::MAX);
        let take = batch.num_rows().min(limit - self.shown);
        self.rows += batch.num_rows();
        self.shown += take;
        if take == 0 {
            return Ok(());
        }
        let batch = batch.slice(0, take);
        if let Some(settled) = &self.settled {
            let mut text = String::new();
            self.lines(settled, &batch, &mut text).map_err(OutputError::encode(Format::Table))?;
            self.out.write_all(text.as_bytes())?;
        } else {
            self.sample.push(batch);
            if self.shown >= SAMPLE_ROWS {
                self.settle()?;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, OutputError> {
        if self.settled.is_none() {
            self.settle()?;
        }
        if let Some(settled) = &self.settled {
            let foot = self.foot(settled);
            self.out.write_all(foot.as_bytes())?;
        }
        self.out.flush()?;
        Ok(Written { rows: self.rows as u64, shown: self.shown as u64 })
    }
}

fn cell_of(look: &Look, batch: &RecordBatch, row: usize, index: usize) -> Result<Cell, ArrowError> {
    let value = read(batch.column(index), row)?;
    Ok(Cell { text: look.show(&value), null: value == Value::Null })
}
