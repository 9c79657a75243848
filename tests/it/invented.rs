//! Rows in ACLED's present layout about nothing that exists, and files that hold them, for tests of broken input.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::Workbook;
use serde_json::{Map, Value};

/// Columns of the layout with a cell for each; `{n}` is the row's number.
const CELLS: [(&str, &str); 31] = [
    ("event_id_cnty", "VLD{n}"),
    ("event_date", "2025-05-02"),
    ("year", "2025"),
    ("time_precision", "1"),
    ("disorder_type", "Political violence"),
    ("event_type", "Battles"),
    ("sub_event_type", "Armed clash"),
    ("actor1", "Veldara Watch"),
    ("assoc_actor_1", ""),
    ("inter1", "1"),
    ("actor2", "Lantern Front"),
    ("assoc_actor_2", ""),
    ("inter2", "2"),
    ("interaction", "12"),
    ("civilian_targeting", ""),
    ("iso", "9001"),
    ("region", "Meridian"),
    ("country", "Veldara"),
    ("admin1", "Orrin"),
    ("admin2", ""),
    ("admin3", ""),
    ("location", "Harrowgate"),
    ("latitude", "-30.5"),
    ("longitude", "-12.25"),
    ("geo_precision", "1"),
    ("source", "Synthetic Press"),
    ("source_scale", "Local"),
    ("notes", "SYNTHETIC"),
    ("fatalities", "4"),
    ("tags", ""),
    ("timestamp", "1700000000"),
];

/// A table of texts: the header, then the rows.
#[derive(Clone)]
pub(crate) struct Table {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    /// A table of so many good rows, each an event of its own.
    pub(crate) fn of(rows: usize) -> Self {
        let row = |n: usize| CELLS.iter().map(|(_, cell)| cell.replace("{n}", &n.to_string())).collect();
        Table {
            header: CELLS.iter().map(|(name, _)| (*name).to_owned()).collect(),
            rows: (1..=rows).map(row).collect(),
        }
    }

    /// The same with another text in a cell; rows count from 0.
    pub(crate) fn with(mut self, row: usize, column: &str, text: &str) -> Self {
        let at = self.header.iter().position(|name| name == column).expect("a column of the layout");
        self.rows[row][at] = text.to_owned();
        self
    }

    /// The same with a further column, empty in every row.
    pub(crate) fn wider(mut self, column: &str) -> Self {
        self.header.push(column.to_owned());
        self.rows.iter_mut().for_each(|row| row.push(String::new()));
        self
    }

    /// As CSV with a separator; cells that hold it, a quote or a line break are quoted.
    pub(crate) fn csv(&self, separator: &str) -> String {
        let mut text = String::new();
        for row in std::iter::once(&self.header).chain(&self.rows) {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| {
                    if cell.contains(separator) || cell.contains(['"', '\n']) {
                        format!("\"{}\"", cell.replace('"', "\"\""))
                    } else {
                        cell.clone()
                    }
                })
                .collect();
            writeln!(text, "{}", cells.join(separator)).expect("text grows");
        }
        text
    }

    /// As records of JSON.
    pub(crate) fn records(&self) -> Vec<Value> {
        let record = |row: &Vec<String>| {
            let members: Map<String, Value> =
                self.header.iter().cloned().zip(row.iter().map(|cell| Value::String(cell.clone()))).collect();
            Value::Object(members)
        };
        self.rows.iter().map(record).collect()
    }

    /// As an array of JSON.
    pub(crate) fn json(&self) -> String {
        Value::Array(self.records()).to_string()
    }

    /// As a workbook whose cells are all text.
    pub(crate) fn xlsx(&self, path: &Path) -> PathBuf {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (at, row) in (0_u32..).zip(std::iter::once(&self.header).chain(&self.rows)) {
            for (column, cell) in (0_u16..).zip(row) {
                sheet.write_string(at, column, cell).expect("the cell is written");
            }
        }
        workbook.save(path).expect("the workbook is written");
        path.to_path_buf()
    }
}
