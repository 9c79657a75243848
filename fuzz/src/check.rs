//! What holds of every batch, whatever stands in the file.

use std::collections::HashSet;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Float64Type, Int64Type, UInt64Type};
use warledger::event::{self, Column, ColumnType};
use warledger::ingest::FileBatch;
use warledger::source::Content;

use crate::read::Taken;

/// Checks a batch and adds it to what was taken.
pub(crate) fn check(batch: &FileBatch, content: Content, kept: usize, taken: &mut Taken) {
    let rows = &batch.rows;
    assert_eq!(rows.num_rows() as u64 + batch.rejects.len() as u64, batch.read, "rows are lost or counted twice");
    assert!((0.0..=1.0).contains(&batch.progress), "a share read of {}", batch.progress);
    let numbers = longs(rows, "row_number");
    assert!(numbers.iter().all(|number| number.is_some_and(|number| number > 0)), "rows without a number");
    assert!(numbers.is_sorted_by(|one, next| one < next), "rows out of order: {numbers:?}");
    for reject in &batch.rejects {
        assert!(!reject.reason.trim().is_empty() && !reject.reason.starts_with(char::is_control), "{reject:?}");
        assert!(reject.raw.chars().count() <= 2_000, "a rejected row is not shortened");
    }
    let columns = match content {
        Content::Events => event::EVENT,
        Content::Aggregates => event::AGGREGATE,
        Content::Claims => event::CLAIM,
        Content::Deletions => event::DELETION,
        // It is read and not loaded.
        Content::Context => &[],
    };
    columns.iter().for_each(|column| check_column(rows, column));
    match content {
        Content::Events => check_events(batch, kept),
        Content::Aggregates => in_order(&days(rows, "period_start"), &days(rows, "period_end")),
        Content::Claims => ranges(rows, ["value_low", "value_best", "value_high"]),
        Content::Deletions | Content::Context => {}
    }
    taken.read += batch.read;
    taken.rejects.extend(batch.rejects.iter().map(|reject| (reject.column.clone(), reject.reason.clone())));
    let hashes = rows.column_by_name("content_hash").expect("every row has a hash");
    taken.hashes.extend(hashes.as_primitive::<UInt64Type>().values());
}

fn check_column(rows: &RecordBatch, column: &Column) {
    let values = rows.column_by_name(column.name).unwrap_or_else(|| panic!("there is no column {}", column.name));
    assert!(!column.required || values.null_count() == 0, "{} is empty", column.name);
    if let Some((least, most)) = column.range {
        let numbers = cast(values, &DataType::Float64).expect("a number is a number");
        for number in numbers.as_primitive::<Float64Type>().iter().flatten() {
            assert!((least..=most).contains(&number), "{} is {number}", column.name);
        }
    }
    if column.kind == ColumnType::Text {
        let texts = cast(values, &DataType::Utf8View).expect("a text is a text");
        for text in texts.as_string_view().iter().flatten() {
            assert!(column.allowed.is_empty() || column.allowed.contains(&text), "{} is {text:?}", column.name);
            assert!(!text.trim().is_empty(), "{} is white space, not NULL", column.name);
        }
    }
}

fn check_events(batch: &FileBatch, kept: usize) {
    let rows = &batch.rows;
    in_order(&days(rows, "start_date"), &days(rows, "end_date"));
    ranges(rows, ["deaths_low", "deaths_best", "deaths_high"]);
    let repaired = rows.column_by_name("range_repaired").expect("repairs are told").as_boolean();
    for (end, reported) in [("deaths_low", "deaths_low_reported"), ("deaths_high", "deaths_high_reported")] {
        for (at, (end, reported)) in longs(rows, end).into_iter().zip(longs(rows, reported)).enumerate() {
            assert!(end == reported || repaired.value(at), "row {at}: a range is changed and nothing says so");
        }
    }
    assert_eq!(batch.kept.num_rows(), rows.num_rows(), "kept columns are of other rows");
    // Beside the kept columns stand the row's number and the event's identifier.
    assert_eq!(batch.kept.num_columns(), kept + 2, "kept columns are others than announced");
    let numbers: HashSet<_> = longs(rows, "row_number").into_iter().collect();
    if batch.actors.num_columns() == 0 {
        return;
    }
    assert!(longs(&batch.actors, "row_number").iter().all(|number| numbers.contains(number)), "an actor of no event");
    let names = batch.actors.column_by_name("actor_name").expect("actors have names");
    let names = cast(names, &DataType::Utf8View).expect("a name is a text");
    assert!(
        names.as_string_view().iter().all(|name| name.is_some_and(|name| !name.is_empty())),
        "an actor has no name"
    );
}

fn longs(rows: &RecordBatch, name: &str) -> Vec<Option<i64>> {
    let column = rows.column_by_name(name).unwrap_or_else(|| panic!("there is no column {name}"));
    column.as_primitive::<Int64Type>().iter().collect()
}

fn days(rows: &RecordBatch, name: &str) -> Vec<i32> {
    let column = rows.column_by_name(name).unwrap_or_else(|| panic!("there is no column {name}"));
    column.as_primitive::<Date32Type>().values().to_vec()
}

fn in_order(starts: &[i32], ends: &[i32]) {
    for (start, end) in starts.iter().zip(ends) {
        assert!(start <= end, "a period from {start} to {end}");
    }
}

/// Low, best and high are in order wherever two of them are known.
fn ranges(rows: &RecordBatch, names: [&str; 3]) {
    let [low, best, high] = names.map(|name| longs(rows, name));
    for at in 0..rows.num_rows() {
        let known: Vec<i64> = [low[at], best[at], high[at]].into_iter().flatten().collect();
        assert!(known.is_sorted(), "{names:?} of row {at} are {known:?}");
    }
}
