//! Rows that a load keeps on the disk until it is known which of them it takes.
//!
//! The engine would pack them on their way to the disk and unpack them again; an Arrow stream in a file is written and read
//! as it stands in memory, but for texts that come again and again: of these each batch holds a dictionary.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, RecordBatchReader, StringDictionaryBuilder};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, UInt16Type};
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
    /// As the rows are written.
    schema: SchemaRef,
    writer: StreamWriter<BufWriter<File>>,
}

/// Places of a dictionary, and so the most rows of a batch that is written at once.
const PLACES: usize = 1 << 16;

impl RowFile {
    /// Begins a file for rows like these.
    pub(crate) fn create(path: PathBuf, like: &RecordBatch) -> Result<Self> {
        let schema = with_dictionaries(like).map_err(|error| fault(&path, error))?;
        let file = File::create(&path).map_err(|error| Error::io("writing", &path, error))?;
        let writer = StreamWriter::try_new_buffered(file, &schema).map_err(|error| fault(&path, error))?;
        Ok(RowFile { path, schema, writer })
    }

    /// Adds rows.
    pub(crate) fn write(&mut self, rows: &RecordBatch) -> Result<()> {
        for from in (0..rows.num_rows()).step_by(PLACES) {
            let some = rows.slice(from, PLACES.min(rows.num_rows() - from));
            let columns = some.columns().iter().zip(self.schema.fields());
            columns
                .map(|(column, field)| match field.data_type() {
                    DataType::Dictionary(..) => dictionary(column),
                    _ => Ok(column.clone()),
                })
                .collect::<std::result::Result<Vec<_>, _>>()
                .and_then(|columns| RecordBatch::try_new(self.schema.clone(), columns))
                .and_then(|written| self.writer.write(&written))
                .map_err(|error| fault(&self.path, error))?;
        }
        Ok(())
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

/// The columns of rows as they are written: texts of which few are different become dictionaries.
fn with_dictionaries(like: &RecordBatch) -> std::result::Result<SchemaRef, ArrowError> {
    let mut fields = Vec::with_capacity(like.num_columns());
    for (field, column) in like.schema().fields().iter().zip(like.columns()) {
        let is_text = matches!(field.data_type(), DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8);
        let first = column.slice(0, column.len().min(LOOKED_AT));
        fields.push(if is_text && dictionary(&first)?.as_any_dictionary().values().len() * FEW <= first.len() {
            let kind = DataType::Dictionary(Box::new(DataType::UInt16), Box::new(DataType::Utf8));
            Arc::new(Field::new(field.name(), kind, true))
        } else {
            field.clone()
        });
    }
    Ok(Arc::new(Schema::new(fields)))
}

/// The first rows tell which texts come again.
const LOOKED_AT: usize = 8_192;

/// One in so many texts is another one, at most.
const FEW: usize = 4;

/// At most [`PLACES`] texts as a dictionary.
fn dictionary(texts: &ArrayRef) -> std::result::Result<ArrayRef, ArrowError> {
    let texts = cast(texts, &DataType::Utf8View)?;
    let mut builder = StringDictionaryBuilder::<UInt16Type>::new();
    for text in texts.as_string_view() {
        builder.append_option(text);
    }
    Ok(Arc::new(builder.finish()))
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
    fn texts_that_come_again_are_read_as_they_were_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = StreamingDatabase::open(&folder.path().join("ledger.duckdb"), &[]).expect("a database");
        let sql = "attach ':memory:' as stage; create table taken (a bigint, b text)";
        database.statements().execute_batch(sql).expect("a stage");
        let batch = |texts: Vec<Option<String>>| {
            let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values(0..texts.len() as i64));
            let texts: ArrayRef = Arc::new(StringArray::from(texts));
            RecordBatch::try_from_iter([("a", numbers), ("b", texts)]).expect("a batch")
        };
        let named = |at: usize| (!at.is_multiple_of(5)).then(|| format!("kind {} of a long name", at % 5));
        let few = batch((0..1_000).map(named).collect());
        let mut file = RowFile::create(folder.path().join("rows.arrow"), &few).expect("a file");
        assert!(matches!(file.schema.field(1).data_type(), DataType::Dictionary(..)), "{:?}", file.schema);
        file.write(&few).expect("rows");
        // More than a dictionary has places for, and the last batch as a slice.
        file.write(&batch((0..PLACES + 10).map(|at| Some(format!("text {at}"))).collect())).expect("rows");
        file.write(&few.slice(501, 3)).expect("rows");
        file.stand(&database, "row").expect("a view");
        read(&database, "insert into taken select a, b from stage.row").expect("rows");
        let count = |sql: &str| database.statements().query_row(sql, [], |row| row.get::<_, i64>(0)).expect("a number");
        assert_eq!(count("select count(*) from taken"), 1_000 + PLACES as i64 + 13);
        assert_eq!(count("select count(*) from taken where b is null"), 200);
        assert_eq!(count("select count(*) from taken where b = 'kind ' || a % 5 || ' of a long name'"), 803);
        assert_eq!(count("select count(*) from taken where b = 'text ' || a"), PLACES as i64 + 10);
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
