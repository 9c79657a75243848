//! Points: from columns of degrees to GeoParquet's binary geometry and its metadata, and to GeoJSON.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BinaryBuilder, Float64Array, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Float64Type, Schema, SchemaRef};
use arrow::error::ArrowError;

use super::{Format, OutputError};

/// Longitude and latitude on WGS 84, as the standard writes it: <https://geoparquet.org/releases/v1.1.0/>.
const CRS84: &str = include_str!("crs84.json");

/// Names of the columns of degrees, longitude first.
const NAMES: &[(&str, &str)] =
    &[("longitude", "latitude"), ("lon", "lat"), ("lng", "lat"), ("centroid_longitude", "centroid_latitude")];

/// Coordinates of a result, and the box that they fill so far.
pub(super) struct Points {
    longitude: usize,
    latitude: usize,
    name: String,
    /// West, south, east, north.
    bounds: Option<[f64; 4]>,
}

impl Points {
    /// The coordinates among the columns.
    pub(super) fn of(schema: &Schema, format: Format) -> Result<Self, OutputError> {
        let place = |name: &str| schema.fields().iter().position(|field| field.name().eq_ignore_ascii_case(name));
        let found = NAMES.iter().find_map(|(longitude, latitude)| Some((place(longitude)?, place(latitude)?)));
        let Some((longitude, latitude)) = found else {
            let columns = schema.fields().iter().map(|field| field.name().clone()).collect();
            return Err(OutputError::NoPoints { format, columns });
        };
        let mut name = "geometry".to_owned();
        while place(&name).is_some() {
            name.push('_');
        }
        Ok(Self { longitude, latitude, name, bounds: None })
    }

    /// The columns with the points as the last one.
    pub(super) fn schema(&self, schema: &Schema) -> SchemaRef {
        let mut fields: Vec<_> = schema.fields().iter().cloned().collect();
        fields.push(Arc::new(Field::new(&self.name, DataType::Binary, true)));
        Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()))
    }

    /// The batch with its points.
    pub(super) fn add_to(&mut self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        let places = self.places(batch)?;
        let mut points = BinaryBuilder::with_capacity(batch.num_rows(), batch.num_rows() * 21);
        for row in 0..batch.num_rows() {
            match places.at(row) {
                Some((x, y)) => {
                    self.reach(x, y);
                    points.append_value(well_known_binary(x, y));
                }
                None => points.append_null(),
            }
        }
        let mut columns: Vec<ArrayRef> = batch.columns().to_vec();
        columns.push(Arc::new(points.finish()));
        RecordBatch::try_new(self.schema(batch.schema_ref()), columns)
    }

    /// Longitude and latitude of each row.
    pub(super) fn places(&self, batch: &RecordBatch) -> Result<Places, ArrowError> {
        let degrees = |column: usize| -> Result<Float64Array, ArrowError> {
            Ok(cast(batch.column(column), &DataType::Float64)?.as_primitive::<Float64Type>().clone())
        };
        Ok(Places { longitude: degrees(self.longitude)?, latitude: degrees(self.latitude)? })
    }

    fn reach(&mut self, x: f64, y: f64) {
        let [west, south, east, north] = self.bounds.unwrap_or([x, y, x, y]);
        self.bounds = Some([west.min(x), south.min(y), east.max(x), north.max(y)]);
    }

    /// The value of the key `geo` in the file's footer.
    pub(super) fn metadata(&self) -> String {
        let mut column = serde_json::json!({
            "encoding": "WKB",
            "geometry_types": if self.bounds.is_some() { vec!["Point"] } else { Vec::new() },
            "crs": serde_json::from_str::<serde_json::Value>(CRS84).unwrap_or_default(),
        });
        if let Some(bounds) = self.bounds {
            column["bbox"] = serde_json::json!(bounds);
        }
        let mut columns = serde_json::Map::new();
        columns.insert(self.name.clone(), column);
        serde_json::json!({ "version": "1.1.0", "primary_column": self.name, "columns": columns }).to_string()
    }
}

/// Coordinates of a batch.
pub(super) struct Places {
    longitude: Float64Array,
    latitude: Float64Array,
}

impl Places {
    /// Longitude and latitude of a row, if it has both and they are on the globe.
    pub(super) fn at(&self, row: usize) -> Option<(f64, f64)> {
        if self.longitude.is_null(row) || self.latitude.is_null(row) {
            return None;
        }
        let (x, y) = (self.longitude.value(row), self.latitude.value(row));
        (x.abs() <= 180.0 && y.abs() <= 90.0).then_some((x, y))
    }
}

/// A point as OGC's well-known binary: byte order, type 1, x, y.
fn well_known_binary(x: f64, y: f64) -> [u8; 21] {
    let mut bytes = [0; 21];
    bytes[0] = 1;
    bytes[1..5].copy_from_slice(&1u32.to_le_bytes());
    bytes[5..13].copy_from_slice(&x.to_le_bytes());
    bytes[13..21].copy_from_slice(&y.to_le_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_system_is_json_and_a_point_is_as_the_standard_has_it() {
        let crs: serde_json::Value = serde_json::from_str(CRS84).unwrap();
        assert_eq!(crs["id"]["code"], "CRS84");
        let hex: String = well_known_binary(1.0, 2.0).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "0101000000000000000000f03f0000000000000040");
    }
}
