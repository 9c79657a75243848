//! One table in every format: the same events come out.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use arrow::datatypes::{Field, Schema};
use serde_json::{Map, Value, json};

use crate::support::{Bench, shared, table};

/// A table as texts, the header first.
struct Sheet {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Columns that programs write as numbers.
const NUMBERS: &[&str] = &[
    "id",
    "year",
    "type_of_violence",
    "conflict_new_id",
    "dyad_new_id",
    "side_a_new_id",
    "side_b_new_id",
    "number_of_sources",
    "where_prec",
    "latitude",
    "longitude",
    "priogrid_gid",
    "country_id",
    "event_clarity",
    "date_prec",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
];

impl Sheet {
    fn number(&self, row: usize, column: usize) -> Option<f64> {
        self.is_numeric(column).then(|| self.rows[row][column].parse().ok()).flatten()
    }

    /// Synthetic identifiers are no numbers.
    fn is_numeric(&self, column: usize) -> bool {
        let is_number = |row: &Vec<String>| row[column].is_empty() || row[column].parse::<f64>().is_ok();
        NUMBERS.contains(&self.header[column].as_str()) && self.rows.iter().take(50).all(is_number)
    }

    fn value(&self, row: usize, column: usize) -> Value {
        let text = &self.rows[row][column];
        match self.number(row, column) {
            _ if text.is_empty() => Value::Null,
            Some(number) if number.fract() == 0.0 => json!(number as i64),
            Some(number) => json!(number),
            None => json!(text),
        }
    }

    fn record(&self, row: usize) -> Map<String, Value> {
        (0..self.header.len()).map(|column| (self.header[column].clone(), self.value(row, column))).collect()
    }

    fn csv(&self, with_header: bool) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let lines = with_header.then_some(&self.header).into_iter().chain(&self.rows);
        lines.for_each(|line| writer.write_record(line).expect("text is written"));
        writer.into_inner().expect("text is written")
    }

    fn xlsx(&self, path: &Path) {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let readme = workbook.add_worksheet();
        readme
            .set_name("About")
            .and_then(|sheet| sheet.write(0, 0, "An invented note before the data"))
            .expect("a sheet");
        let sheet = workbook.add_worksheet();
        for (column, name) in self.header.iter().enumerate() {
            sheet.write(0, column as u16, name).expect("a cell");
        }
        for row in 0..self.rows.len() {
            for column in 0..self.header.len() {
                let (at, text) = (row as u32 + 1, &self.rows[row][column]);
                match self.number(row, column) {
                    Some(number) => sheet.write(at, column as u16, number).map(drop),
                    None => sheet.write(at, column as u16, text).map(drop),
                }
                .expect("a cell");
            }
        }
        workbook.save(path).expect("the workbook is written");
    }

    fn parquet(&self, path: &Path) {
        let columns: Vec<(Field, ArrayRef)> = (0..self.header.len()).map(|column| self.column(column)).collect();
        let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns.into_iter().unzip();
        let schema = Arc::new(Schema::new(fields));
        let batch = RecordBatch::try_new(schema.clone(), arrays).expect("a batch");
        let mut writer =
            parquet::arrow::ArrowWriter::try_new(File::create(path).expect("a file"), schema, None).expect("a writer");
        writer.write(&batch).expect("rows are written");
        writer.close().expect("the file is closed");
    }

    /// Dates as timestamps, coordinates as doubles, other numbers as integers.
    fn column(&self, column: usize) -> (Field, ArrayRef) {
        let name = self.header[column].as_str();
        let texts = || self.rows.iter().map(|row| row[column].as_str());
        let array: ArrayRef = if name.starts_with("date_") && name != "date_prec" {
            Arc::new(texts().map(micros).collect::<TimestampMicrosecondArray>())
        } else if name == "latitude" || name == "longitude" {
            Arc::new(texts().map(|text| text.parse::<f64>().ok()).collect::<Float64Array>())
        } else if self.is_numeric(column) {
            Arc::new(texts().map(|text| text.parse::<f64>().ok().map(|number| number as i64)).collect::<Int64Array>())
        } else {
            Arc::new(texts().map(|text| (!text.is_empty()).then_some(text)).collect::<StringArray>())
        };
        (Field::new(name, array.data_type().clone(), true), array)
    }
}

fn micros(text: &str) -> Option<i64> {
    let day = text.get(..10)?.parse::<chrono::NaiveDate>().ok()?;
    Some(day.and_hms_opt(0, 0, 0)?.and_utc().timestamp_micros())
}

fn zipped(bytes: &[u8], member: &str, path: &Path) {
    let mut archive = zip::ZipWriter::new(File::create(path).expect("a file"));
    archive.start_file(member, zip::write::SimpleFileOptions::default()).expect("a member");
    archive.write_all(bytes).expect("bytes are written");
    archive.start_file("readme.txt", zip::write::SimpleFileOptions::default()).expect("a member");
    archive.write_all(b"an invented note").expect("bytes are written");
    archive.finish().expect("the archive is closed");
}

/// Writes the sheet in every format; the paths of the files.
fn every_format(bench: &Bench, sheet: &Sheet, name: &str) -> Vec<PathBuf> {
    let csv = bench.write(&format!("{name}.csv"), sheet.csv(true));
    let headerless = bench.write(&format!("{name}_bare.csv"), sheet.csv(false));
    let records: Vec<Value> = (0..sheet.rows.len()).map(|row| Value::Object(sheet.record(row))).collect();
    let lines: String = records.iter().map(|record| format!("{record}\n")).collect();
    let lines = bench.write(&format!("{name}.jsonl"), lines);
    let features: Vec<Value> = records
        .iter()
        .map(|record| {
            let point = json!({"type": "Point", "coordinates": [record["longitude"], record["latitude"]]});
            json!({"type": "Feature", "geometry": point, "properties": record})
        })
        .collect();
    let geojson =
        bench.write(&format!("{name}.geojson"), json!({"type": "FeatureCollection", "features": features}).to_string());
    let api = json!({"TotalCount": records.len(), "TotalPages": 1, "PreviousPageUrl": "", "NextPageUrl": "", "Result": records});
    let json = bench.write(&format!("{name}.json"), api.to_string());
    let (xlsx, parquet) = (bench.path(&format!("{name}.xlsx")), bench.path(&format!("{name}.parquet")));
    sheet.xlsx(&xlsx);
    sheet.parquet(&parquet);
    let mut all = vec![csv, headerless, lines, geojson, json, xlsx, parquet];
    for (at, file) in all.clone().iter().enumerate() {
        let archive = bench.path(&format!("{name}_{at}.zip"));
        let member = file.file_name().expect("a name").to_string_lossy().into_owned();
        zipped(&std::fs::read(file).expect("the file reads"), &member, &archive);
        all.push(archive);
    }
    all
}

fn all_alike(sheet: &Sheet, name: &str) {
    let files = Bench::new();
    let mut first: Option<[Vec<Vec<String>>; 2]> = None;
    for path in every_format(&files, sheet, name) {
        let bench = Bench::new();
        let report = bench.load(&[&path]).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(report.files[0].rows_rejected, 0, "{}", path.display());
        let held = [
            table(&bench.ledger(), "select * from event order by source_event_id"),
            table(&bench.ledger(), "select * from event_actor order by all"),
        ];
        assert_eq!(held[0].len(), sheet.rows.len(), "{}", path.display());
        match &first {
            None => first = Some(held),
            Some(first) => assert!(*first == held, "{} gives other events than the CSV file", path.display()),
        }
    }
}

#[test]
fn a_synthetic_table_gives_the_same_events_in_every_format() {
    let bench = Bench::new();
    bench.ok(&["sample", "ucdp_ged", "--events", "150", "--seed", "4", "-o", "sample.csv"]);
    let mut reader = csv::Reader::from_path(bench.path("sample.csv")).expect("the sample opens");
    let header = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    all_alike(&Sheet { header, rows }, "GEDEvent_v26_0_2");
}

#[test]
fn the_candidate_file_gives_the_same_events_in_every_format() {
    let Some(path) = shared("ucdp/GEDEvent_v26_0_2.xlsx") else { return };
    use calamine::Reader;
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(path).expect("the workbook opens");
    let range = workbook.worksheet_range_at(0).expect("a sheet").expect("the sheet reads");
    let text = |cell: &calamine::Data| match cell {
        calamine::Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    };
    let mut lines = range.rows().map(|row| row.iter().map(text).collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    let sheet = Sheet { header, rows: lines.collect() };
    assert_eq!(sheet.rows.len(), 1_298);
    all_alike(&sheet, "GEDEvent_v26_0_2");
}

#[test]
fn a_day_in_parquet_is_the_day_of_its_zone() {
    let zoned = |zone: &str| {
        let bench = Bench::new();
        bench.write("own.toml", bench.ok(&["template", "source"]));
        let day = micros("2021-02-16").expect("a day") - 4 * 3_600 * 1_000_000 - 1_800 * 1_000_000;
        let dates: ArrayRef = Arc::new(TimestampMicrosecondArray::from(vec![day]).with_timezone(zone));
        let text = |value: &str| -> ArrayRef { Arc::new(StringArray::from(vec![value])) };
        let columns = [("id", text("A-1")), ("date", dates), ("country", text("Veldara")), ("deaths", text("3"))];
        let batch = RecordBatch::try_from_iter(columns).expect("a batch");
        let path = bench.path("zoned.parquet");
        let mut writer =
            parquet::arrow::ArrowWriter::try_new(File::create(&path).expect("a file"), batch.schema(), None)
                .expect("a writer");
        writer.write(&batch).expect("rows are written");
        writer.close().expect("the file is closed");
        let loaded = bench.run(&["load", "zoned.parquet", "--source", "own.toml"]);
        if loaded.status.success() {
            table(&bench.ledger(), "select start_date from event").concat().concat()
        } else {
            String::from_utf8_lossy(&loaded.stderr).into_owned()
        }
    };
    // Midnight four and a half hours east of Greenwich.
    assert_eq!(zoned("+04:30"), "2021-02-16");
    assert_eq!(zoned("UTC"), "2021-02-15");
    let refused = zoned("Asia/Kabul");
    assert!(refused.contains("zone 'Asia/Kabul'"), "{refused}");
}
