//! Rows that a load keeps on the disk until it is known which of them it takes.
//!
//! The engine would pack them on their way to the disk and unpack them again; an Arrow stream in a file is written and read
//! as it stands in memory.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use arrow::array::{RecordBatch, RecordBatchReader};
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;
use duckdb::Connection;
use serde_json::Value;

use super::params::{Params, column, run};
use super::stream::StreamingDatabase;
use crate::error::{Error, Result};

/// A file of rows, written once and read once.
pub(crate) struct RowFile {
    path: PathBuf,
    schema: SchemaRef,
    writer: StreamWriter<BufWriter<File>>,
}

impl RowFile {
    /// Begins a file for rows like these.
    pub(crate) fn create(path: PathBuf, like: &RecordBatch) -> Result<Self> {
        let file = File::create(&path).map_err(|error| Error::io("writing", &path, error))?;
        let writer = StreamWriter::try_new_buffered(file, &like.schema()).map_err(|error| fault(&path, error))?;
        Ok(RowFile { path, schema: like.schema(), writer })
    }

    /// Adds rows.
    pub(crate) fn write(&mut self, rows: &RecordBatch) -> Result<()> {
        self.writer.write(rows).map_err(|error| fault(&self.path, error))
    }

    /// Ends the file and lets its rows stand in the staging database under a name, for one statement to read, see
    /// [`read_with`].
    pub(crate) fn stand(self, database: &StreamingDatabase, name: &str) -> Result<()> {
        let RowFile { path, schema, writer } = self;
        let mut written = writer.into_inner().map_err(|error| fault(&path, error))?;
        written.flush().map_err(|error| Error::io("writing", &path, error))?;
        let rows = Rows { path, schema, opened: None };
        database.stand(name, Box::new(rows)).map_err(|reason| Error::engine("staging rows", reason))
    }
}

/// The rows of a file, which is opened when the first of them is asked for: a load may be of more files than a process may
/// have open.
struct Rows {
    path: PathBuf,
    schema: SchemaRef,
    opened: Option<StreamReader<BufReader<File>>>,
}

impl Iterator for Rows {
    type Item = std::result::Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.opened.is_none() {
            let opened = File::open(&self.path).map_err(|error| ArrowError::IoError(error.to_string(), error));
            match opened.and_then(|file| StreamReader::try_new(BufReader::new(file), None)) {
                Ok(reader) => self.opened = Some(reader),
                Err(error) => return Some(Err(error)),
            }
        }
        self.opened.as_mut()?.next()
    }
}

impl RecordBatchReader for Rows {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }
}

/// Runs a statement that reads the rows that stand under a name; it must use every column of them, and join, not filter.
///
/// The engine asks a stream for the columns that a statement uses and for the rows that it filters; the stream gives all.
/// With a column left out, each one behind it would be read as another. So the engine's plan is looked at first.
pub(crate) fn read_with(conn: &Connection, doing: &str, name: &str, sql: &str, params: &Params) -> Result<usize> {
    let known = Params::new().with("name", name);
    let columns = "select column_name from duckdb_columns() where database_name = 'stage' and table_name = $name \
                   order by column_index";
    let columns = column(conn, PLAN, columns, &known, 0)?;
    let plan = column(conn, PLAN, &format!("explain (format json) {sql}"), params, 1)?.concat();
    let plan: Value = serde_json::from_str(&plan).map_err(|error| Error::internal(PLAN, error))?;
    if scans(&plan).into_iter().all(|scan| reads_all(scan, &columns)) {
        return run(conn, doing, sql, params);
    }
    Err(Error::internal(PLAN, format!("the statement does not use the rows of {name} as they are")))
}

const PLAN: &str = "looking at a plan";

/// What a plan says of its scans of Arrow streams.
fn scans(plan: &Value) -> Vec<&Value> {
    let mut found: Vec<&Value> = match plan {
        Value::Array(nodes) => nodes.iter().flat_map(scans).collect(),
        node => node["children"].as_array().into_iter().flatten().flat_map(scans).collect(),
    };
    if plan["name"] == "ARROW_SCAN" {
        found.push(&plan["extra_info"]);
    }
    found
}

fn reads_all(scan: &Value, columns: &[String]) -> bool {
    let read: Vec<&str> = match &scan["Projections"] {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        name => name.as_str().into_iter().collect(),
    };
    read == columns && scan.get("Filters").is_none()
}

fn fault(path: &Path, error: ArrowError) -> Error {
    match error {
        ArrowError::IoError(_, error) => Error::io("writing", path, error),
        other => Error::internal("staging rows", other),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Int64Array, StringArray};

    use super::*;

    /// A database in which three rows stand under the name `row`.
    fn standing(folder: &Path) -> StreamingDatabase {
        let database = StreamingDatabase::open(&folder.join("ledger.duckdb"), &[]).expect("a database");
        database
            .statements()
            .execute_batch("attach ':memory:' as stage; create table taken (a bigint, b text)")
            .expect("a stage");
        let batch = |from: i64, names: [&str; 2]| {
            let numbers: ArrayRef = Arc::new(Int64Array::from(vec![from, from + 1]));
            let names: ArrayRef = Arc::new(StringArray::from(names.to_vec()));
            RecordBatch::try_from_iter([("a", numbers), ("b", names)]).expect("a batch")
        };
        let mut file = RowFile::create(folder.join("rows.arrow"), &batch(1, ["x", "y"])).expect("a file");
        file.write(&batch(1, ["one", "two, a name that is longer than twelve bytes"])).expect("rows");
        file.write(&batch(3, ["three", ""])).expect("rows");
        file.stand(&database, "row").expect("a view");
        database
    }

    fn read(database: &StreamingDatabase, sql: &str) -> Result<usize> {
        read_with(database.statements(), "taking rows", "row", sql, &Params::new())
    }

    #[test]
    fn rows_are_read_as_they_were_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = standing(folder.path());
        read(
            &database,
            "insert into taken select * from stage.row join (values (1), (2), (4)) as kept(n) on kept.n = a",
        )
        .expect_err("a table of two columns takes no third");
        read(
            &database,
            "insert into taken select a, b from stage.row join (values (1), (2), (4)) as kept(n) on kept.n = a",
        )
        .expect("rows");
        let count = |sql: &str| database.statements().query_row(sql, [], |row| row.get::<_, i64>(0)).expect("a number");
        assert_eq!(count("select count(*) from taken"), 3);
        assert_eq!(count("select count(*) from taken where b = 'two, a name that is longer than twelve bytes'"), 1);
        assert_eq!(count("select sum(a)::bigint from taken"), 7);
    }

    #[test]
    fn a_statement_that_would_read_other_columns_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = standing(folder.path());
        for sql in [
            "insert into taken select null, b from stage.row",
            "insert into taken select a, null from stage.row",
            "insert into taken select a, b from stage.row where a > 2",
        ] {
            let refused = read(&database, sql).expect_err(sql).to_string();
            assert!(refused.contains("does not use the rows of row as they are"), "{refused}");
        }
        let taken: i64 =
            database.statements().query_row("select count(*) from taken", [], |row| row.get(0)).expect("a number");
        assert_eq!(taken, 0);
    }

    #[test]
    fn batches_of_different_types_make_no_stream() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = standing(folder.path());
        let of = |column: ArrayRef| RecordBatch::try_from_iter([("a", column)]).expect("a batch");
        let (numbers, texts) = (of(Arc::new(Int64Array::from(vec![1]))), of(Arc::new(StringArray::from(vec!["1"]))));
        let reason =
            database.with_batches(&[numbers, texts], "create table stage.t as from batch").expect_err("two types");
        assert!(reason.contains("different types"), "{reason}");
    }
}
