//! Batches brought into the form that a file format can hold.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, RecordBatchOptions, StringBuilder};
use arrow::compute::{cast, concat_batches};
use arrow::datatypes::{DataType, Decimal128Type, Field, FieldRef, Fields, IntervalUnit, Schema, SchemaRef};
use arrow::error::ArrowError;

use super::value::{Value, read};
use super::{OutputError, cell};

/// The batch with exactly the columns of `schema`, cast where only the type's variant differs.
pub(super) fn conform(schema: &SchemaRef, batch: RecordBatch) -> Result<RecordBatch, OutputError> {
    if batch.schema_ref() == schema {
        return Ok(batch);
    }
    let columns = batch.columns().iter().enumerate().map(|(index, column)| {
        let wanted = schema.fields().get(index).map(|field| field.data_type());
        match wanted {
            Some(kind) if kind != column.data_type() => cast(column, kind),
            _ => Ok(column.clone()),
        }
    });
    columns
        .collect::<Result<Vec<_>, _>>()
        .and_then(|columns| rebuild(schema, columns, batch.num_rows()))
        .map_err(OutputError::Schema)
}

fn rebuild(schema: &SchemaRef, columns: Vec<ArrayRef>, rows: usize) -> Result<RecordBatch, ArrowError> {
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(schema.clone(), columns, &options)
}

/// The columns of a file: those of the result, some of them in another type.
pub(super) struct Plan {
    /// The schema of the file, with its metadata.
    pub(super) schema: SchemaRef,
    changed: bool,
}

impl Plan {
    /// Parquet has no type for an interval of months, days and nanoseconds, nor for unions: they become text.
    pub(super) fn parquet(schema: &Schema) -> Self {
        Self::new(schema, |kind| if in_parquet(kind) { kind.clone() } else { DataType::Utf8 })
    }

    /// An Arrow file has room for one dictionary to a column, so columns whose dictionary could grow become plain.
    pub(super) fn arrow(schema: &Schema, metadata: &[(String, String)]) -> Self {
        let mut all = schema.metadata().clone();
        all.extend(metadata.iter().cloned());
        Self::new(&schema.clone().with_metadata(all), plain)
    }

    fn new(schema: &Schema, change: impl Fn(&DataType) -> DataType) -> Self {
        let fields: Fields = schema.fields().iter().map(|field| retype(field, change(field.data_type()))).collect();
        let changed = fields != *schema.fields();
        let schema = Schema::new_with_metadata(fields, schema.metadata().clone());
        Self { schema: Arc::new(schema), changed }
    }

    /// The batch in the types of the file.
    pub(super) fn apply(&self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        for (field, column) in self.schema.fields().iter().zip(batch.columns()) {
            fits_its_type(field, column)?;
        }
        let columns = if self.changed {
            let fields = self.schema.fields().iter().zip(batch.columns());
            fields.map(|(field, column)| convert(column, field.data_type())).collect::<Result<_, _>>()?
        } else {
            batch.columns().to_vec()
        };
        rebuild(&self.schema, columns, batch.num_rows())
    }
}

fn retype(field: &FieldRef, kind: DataType) -> FieldRef {
    if kind == *field.data_type() { field.clone() } else { Arc::new(Field::clone(field).with_data_type(kind)) }
}

/// The engine's whole numbers of 128 bits come in a type of 38 digits, and the largest of them have one more.
fn fits_its_type(field: &FieldRef, column: &ArrayRef) -> Result<(), ArrowError> {
    let (DataType::Decimal128(digits, 0), Some(numbers)) =
        (column.data_type(), column.as_primitive_opt::<Decimal128Type>())
    else {
        return Ok(());
    };
    numbers.validate_decimal_precision(*digits).map_err(|_| {
        ArrowError::InvalidArgumentError(format!(
            "a number in the column {0} has more than the {digits} digits of its type: make it text ({0}::text)",
            field.name()
        ))
    })
}

fn convert(column: &ArrayRef, kind: &DataType) -> Result<ArrayRef, ArrowError> {
    if column.data_type() == kind {
        return Ok(column.clone());
    }
    if *kind != DataType::Utf8 || matches!(column.data_type(), DataType::Dictionary(..)) {
        return cast(column, kind);
    }
    let mut text = StringBuilder::with_capacity(column.len(), column.len() * 16);
    for row in 0..column.len() {
        match read(column, row)? {
            Value::Null => text.append_null(),
            value => text.append_value(cell::exact(&value)),
        }
    }
    Ok(Arc::new(text.finish()))
}

fn in_parquet(kind: &DataType) -> bool {
    use DataType as T;
    match kind {
        T::Union(..) | T::RunEndEncoded(..) | T::Interval(IntervalUnit::MonthDayNano) => false,
        T::Struct(fields) => !fields.is_empty() && fields.iter().all(|field| in_parquet(field.data_type())),
        T::List(item)
        | T::LargeList(item)
        | T::ListView(item)
        | T::LargeListView(item)
        | T::FixedSizeList(item, _)
        | T::Map(item, _) => in_parquet(item.data_type()),
        T::Dictionary(_, value) => in_parquet(value),
        _ => true,
    }
}

/// The type without dictionaries, at any depth.
fn plain(kind: &DataType) -> DataType {
    use DataType as T;
    let inner = |field: &FieldRef| retype(field, plain(field.data_type()));
    match kind {
        T::Dictionary(_, value) => plain(value),
        T::List(item) => T::List(inner(item)),
        T::LargeList(item) => T::LargeList(inner(item)),
        T::FixedSizeList(item, size) => T::FixedSizeList(inner(item), *size),
        T::Struct(fields) => T::Struct(fields.iter().map(inner).collect()),
        T::Map(entry, sorted) => T::Map(inner(entry), *sorted),
        other => other.clone(),
    }
}

/// Small batches put together until there are enough rows.
pub(super) struct Gather {
    schema: SchemaRef,
    least: usize,
    held: Vec<RecordBatch>,
    rows: usize,
}

impl Gather {
    pub(super) fn new(schema: &SchemaRef, least: usize) -> Self {
        Self { schema: schema.clone(), least, held: Vec::new(), rows: 0 }
    }

    /// Takes a batch; gives one of at least so many rows once they are there.
    pub(super) fn take(&mut self, batch: RecordBatch) -> Result<Option<RecordBatch>, ArrowError> {
        self.rows += batch.num_rows();
        self.held.push(batch);
        if self.rows < self.least { Ok(None) } else { self.rest() }
    }

    /// What is held.
    pub(super) fn rest(&mut self) -> Result<Option<RecordBatch>, ArrowError> {
        let held = std::mem::take(&mut self.held);
        self.rows = 0;
        match held.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one.clone())),
            several => concat_batches(&self.schema, several).map(Some),
        }
    }
}
