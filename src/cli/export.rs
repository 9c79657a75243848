//! `export`: a table, view or query to a file or a Hive-style folder.

use crate::catalog::{self, Kind};
use crate::error::{Error, Result};
use crate::ledger::{Ledger, Params, Rows};
use crate::output::{self, Format, Options};

use super::args::{Cli, ExportArgs};
use super::{notes, render};

pub(crate) fn run(cli: &Cli, args: &ExportArgs) -> Result<()> {
    let ledger = Ledger::open(&cli.db)?;
    let format = match args.format {
        Some(format) => format.into(),
        None if !args.partition_by.is_empty() => Format::from_path(&args.output).unwrap_or(Format::Parquet),
        None => render::format_of_path(&args.output)?,
    };
    let rows = match (&args.name, &args.sql) {
        (_, Some(sql)) => {
            terms(&ledger, args, None)?;
            ledger.query_all(sql)?
        }
        (Some(name), None) => {
            terms(&ledger, args, Some(name))?;
            named(&ledger, name)?
        }
        (None, None) => {
            return Err(Error::Usage {
                reason: "there is nothing to export".to_owned(),
                hint: "give a table or view, or --sql \"select ...\"".to_owned(),
            });
        }
    };
    let query = args.sql.clone().or_else(|| args.name.clone()).unwrap_or_default();
    let written = write(&rows, args, format, notes::provenance(&ledger, &query)?)?;
    render::print(&format!("{written} rows to {} ({format})\n", args.output.display()))
}

/// All rows of a table or view, in the order of its grain.
pub(crate) fn named(ledger: &Ledger, name: &str) -> Result<Rows> {
    let known = ledger.query(
        "select table_name from (select table_name from duckdb_tables() where not temporary and database_name = current_database() \
         union select view_name from duckdb_views() where not internal and database_name = current_database()) where lower(table_name) = lower($name)",
        &Params::new().with("name", name),
    )?;
    let Some(exact) = notes::texts(&known, "table_name")?.into_iter().flatten().next() else {
        return Err(Error::Usage {
            reason: format!("there is no table or view named '{name}'"),
            hint:
                "`warledger describe` lists them; for a macro give --sql \"from fatalities_since(date '2025-05-01')\""
                    .to_owned(),
        });
    };
    let order = catalog::find(&exact)
        .filter(|object| matches!(object.kind, Kind::Mart | Kind::View | Kind::Table))
        .map(|object| {
            if exact == "event" {
                "start_date, source, source_event_id".to_owned()
            } else {
                object.header.grain.join(", ")
            }
        })
        .filter(|order| !order.is_empty());
    let quoted = exact.replace('"', "\"\"");
    let order = order.map_or(String::new(), |order| format!(" order by {order}"));
    ledger.query(&format!("select * from \"{quoted}\"{order}"), &Params::new())
}

/// Objects whose rows are events of a source, not sums.
const ROWS_OF_SOURCES: &[&str] =
    &["event", "event_history", "event_actor", "event_actor_history", "event_measure", "acled_event", "rejected_row"];

/// Rows of a source whose terms forbid passing them on leave only when the user says so.
fn terms(ledger: &Ledger, args: &ExportArgs, name: Option<&String>) -> Result<()> {
    if args.accept_terms || name.is_some_and(|name| !ROWS_OF_SOURCES.contains(&name.to_lowercase().as_str())) {
        return Ok(());
    }
    if let Some(sql) = &args.sql
        && !ROWS_OF_SOURCES.iter().any(|table| mentions(sql, table))
    {
        return Ok(());
    }
    let bound = ledger.query("select source from source where not redistribute order by source", &Params::new())?;
    let names: Vec<String> = notes::texts(&bound, "source")?.into_iter().flatten().collect();
    if names.is_empty() {
        return Ok(());
    }
    Err(Error::Refused {
        reason: format!("the ledger holds rows of {}, whose terms forbid passing them on", names.join(", ")),
        hint: "export an answer instead (attack_frequency_by_group, regional_trends, ...), or add --accept-terms if the file stays with you".to_owned(),
    })
}

fn mentions(sql: &str, table: &str) -> bool {
    sql.to_lowercase().split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == table)
}

fn write(rows: &Rows, args: &ExportArgs, format: Format, metadata: Vec<(String, String)>) -> Result<u64> {
    let options = Options { width: None, colour: false, max_rows: None, metadata };
    let mut batches = rows.batches.iter().cloned().map(Ok);
    let written = if args.partition_by.is_empty() {
        output::write_file(&args.output, args.force, |out| {
            output::write(format, &rows.schema, &mut batches, out, &options)
        })?
    } else {
        output::write_partitioned(
            &args.output,
            &args.partition_by,
            format,
            &rows.schema,
            &mut batches,
            &options,
            args.force,
        )?
    };
    Ok(written.rows)
}
