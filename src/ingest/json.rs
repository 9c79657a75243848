//! JSON files: arrays of records, publishers' envelopes around them, records line by line, and GeoJSON features.
//!
//! A file is read twice, record by record: once for the names of its columns, which no header gives, once for the rows.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::cell::float_text;
use super::json_records::{Envelope, failure_of, for_each_record};
use super::passed::{Counting, Passed};
use super::raw::{BatchBuilder, LONGEST_CELL, MOST_COLUMNS, RawBatch, RawReader, RowForm, TableHead};
use crate::error::{Error, Result};

/// A JSON file whose columns are known.
pub(crate) struct JsonReader {
    path: PathBuf,
    size: u64,
    tables: Vec<TableHead>,
    envelope: Envelope,
}

impl JsonReader {
    /// Opens a file and finds the names of its columns, in the order in which they first appear.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let size = std::fs::metadata(path).map_err(|error| Error::io("reading", path, error))?.len();
        let mut header: Vec<String> = Vec::new();
        let mut known = std::collections::HashSet::new();
        let mut records: u64 = 0;
        let mut failure = None;
        let envelope = records_of(path, &mut |record, _| {
            records += 1;
            failure = if records == 1 { failure_of(&record) } else { None };
            for name in flattened(record).keys() {
                if name.len() > LONGEST_CELL {
                    let reason = format!("record {records}: the name of a column holds {} bytes of text", name.len());
                    return Err(Error::file(path, reason, format!("at most {LONGEST_CELL} are read")));
                }
                if known.insert(name.clone()) {
                    header.push(name.clone());
                }
            }
            if header.len() > MOST_COLUMNS {
                let reason = format!("record {records}: the records have more than {MOST_COLUMNS} columns");
                return Err(Error::file(path, reason, format!("at most {MOST_COLUMNS} are read")));
            }
            Ok(())
        })?;
        refuse_failure(path, envelope.failure().or(failure))?;
        if records == 0 {
            return Err(Error::file(path, "the file holds no records", "download it again; check its filters"));
        }
        let tables = vec![TableHead { name: String::new(), header }];
        Ok(JsonReader { path: path.to_path_buf(), size, tables, envelope })
    }
}

impl RawReader for JsonReader {
    fn tables(&self) -> &[TableHead] {
        &self.tables
    }

    fn may_lack_header(&self) -> bool {
        false
    }

    fn remarks(&self, _table: usize) -> Vec<String> {
        self.envelope.remarks()
    }

    fn read(
        &mut self,
        _table: usize,
        form: &RowForm,
        batch_rows: usize,
        sink: &mut dyn FnMut(RawBatch) -> Result<()>,
    ) -> Result<()> {
        let header = &self.tables[0].header;
        let size = self.size.max(1) as f64;
        let mut builder = BatchBuilder::new(form, batch_rows);
        let mut row = 0;
        records_of(&self.path, &mut |record, passed| {
            row += 1;
            let mut values = flattened(record);
            let texts: Vec<String> =
                header.iter().map(|name| values.get_mut(name).map(Value::take).map_or(String::new(), text)).collect();
            let cells: Vec<&str> = texts.iter().map(String::as_str).collect();
            builder.push(row, &cells);
            builder.pass_on(|| passed as f64 / size, sink)
        })?;
        builder.pass_rest(sink)
    }
}

/// Calls `visit` with each record of a file and the bytes read so far.
fn records_of(path: &Path, visit: &mut dyn FnMut(Map<String, Value>, u64) -> Result<()>) -> Result<Envelope> {
    let file = File::open(path).map_err(|error| Error::io("reading", path, error))?;
    let (counting, passed): (Counting, Arc<Passed>) = Counting::new(file);
    let mut count: u64 = 0;
    let reader = BufReader::with_capacity(1 << 18, counting);
    let outcome = for_each_record(reader, &mut |record| {
        count += 1;
        passed.begin_record();
        visit(record, passed.bytes())
    });
    outcome.map_err(|fault| fault.into_error(path, count))
}

/// What an answer of a publisher's server says instead of giving data.
fn refuse_failure(path: &Path, said: Option<String>) -> Result<()> {
    match said {
        Some(said) => Err(Error::file(
            path,
            format!("the publisher's server answered with a failure: {said}"),
            "check the query, the account and the token, and download it again",
        )),
        None => Ok(()),
    }
}

/// A record with the properties of a GeoJSON feature, and its point, as columns of their own.
fn flattened(record: Map<String, Value>) -> Map<String, Value> {
    let is_feature = record.get("type").and_then(Value::as_str) == Some("Feature");
    if !is_feature {
        return record;
    }
    let mut record = record;
    let geometry = record.remove("geometry");
    let mut columns = match record.remove("properties") {
        Some(Value::Object(properties)) => properties,
        _ => Map::new(),
    };
    let has = |columns: &Map<String, Value>, name: &str| columns.keys().any(|key| key.eq_ignore_ascii_case(name));
    let point = geometry.as_ref().filter(|geometry| geometry.get("type").and_then(Value::as_str) == Some("Point"));
    if let Some([longitude, latitude, ..]) = point.and_then(|point| point["coordinates"].as_array()).map(Vec::as_slice)
        && !has(&columns, "latitude")
        && !has(&columns, "longitude")
    {
        columns.insert("longitude".to_owned(), longitude.clone());
        columns.insert("latitude".to_owned(), latitude.clone());
    }
    columns
}

/// A value as the text that a CSV file of the same data would hold.
fn text(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) if number.is_f64() => number.as_f64().map_or(String::new(), float_text),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text,
        Value::Array(values) if values.iter().all(|value| !value.is_array() && !value.is_object()) => {
            values.into_iter().map(text).collect::<Vec<_>>().join(";")
        }
        nested => nested.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_a_csv_file_would_hold_them() {
        let value: Value = serde_json::from_str(r#"[null,true,15960.0,11.84644,12345678901,"x",[2,200],{"a":1}]"#)
            .expect("the text is JSON");
        let texts: Vec<String> = value.as_array().expect("an array").iter().cloned().map(text).collect();
        assert_eq!(texts, ["", "true", "15960", "11.84644", "12345678901", "x", "2;200", "{\"a\":1}"]);
    }

    #[test]
    fn a_feature_has_its_properties_and_its_point_as_columns() {
        let feature: Value = serde_json::from_str(
            r#"{"type":"Feature","properties":{"id":7},"geometry":{"type":"Point","coordinates":[-3.5,12.25]}}"#,
        )
        .expect("the text is JSON");
        let Value::Object(feature) = feature else { panic!("an object") };
        let columns = flattened(feature);
        assert_eq!(columns.keys().collect::<Vec<_>>(), ["id", "longitude", "latitude"]);
    }
}
