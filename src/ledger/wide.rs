//! Whole numbers of 128 bits without a sign.
//!
//! The engine hands them out as decimals of 38 digits, in which the upper half of them is negative. Here they become
//! decimals of 39 digits, which hold them all.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Decimal256Array, RecordBatch, RecordBatchOptions};
use arrow::datatypes::{DataType, Decimal128Type, Field, Schema, SchemaRef, i256};
use arrow::error::ArrowError;
use duckdb::Statement;
use duckdb::core::LogicalTypeId;

/// Digits of the largest of them.
const DIGITS: u8 = 39;

/// The columns of a result that hold such numbers.
pub(crate) struct Wide(Vec<usize>);

impl Wide {
    /// Of a statement that has been run.
    pub(crate) fn of(statement: &Statement<'_>, schema: &Schema) -> Self {
        let is_wide = |at: &usize| {
            matches!(schema.field(*at).data_type(), DataType::Decimal128(..))
                && statement.column_logical_type(*at).id() == LogicalTypeId::UHugeint
        };
        Wide((0..schema.fields().len()).filter(is_wide).collect())
    }

    /// The schema with their own type.
    pub(crate) fn schema(&self, schema: &SchemaRef) -> SchemaRef {
        if self.0.is_empty() {
            return schema.clone();
        }
        let retyped = |(at, field): (usize, &Arc<Field>)| match self.0.contains(&at) {
            true => Arc::new(Field::clone(field).with_data_type(DataType::Decimal256(DIGITS, 0))),
            false => field.clone(),
        };
        let fields: Vec<Arc<Field>> = schema.fields().iter().enumerate().map(retyped).collect();
        Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()))
    }

    /// A batch with the numbers as they are.
    pub(crate) fn batch(&self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        if self.0.is_empty() {
            return Ok(batch.clone());
        }
        let mut columns = batch.columns().to_vec();
        for at in &self.0 {
            let narrow = columns[*at].as_primitive::<Decimal128Type>();
            let values = narrow.iter().map(|value| value.map(|value| i256::from_parts(value.cast_unsigned(), 0)));
            let wide: ArrayRef = Arc::new(Decimal256Array::from_iter(values).with_precision_and_scale(DIGITS, 0)?);
            debug_assert_eq!(wide.len(), narrow.len());
            columns[*at] = wide;
        }
        let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        RecordBatch::try_new_with_options(self.schema(&batch.schema()), columns, &options)
    }
}
