//! An Excel workbook: the rows on one sheet with true dates and numbers, where they come from on another.

use std::io::{Read, Seek, Write};

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, SchemaRef};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as Look, Workbook, Worksheet, XlsxError};

use super::value::{Value, read};
use super::{Format, Options, OutputError, Sink, Written, cell};

/// Rows of a sheet, the header among them.
const MOST_ROWS: u32 = 1_048_576;

/// Characters of a cell.
const LONGEST: usize = 32_767;

/// A piece of a long text in the sheet of provenance; a reader joins them.
pub(crate) const PIECE: usize = 30_000;

/// The sheet that tells where the numbers come from.
pub(crate) const PROVENANCE_SHEET: &str = "provenance";

/// Whole numbers that a cell holds exactly.
const EXACT: i64 = 1 << 53;

/// Writes one workbook. Rows go to a temporary file as they come; the workbook is put together at the end.
pub(super) struct Xlsx<W> {
    out: W,
    workbook: Workbook,
    metadata: Vec<(String, String)>,
    names: Vec<String>,
    looks: Looks,
    rows: u32,
}

struct Looks {
    header: Look,
    date: Look,
    time: Look,
}

impl<W: Write> Xlsx<W> {
    pub(super) fn new(schema: &SchemaRef, out: W, options: &Options) -> Result<Self, OutputError> {
        let looks = Looks {
            header: Look::new().set_bold(),
            date: Look::new().set_num_format("yyyy-mm-dd"),
            time: Look::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        };
        let mut workbook = Workbook::new();
        // The day of the library's own archives, not of the clock: the same rows are the same bytes.
        let day = ExcelDateTime::from_ymd(1980, 1, 1).map_err(failed)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_name("data").and_then(|sheet| sheet.set_freeze_panes(1, 0)).map_err(failed)?;
        let names: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
        for (at, field) in schema.fields().iter().enumerate() {
            let column = column(at)?;
            sheet.set_column_width(column, width(field.name(), field.data_type())).map_err(failed)?;
        }
        for (at, name) in names.iter().enumerate() {
            sheet.write_string_with_format(0, column(at)?, name, &looks.header).map_err(failed)?;
        }
        Ok(Self { out, workbook, metadata: options.metadata.clone(), names, looks, rows: 0 })
    }

    fn write(&mut self, value: &Value<'_>, row: u32, at: usize) -> Result<(), OutputError> {
        let column = column(at)?;
        let sheet = self.workbook.worksheet_from_index(0).map_err(failed)?;
        let text = match value {
            Value::Null => return Ok(()),
            Value::Bool(value) => return sheet.write_boolean(row, column, *value).map(drop).map_err(failed),
            Value::Int(value) if value.unsigned_abs() <= EXACT.unsigned_abs() => {
                return number(sheet, row, column, *value as f64);
            }
            Value::Uint(value) if *value <= EXACT as u64 => return number(sheet, row, column, *value as f64),
            Value::Float(value) if value.is_finite() => return number(sheet, row, column, *value),
            Value::Single(value) if value.is_finite() => {
                // The shortest digits that mean the same, not the binary tail of a wider number.
                return number(sheet, row, column, value.to_string().parse().unwrap_or_else(|_| f64::from(*value)));
            }
            Value::Stamp(text) => match ExcelDateTime::parse_from_str(text) {
                Ok(date) if is_date(text) => {
                    return sheet
                        .write_datetime_with_format(row, column, &date, &self.looks.date)
                        .map(drop)
                        .map_err(failed);
                }
                Ok(date) if text.len() > 10 && text.contains('T') => {
                    return sheet
                        .write_datetime_with_format(row, column, &date, &self.looks.time)
                        .map(drop)
                        .map_err(failed);
                }
                // Days before 1900 and times of day stay text.
                _ => cell::exact(value),
            },
            Value::Decimal(digits) if digits.trim_start_matches('-').len() <= 15 => match digits.parse() {
                Ok(value) => return number(sheet, row, column, value),
                Err(_) => cell::exact(value),
            },
            value => cell::exact(value),
        };
        if text.chars().count() > LONGEST {
            return Err(OutputError::Encode {
                format: Format::Xlsx,
                reason: format!(
                    "row {row}, column {}: the text is longer than the {LONGEST} characters of a cell",
                    self.names[at]
                ),
            });
        }
        sheet.write_string(row, column, text.as_ref()).map(drop).map_err(failed)
    }

    fn tell(&mut self) -> Result<(), OutputError> {
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(PROVENANCE_SHEET).and_then(|sheet| sheet.set_column_width(0, 24)).map_err(failed)?;
        sheet.set_column_width(1, 100).map_err(failed)?;
        for (row, (key, value)) in (0u32..).zip(&self.metadata) {
            sheet.write_string_with_format(row, 0, key, &self.looks.header).map_err(failed)?;
            let characters: Vec<char> = value.chars().collect();
            for (at, piece) in characters.chunks(PIECE).enumerate() {
                sheet.write_string(row, column(at + 1)?, piece.iter().collect::<String>()).map_err(failed)?;
            }
        }
        Ok(())
    }
}

impl<W: Write> Sink for Xlsx<W> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<(), OutputError> {
        for row in 0..batch.num_rows() {
            self.rows += 1;
            if self.rows >= MOST_ROWS {
                return Err(OutputError::TooManyRows { format: Format::Xlsx, most: u64::from(MOST_ROWS) - 1 });
            }
            for (at, array) in batch.columns().iter().enumerate() {
                let value = read(array, row).map_err(OutputError::encode(Format::Xlsx))?;
                self.write(&value, self.rows, at)?;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, OutputError> {
        if !self.metadata.is_empty() {
            self.tell()?;
        }
        // The workbook is an archive that is written with jumps: by way of a file, so that any target will do.
        let mut file = tempfile::tempfile()?;
        self.workbook.save_to_writer(&mut file).map_err(failed)?;
        file.rewind()?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                read => self.out.write_all(&buffer[..read])?,
            }
        }
        self.out.flush()?;
        Ok(Written::all(self.rows.into()))
    }
}

fn number(sheet: &mut Worksheet, row: u32, column: u16, value: f64) -> Result<(), OutputError> {
    sheet.write_number(row, column, value).map(drop).map_err(failed)
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.as_bytes()[4] == b'-'
}

fn column(at: usize) -> Result<u16, OutputError> {
    u16::try_from(at)
        .ok()
        .filter(|at| *at < 16_384)
        .ok_or_else(|| OutputError::Encode { format: Format::Xlsx, reason: "a sheet holds 16,384 columns".to_owned() })
}

fn width(name: &str, kind: &DataType) -> f64 {
    let body: usize = match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => 18,
        kind if kind.is_temporal() => 11,
        _ => 10,
    };
    body.max((name.chars().count() + 2).min(30)) as f64
}

fn failed(error: XlsxError) -> OutputError {
    match error {
        XlsxError::IoError(error) => error.into(),
        other => OutputError::Encode { format: Format::Xlsx, reason: other.to_string() },
    }
}
