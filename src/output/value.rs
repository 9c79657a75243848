//! One value of an Arrow array, whatever its type, as the text formats need it.

use std::borrow::Cow;
use std::fmt::Write;

use arrow::array::{Array, ArrayRef, AsArray, GenericListArray, GenericListViewArray, OffsetSizeTrait};
use arrow::datatypes::*;
use arrow::error::ArrowError;
use arrow::temporal_conversions::{as_datetime, as_time};
use arrow::util::display::{ArrayFormatter, FormatOptions};

/// A value read from an array; text is borrowed, dates and times are already in ISO form.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f64),
    Single(f32),
    /// An exact decimal number, in digits.
    Decimal(String),
    Text(Cow<'a, str>),
    /// A point in time as `2024-02-24T05:00:00`, with a final `Z` where the type has a time zone.
    Stamp(String),
    List(Vec<Value<'a>>),
    Struct(Vec<(&'a str, Value<'a>)>),
    Map(Vec<(Value<'a>, Value<'a>)>),
}

/// Reads the value in `row`, which must be within the array.
pub(super) fn read(array: &dyn Array, row: usize) -> Result<Value<'_>, ArrowError> {
    use DataType as T;
    if array.is_null(row) {
        return Ok(Value::Null);
    }
    macro_rules! primitive {
        ($type:ty) => {
            array.as_primitive::<$type>().value(row)
        };
    }
    macro_rules! text {
        ($array:expr) => {
            Value::Text(Cow::Borrowed($array.value(row)))
        };
    }
    macro_rules! decimal {
        ($type:ty) => {
            Value::Decimal(array.as_primitive::<$type>().value_as_string(row))
        };
    }
    macro_rules! stamp {
        ($type:ty, $zone:expr) => {
            stamp::<$type>(primitive!($type), $zone.is_some())
        };
    }
    Ok(match array.data_type() {
        T::Null => Value::Null,
        T::Boolean => Value::Bool(array.as_boolean().value(row)),
        T::Int8 => Value::Int(primitive!(Int8Type).into()),
        T::Int16 => Value::Int(primitive!(Int16Type).into()),
        T::Int32 => Value::Int(primitive!(Int32Type).into()),
        T::Int64 => Value::Int(primitive!(Int64Type)),
        T::UInt8 => Value::Uint(primitive!(UInt8Type).into()),
        T::UInt16 => Value::Uint(primitive!(UInt16Type).into()),
        T::UInt32 => Value::Uint(primitive!(UInt32Type).into()),
        T::UInt64 => Value::Uint(primitive!(UInt64Type)),
        T::Float16 => Value::Single(primitive!(Float16Type).to_f32()),
        T::Float32 => Value::Single(primitive!(Float32Type)),
        T::Float64 => Value::Float(primitive!(Float64Type)),
        T::Decimal32(..) => decimal!(Decimal32Type),
        T::Decimal64(..) => decimal!(Decimal64Type),
        // Not cut to the digits of its type: whole numbers of 128 bits may have one more.
        T::Decimal128(_, 0) => Value::Decimal(primitive!(Decimal128Type).to_string()),
        T::Decimal256(_, 0) => Value::Decimal(primitive!(Decimal256Type).to_string()),
        T::Decimal128(..) => decimal!(Decimal128Type),
        T::Decimal256(..) => decimal!(Decimal256Type),
        T::Utf8 => text!(array.as_string::<i32>()),
        T::LargeUtf8 => text!(array.as_string::<i64>()),
        T::Utf8View => text!(array.as_string_view()),
        T::Binary => hex(array.as_binary::<i32>().value(row)),
        T::LargeBinary => hex(array.as_binary::<i64>().value(row)),
        T::BinaryView => hex(array.as_binary_view().value(row)),
        T::FixedSizeBinary(_) => hex(array.as_fixed_size_binary().value(row)),
        T::Date32 => date(primitive!(Date32Type).into(), i32::MAX.into()),
        T::Date64 => date(primitive!(Date64Type).div_euclid(86_400_000), i64::MAX / 86_400_000),
        T::Timestamp(TimeUnit::Second, zone) => stamp!(TimestampSecondType, zone),
        T::Timestamp(TimeUnit::Millisecond, zone) => stamp!(TimestampMillisecondType, zone),
        T::Timestamp(TimeUnit::Microsecond, zone) => stamp!(TimestampMicrosecondType, zone),
        T::Timestamp(TimeUnit::Nanosecond, zone) => stamp!(TimestampNanosecondType, zone),
        T::Time32(TimeUnit::Second) => time::<Time32SecondType>(primitive!(Time32SecondType)),
        T::Time32(_) => time::<Time32MillisecondType>(primitive!(Time32MillisecondType)),
        T::Time64(TimeUnit::Microsecond) => time::<Time64MicrosecondType>(primitive!(Time64MicrosecondType)),
        T::Time64(_) => time::<Time64NanosecondType>(primitive!(Time64NanosecondType)),
        T::Interval(IntervalUnit::YearMonth) => interval(primitive!(IntervalYearMonthType), 0, 0),
        T::Interval(IntervalUnit::DayTime) => {
            let value = primitive!(IntervalDayTimeType);
            interval(0, value.days, i64::from(value.milliseconds) * 1_000_000)
        }
        T::Interval(IntervalUnit::MonthDayNano) => {
            let value = primitive!(IntervalMonthDayNanoType);
            interval(value.months, value.days, value.nanoseconds)
        }
        T::List(_) => list(array.as_list::<i32>(), row)?,
        T::LargeList(_) => list(array.as_list::<i64>(), row)?,
        T::ListView(_) => list_view(array.as_list_view::<i32>(), row)?,
        T::LargeListView(_) => list_view(array.as_list_view::<i64>(), row)?,
        T::FixedSizeList(_, size) => {
            let list = array.as_fixed_size_list();
            let start = usize::try_from(list.value_offset(row)).unwrap_or_default();
            items(list.values(), start, usize::try_from(*size).unwrap_or_default())?
        }
        T::Struct(fields) => {
            let columns = array.as_struct().columns();
            let members = fields.iter().zip(columns);
            Value::Struct(
                members
                    .map(|(field, column)| Ok((field.name().as_str(), read(column, row)?)))
                    .collect::<Result<_, ArrowError>>()?,
            )
        }
        T::Map(..) => {
            let map = array.as_map();
            let start = usize::try_from(map.value_offsets()[row]).unwrap_or_default();
            let length = usize::try_from(map.value_length(row)).unwrap_or_default();
            Value::Map(
                (start..start + length)
                    .map(|at| Ok((read(map.keys(), at)?, read(map.values(), at)?)))
                    .collect::<Result<_, ArrowError>>()?,
            )
        }
        T::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            let key = match read(dictionary.keys(), row)? {
                Value::Int(key) => usize::try_from(key).ok(),
                Value::Uint(key) => usize::try_from(key).ok(),
                _ => None,
            };
            match key {
                Some(key) => read(dictionary.values().as_ref(), key)?,
                None => Value::Null,
            }
        }
        _ => {
            let formatter = ArrayFormatter::try_new(array, &FormatOptions::default())?;
            Value::Text(Cow::Owned(formatter.value(row).try_to_string()?))
        }
    })
}

fn items(values: &ArrayRef, start: usize, length: usize) -> Result<Value<'_>, ArrowError> {
    (start..start + length).map(|at| read(values, at)).collect::<Result<_, _>>().map(Value::List)
}

fn list<O: OffsetSizeTrait>(list: &GenericListArray<O>, row: usize) -> Result<Value<'_>, ArrowError> {
    let start = list.value_offsets()[row].as_usize();
    items(list.values(), start, list.value_length(row).as_usize())
}

fn list_view<O: OffsetSizeTrait>(list: &GenericListViewArray<O>, row: usize) -> Result<Value<'_>, ArrowError> {
    let start = list.value_offset(row).as_usize();
    items(list.values(), start, list.value_size(row).as_usize())
}

fn hex(bytes: &[u8]) -> Value<'static> {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    Value::Text(Cow::Owned(text))
}

/// The engine's marks for a date or time without end are the largest value and its negative.
fn endless(value: i64, largest: i64) -> Option<Value<'static>> {
    match value {
        _ if value == largest => Some(Value::Stamp("infinity".to_owned())),
        _ if value == -largest => Some(Value::Stamp("-infinity".to_owned())),
        _ => None,
    }
}

fn date(days: i64, largest: i64) -> Value<'static> {
    if let Some(value) = endless(days, largest) {
        return value;
    }
    let seconds = days.checked_mul(86_400);
    match seconds.and_then(as_datetime::<TimestampSecondType>) {
        Some(time) => Value::Stamp(time.date().to_string()),
        None => Value::Stamp(format!("{days} days from 1970-01-01")),
    }
}

fn stamp<T: ArrowTimestampType>(value: i64, zoned: bool) -> Value<'static> {
    if let Some(value) = endless(value, i64::MAX) {
        return value;
    }
    Value::Stamp(match as_datetime::<T>(value) {
        // A zoned value is an instant, so it is given in UTC whatever zone the type names.
        Some(time) if zoned => format!("{time:?}Z"),
        Some(time) => format!("{time:?}"),
        None => format!("{value} {:?}s from 1970-01-01", T::UNIT).to_lowercase(),
    })
}

fn time<T: ArrowPrimitiveType>(value: impl Into<i64>) -> Value<'static> {
    let value = value.into();
    // A day may end in 24:00:00, which no clock shows.
    let text = as_time::<T>(value).map_or_else(|| "24:00:00".to_owned(), |time| time.to_string());
    Value::Stamp(text)
}

/// An interval as the engine itself reads and writes it: `1 year 2 months 3 days 04:05:06.5`.
fn interval(months: i32, days: i32, nanoseconds: i64) -> Value<'static> {
    let mut parts = Vec::new();
    for (count, unit) in [(months / 12, "year"), (months % 12, "month"), (days, "day")] {
        if count != 0 {
            let plural = if count.abs() == 1 { "" } else { "s" };
            parts.push(format!("{count} {unit}{plural}"));
        }
    }
    if nanoseconds != 0 || parts.is_empty() {
        let sign = if nanoseconds < 0 { "-" } else { "" };
        let total = nanoseconds.unsigned_abs();
        let (seconds, rest) = (total / 1_000_000_000, total % 1_000_000_000);
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        let mut clock = format!("{sign}{hours:02}:{minutes:02}:{:02}", seconds % 60);
        if rest != 0 {
            let fraction = format!(".{rest:09}");
            clock.push_str(fraction.trim_end_matches('0'));
        }
        parts.push(clock);
    }
    Value::Text(Cow::Owned(parts.join(" ")))
}
