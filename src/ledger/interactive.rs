//! What a person at a shell needs of a ledger: a result's first rows and how many there are, a way to stop a statement, a
//! session narrowed to one source or policy, and the words to complete.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};

use super::admit::split_statements;
use super::as_of::identifier;
use super::params::{Params, run};
use super::reference::texts;
use super::{Ledger, Rows};
use crate::error::{Error, Result};

const NARROWING: &str = "narrowing the session";

/// Tables that are never narrowed: loads are those of the whole ledger, and number its states.
const WHOLE: &[&str] = &["load", "narrowed_to"];

/// The first rows of a result.
#[derive(Clone, Debug)]
pub struct FirstRows {
    /// These rows.
    pub rows: Rows,
    /// Number of rows of the whole result.
    pub total: u64,
    /// The sources that the whole result names, as a result of one column; none if it has no such column.
    pub sources: Option<Rows>,
}

/// What a session is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowing {
    /// Only rows of this source.
    pub source: Option<String>,
    /// Only rows of this policy on claims.
    pub policy: Option<String>,
}

impl Narrowing {
    fn is_none(&self) -> bool {
        self.source.is_none() && self.policy.is_none()
    }
}

/// Words that a statement may hold.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Keywords of the engine's SQL.
    pub keywords: Vec<String>,
    /// Functions of the engine.
    pub functions: Vec<String>,
    /// Tables and views with their columns.
    pub relations: BTreeMap<String, Vec<String>>,
    /// Table macros.
    pub macros: Vec<String>,
    /// Values of columns that hold names: actors, regions, countries, sources, policies, classes.
    pub values: BTreeMap<String, Vec<String>>,
}

/// Columns whose values are names, and what gives them.
const NAMED: &[(&str, &str)] = &[
    ("actor_name", "select actor_name from actor union select actor_name from event_actor"),
    ("actor_id", "select actor_id from actor"),
    ("actor_kind", "select actor_kind from actor"),
    ("region", "select region from region"),
    ("region_name", "select region_name from region"),
    ("country", "select country from event where country is not null"),
    ("country_iso3", "select country_iso3 from event where country_iso3 is not null"),
    ("admin1", "select admin1 from event where admin1 is not null"),
    ("source", "select source from source"),
    ("policy", "select policy from claim_policy"),
    ("event_class", "select event_class from event"),
    ("event_type", "select event_type from event where event_type is not null"),
    ("victim_side", "select victim_side from claim"),
    ("verification", "select verification from claim_policy"),
    ("area", "select area from area_month"),
    ("area_kind", "select area_kind from area_month"),
    ("status", "select status from event"),
    ("place_precision", "select place_precision from event where place_precision is not null"),
    ("date_precision", "select date_precision from event"),
    ("disorder", "select disorder from event"),
];

impl Ledger {
    /// The statements of a text, in order.
    pub fn statements(text: &str) -> Vec<&str> {
        split_statements(text).into_iter().map(str::trim).collect()
    }

    /// Runs one statement and gives its first rows, the number of all, and the sources that they name; rows beyond the first
    /// ones are counted as they come and not kept.
    ///
    /// # Errors
    /// [`Error::Engine`] with the engine's own words, [`Error::Refused`] for what statements may not do.
    pub fn first_rows(&self, statement: &str, most: usize) -> Result<FirstRows> {
        let first = self.admit_as_of(statement).and_then(|()| self.timed(|| self.counted(statement, most)));
        if first.is_err() {
            self.forget_failed();
        }
        first
    }

    fn counted(&self, statement: &str, most: usize) -> Result<FirstRows> {
        let (mut kept, mut total) = (0_usize, 0_usize);
        let (schema, batches, sources) = self.stream(statement, |schema, stream| {
            let at_source = schema.index_of("source").ok();
            let mut batches = Vec::new();
            let mut sources: Option<BTreeSet<Option<String>>> = at_source.map(|_| BTreeSet::new());
            for batch in stream {
                // The stream's own fault is told by who hands it out.
                let Ok(batch) = batch else { break };
                total += batch.num_rows();
                if let (Some(at), Some(named)) = (at_source, &mut sources) {
                    note_sources(batch.column(at), named)?;
                }
                let take = batch.num_rows().min(most - kept);
                kept += take;
                if take > 0 {
                    batches.push(batch.slice(0, take));
                }
            }
            Ok((schema.clone(), batches, sources))
        })?;
        let sources = sources.map(|named| one_column("source", named)).transpose()?;
        Ok(FirstRows { rows: Rows { schema, batches }, total: total as u64, sources })
    }

    /// Narrows the session: every table, view and macro then holds only rows of one source, of one policy.
    ///
    /// # Errors
    /// [`Error::Usage`] for a source or policy that the ledger does not have.
    pub fn narrow(&mut self, to: &Narrowing) -> Result<()> {
        if to.is_none() {
            return Ok(());
        }
        self.admit_narrowing(to)?;
        let params = Params::new().with("source", to.source.clone()).with("policy", to.policy.clone());
        run(&self.conn, NARROWING, "create temp table narrowed_to (source text, policy text)", &Params::new())?;
        run(&self.conn, NARROWING, "insert into narrowed_to values ($source::text, $policy::text)", &params)?;
        let home = self.home()?;
        let found = texts(
            &self.conn,
            "select table_name, bool_or(database_name = 'temp')::text, bool_or(column_name = 'source')::text, \
               bool_or(column_name = 'policy')::text \
             from duckdb_columns() where not internal and column_name in ('source', 'policy') \
             and (database_name = 'temp' or (database_name = current_database() \
               and table_name in (select table_name from duckdb_tables() where database_name = current_database()))) \
             group by table_name order by table_name",
        )?;
        for row in found.iter().filter(|row| !WHOLE.contains(&row[0].as_str())) {
            let name = identifier(&row[0]);
            let by = |column: &str, has: &str, value: &Option<String>| {
                (has == "true" && value.is_some())
                    .then(|| format!("{column} = (select {column} from temp.main.narrowed_to)"))
            };
            let conditions: Vec<String> =
                [by("source", &row[2], &to.source), by("policy", &row[3], &to.policy)].into_iter().flatten().collect();
            if conditions.is_empty() {
                continue;
            }
            let mut from = format!("{home}.{name}");
            if row[1] == "true" {
                // The view of an earlier state makes room; views that read it find the narrowed one.
                let whole = identifier(&format!("{} of all", row[0]));
                run(&self.conn, NARROWING, &format!("alter view temp.main.{name} rename to {whole}"), &Params::new())?;
                from = format!("temp.main.{whole}");
            }
            let make = format!("create temp view {name} as select * from {from} where {}", conditions.join(" and "));
            run(&self.conn, NARROWING, &make, &Params::new())?;
            self.narrowed.push(row[0].clone());
        }
        Ok(())
    }

    /// Refuses a source or a policy that the ledger does not have, whatever the session is narrowed to now.
    ///
    /// # Errors
    /// [`Error::Usage`] with those that there are.
    pub fn admit_narrowing(&self, to: &Narrowing) -> Result<()> {
        let home = self.home()?;
        for (column, value) in [("source", &to.source), ("policy", &to.policy)] {
            let Some(value) = value else { continue };
            let known = texts(&self.conn, &format!("select {column} from {home}.{column} order by 1"))?;
            let known: Vec<&str> = known.iter().map(|row| row[0].as_str()).collect();
            if !known.contains(&value.as_str()) {
                return Err(Error::Usage {
                    reason: format!("there is no {column} named '{value}' in {}", self.path.display()),
                    hint: format!("there are: {}, all", known.join(", ")),
                });
            }
        }
        Ok(())
    }

    /// Words to complete and to suggest.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn words(&self) -> Result<Words> {
        let column = |sql: &str| -> Result<Vec<String>> {
            Ok(texts(&self.conn, sql)?.into_iter().filter_map(|row| row.into_iter().next()).collect())
        };
        let mut words = Words {
            keywords: column(
                "select keyword_name from duckdb_keywords() where keyword_category <> 'unreserved' \
                 union select unnest(['date', 'first', 'last', 'nulls', 'over', 'partition', 'rows', 'filter', 'by']) order by 1",
            )?,
            functions: column(
                "select distinct function_name from duckdb_functions() where internal \
                 and function_type in ('scalar', 'aggregate', 'macro') and regexp_matches(function_name, '^[a-z][a-z0-9_]*$') \
                 and not starts_with(function_name, 'pg_') order by 1",
            )?,
            macros: column(
                "select distinct function_name from duckdb_functions() where not internal \
                 and function_type = 'table_macro' order by 1",
            )?,
            ..Words::default()
        };
        for row in texts(
            &self.conn,
            "select table_name, column_name from duckdb_columns() where not internal \
             and (database_name = 'temp' or database_name = current_database()) \
             and not contains(table_name, ' ') and table_name <> 'narrowed_to' order by table_name, column_index",
        )? {
            let columns = words.relations.entry(row[0].clone()).or_default();
            if !columns.contains(&row[1]) {
                columns.push(row[1].clone());
            }
        }
        for (name, sql) in NAMED {
            words.values.insert((*name).to_owned(), column(&format!("select distinct * from ({sql}) order by 1"))?);
        }
        Ok(words)
    }
}

fn note_sources(column: &ArrayRef, named: &mut BTreeSet<Option<String>>) -> Result<()> {
    let text =
        arrow::compute::cast(column, &DataType::Utf8).map_err(|error| Error::internal("reading a result", error))?;
    let text = text.as_string::<i32>();
    for at in 0..text.len() {
        let value = (!text.is_null(at)).then(|| text.value(at));
        // Most rows repeat a source: nothing is copied for them.
        if !named.iter().any(|known| known.as_deref() == value) {
            named.insert(value.map(str::to_owned));
        }
    }
    Ok(())
}

fn one_column(name: &str, values: BTreeSet<Option<String>>) -> Result<Rows> {
    let schema = Arc::new(Schema::new(vec![Field::new(name, DataType::Utf8, true)]));
    let column: ArrayRef = Arc::new(values.into_iter().collect::<StringArray>());
    let batch = RecordBatch::try_new(schema.clone(), vec![column])
        .map_err(|error| Error::internal("reading a result", error))?;
    Ok(Rows { schema, batches: vec![batch] })
}
