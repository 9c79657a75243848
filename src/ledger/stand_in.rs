//! A ledger that stands in for one whose events another engine keeps: reference data, loads and precomputed answers, as
//! the other engine gave them, in a temporary file. Answers are given from it by the text that gives them everywhere.

use std::path::Path;

use arrow::array::RecordBatch;
use tempfile::TempDir;

use super::params::{Params, run};
use super::stream::StreamingDatabase;
use super::{Access, Ledger, Rows, install, open};
use crate::catalog::{self, Kind};
use crate::error::{Error, Result};

const DOING: &str = "holding what the engine gave";

/// Tables that every answer reads: sources, loads, and how names are found.
const ALWAYS: &[&str] = &[
    "ledger",
    "source",
    "load",
    "actor",
    "actor_spelling",
    "actor_reference",
    "actor_alias",
    "actor_pattern",
    "actor_member",
    "region",
    "region_member",
    "country",
    "country_alias",
    "source_span",
];

/// A temporary ledger with precomputed answers and no events; gone with this value.
pub struct StandIn {
    // Dropped in this order: the connection, its file.
    ledger: Ledger,
    _folder: TempDir,
}

impl StandIn {
    /// Fills a stand-in with what `fetch` gives for each relation: tables, marts and views by their names in the catalog.
    ///
    /// `shown` is what messages call it.
    ///
    /// # Errors
    /// Those of `fetch`, [`Error::Internal`] if a relation lacks a column, [`Error::Io`] without room for the file.
    pub fn fill(shown: &Path, relations: &[&str], mut fetch: impl FnMut(&str) -> Result<Rows>) -> Result<Self> {
        let folder = tempfile::tempdir().map_err(|error| Error::io("writing", &std::env::temp_dir(), error))?;
        let file = folder.path().join("standin.duckdb");
        let fail = |reason: String| Error::engine(DOING, reason);
        {
            let database = StreamingDatabase::open(&file, &[]).map_err(fail)?;
            let conn = database.statements();
            install::install(conn)?;
            run(conn, DOING, "attach ':memory:' as stage", &Params::new())?;
            for name in ALWAYS.iter().chain(relations) {
                let rows = fetch(name)?;
                let columns = make_room(&database, name)?;
                let columns = columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ");
                let insert = format!("insert into standin.main.{name} select {columns} from batch");
                let filled = rows.batches.iter().filter(|batch| batch.num_rows() > 0);
                let batches = filled.map(without_zones).collect::<Result<Vec<_>>>()?;
                database
                    .with_batches(&batches, &insert)
                    .map_err(|reason| Error::engine(format!("{DOING}: {name}"), reason))?;
            }
            run(conn, DOING, "checkpoint standin", &Params::new())?;
        }
        let ledger = Ledger::over(open::read_only(&file, &[])?, shown, &Access::default());
        Ok(StandIn { ledger: Ledger { is_stand_in: true, ..ledger }, _folder: folder })
    }

    /// The ledger.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }
}

/// Makes an empty table of a relation, in the place of a view too; its columns.
fn make_room(database: &StreamingDatabase, name: &str) -> Result<Vec<String>> {
    let conn = database.statements();
    let made = catalog::find(name).ok_or_else(|| Error::internal(DOING, name))?;
    let statements = match made.kind {
        Kind::Table | Kind::Mart => vec![format!("delete from {name}")],
        Kind::Report => vec![format!("create table {name} as select * from ({}) limit 0", made.body)],
        _ => vec![
            format!("create table held_relation as select * from {name} limit 0"),
            format!("drop view {name}"),
            format!("alter table held_relation rename to {name}"),
        ],
    };
    for statement in statements {
        run(conn, DOING, &statement, &Params::new())?;
    }
    let empty = super::question::rows(conn, DOING, &format!("select * from {name} limit 0"), &Params::new())?;
    Ok(empty.schema.fields().iter().map(|field| field.name().clone()).collect())
}

/// Times without a zone, as the ledger keeps them: engines that know only instants give them as UTC.
fn without_zones(batch: &RecordBatch) -> Result<RecordBatch> {
    use arrow::datatypes::{DataType, Field, Schema};
    let fail = |error: arrow::error::ArrowError| Error::internal(DOING, error);
    let schema = batch.schema();
    let mut fields = Vec::new();
    let mut columns = Vec::new();
    for (field, column) in schema.fields().iter().zip(batch.columns()) {
        let plain = match field.data_type() {
            DataType::Timestamp(unit, Some(_)) => DataType::Timestamp(*unit, None),
            other => other.clone(),
        };
        columns.push(arrow::compute::cast(column, &plain).map_err(fail)?);
        fields.push(Field::new(field.name(), plain, true));
    }
    RecordBatch::try_new(std::sync::Arc::new(Schema::new(fields)), columns).map_err(fail)
}

/// What is said to a question for single events.
pub(crate) fn refused() -> Error {
    Error::Refused {
        reason: "this question is about events one by one; over another engine only precomputed answers are asked".to_owned(),
        hint: "ask by --since, --until and --source, and by --group or --region where the answer has them; or in SQL, which \
               runs there: warledger sql --engine ... \"select ... from event where ...\""
            .to_owned(),
    }
}
