//! GeoJSON after RFC 7946: a collection of features, streamed row by row, with the provenance as a member of its own.

use std::io::Write;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;

use super::geo::Points;
use super::json::{self, keys};
use super::value::{Value, read};
use super::{Format, Options, OutputError, Sink, Written};

/// Whole numbers up to here are exact in every reader of JSON.
const EXACT: u64 = 1 << 53;

/// Writes rows as features: points where there are coordinates, no geometry where not.
pub(super) struct Geojson<W> {
    out: W,
    points: Points,
    keys: Vec<String>,
    /// What stands before the features, until it is written.
    head: Option<String>,
    rows: u64,
}

impl<W: Write> Geojson<W> {
    pub(super) fn new(schema: &SchemaRef, out: W, options: &Options) -> Result<Self, OutputError> {
        let points = Points::of(schema, Format::Geojson)?;
        let mut head = String::from("{\"type\":\"FeatureCollection\",");
        if let Some(block) = options.provenance() {
            head.push_str(&format!("\"provenance\":{block},"));
        }
        head.push_str("\"features\":[");
        Ok(Self { out, points, keys: keys(schema), head: Some(head), rows: 0 })
    }
}

impl<W: Write> Sink for Geojson<W> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<(), OutputError> {
        let encode = OutputError::encode(Format::Geojson);
        let mut text = self.head.take().unwrap_or_default();
        let places = self.points.places(batch).map_err(&encode)?;
        for row in 0..batch.num_rows() {
            text.push_str(if self.rows == 0 { "\n" } else { ",\n" });
            text.push_str("{\"type\":\"Feature\",\"geometry\":");
            match places.at(row) {
                Some((x, y)) => text.push_str(&format!("{{\"type\":\"Point\",\"coordinates\":[{x:?},{y:?}]}}")),
                None => text.push_str("null"),
            }
            text.push_str(",\"properties\":{");
            for (index, (key, column)) in self.keys.iter().zip(batch.columns()).enumerate() {
                if index > 0 {
                    text.push(',');
                }
                text.push_str(key);
                match read(column, row).map_err(&encode)? {
                    // Readers of maps take numbers for floats or fail on them: as text every digit stays.
                    Value::Int(number) if number.unsigned_abs() > EXACT => text.push_str(&format!("\"{number}\"")),
                    Value::Uint(number) if number > EXACT => text.push_str(&format!("\"{number}\"")),
                    value => json::encode(&value, &mut text),
                }
            }
            text.push_str("}}");
            self.rows += 1;
        }
        self.out.write_all(text.as_bytes())?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, OutputError> {
        let head = self.head.take().unwrap_or_default();
        self.out.write_all(head.as_bytes())?;
        self.out.write_all(b"\n]}\n")?;
        self.out.flush()?;
        Ok(Written::all(self.rows))
    }
}
