//! Comparisons for reading: each total as it was, as it is, and by how much it differs.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};

use crate::error::{Error, Result};
use crate::ledger::Rows;

use super::load::grouped;
use super::notes;

struct Columns {
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
}

impl Columns {
    fn put(&mut self, label: &str, values: Vec<Option<String>>, is_figure: bool) {
        let field = Field::new(label, DataType::Utf8, true);
        self.fields.push(if is_figure {
            field.with_metadata([(crate::output::FIGURE.to_owned(), "change".to_owned())].into())
        } else {
            field
        });
        self.arrays.push(Arc::new(values.into_iter().collect::<StringArray>()));
    }

    fn rows(self) -> Result<Rows> {
        let schema = Arc::new(Schema::new(self.fields));
        let batch = RecordBatch::try_new(schema.clone(), self.arrays)
            .map_err(|error| Error::internal("showing a comparison", error))?;
        Ok(Rows { schema, batches: vec![batch] })
    }
}

/// Totals of sources, or of groups named by the column `group`.
pub(crate) fn totals(rows: &Rows, group: Option<&str>) -> Result<Rows> {
    let mut columns = Columns { fields: Vec::new(), arrays: Vec::new() };
    columns.put("source", notes::texts(rows, "source")?, false);
    if let Some(group) = group {
        columns.put(group.trim_end_matches("_name"), notes::texts(rows, group)?, false);
    }
    for (name, always) in [
        ("events_added", true),
        ("events_removed", true),
        ("events_revised", true),
        ("events_moved_in", false),
        ("events_moved_out", false),
    ] {
        let values = notes::integers(rows, name)?;
        if always || values.iter().flatten().any(|value| *value != 0) {
            let texts = values.into_iter().map(|value| value.map(grouped)).collect();
            columns.put(name.trim_start_matches("events_"), texts, true);
        }
    }
    for name in ["events", "deaths_low", "deaths_best", "deaths_high"] {
        let part = |part: &str| notes::integers(rows, &format!("{name}_{part}"));
        let (before, after, change) = (part("before")?, part("after")?, part("change")?);
        if before.iter().chain(&after).any(Option::is_some) {
            let texts = (0..before.len()).map(|at| Some(changed(before[at], after[at], change[at]))).collect();
            columns.put(name, texts, true);
        }
    }
    columns.rows()
}

/// Events, with their best estimate as it was and as it is.
pub(crate) fn events(rows: &Rows) -> Result<Rows> {
    let mut columns = Columns { fields: Vec::new(), arrays: Vec::new() };
    for (name, label, varying) in [
        ("change", "change", false),
        ("source", "source", true),
        ("source_event_id", "event", false),
        ("start_date", "start", false),
        ("country", "country", true),
        ("place", "place", false),
    ] {
        let values = notes::texts(rows, name)?;
        if !varying || values.iter().any(|value| *value != values[0]) {
            columns.put(label, values, false);
        }
    }
    let kinds = notes::texts(rows, "change")?;
    let (before, after) = (notes::integers(rows, "deaths_best_before")?, notes::integers(rows, "deaths_best_after")?);
    let number = |value: Option<i64>| value.map_or("?".to_owned(), grouped);
    let texts = (0..kinds.len())
        .map(|at| {
            Some(match kinds[at].as_deref() {
                Some("added") => number(after[at]),
                Some("removed") => number(before[at]),
                _ if before[at] == after[at] => number(after[at]),
                _ => format!("{} → {}", number(before[at]), number(after[at])),
            })
        })
        .collect();
    columns.put("deaths_best", texts, true);
    columns.put("fields", notes::texts(rows, "fields")?, false);
    columns.rows()
}

/// "1,504 → 1,554 (+50)", or "1,504" where nothing differs.
fn changed(before: Option<i64>, after: Option<i64>, change: Option<i64>) -> String {
    let number = |value: Option<i64>| value.map_or("-".to_owned(), grouped);
    match change {
        _ if before == after => number(after),
        Some(change) => {
            let sign = if change < 0 { "-" } else { "+" };
            format!("{} → {} ({sign}{})", number(before), number(after), grouped(change.abs()))
        }
        None => format!("{} → {}", number(before), number(after)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_is_told_with_its_change() {
        assert_eq!(changed(Some(1_504), Some(1_554), Some(50)), "1,504 → 1,554 (+50)");
        assert_eq!(changed(Some(1_504), Some(4), Some(-1_500)), "1,504 → 4 (-1,500)");
        assert_eq!(changed(None, Some(4), Some(4)), "- → 4 (+4)");
        assert_eq!(changed(Some(4), Some(4), Some(0)), "4");
        assert_eq!(changed(None, None, None), "-");
    }
}
