//! `export`: a table, view or query to a file or a Hive-style folder.

use crate::catalog::{self, Kind};
use crate::error::{Error, Result};
use crate::ledger::{Ledger, Params, Rows};
use crate::output::{self, Format, Options};
use crate::provenance::Provenance;

use super::args::{Cli, ExportArgs};
use super::{notes, render};

pub(crate) fn run(cli: &Cli, args: &ExportArgs) -> Result<()> {
    let ledger = Ledger::open_as_of(&cli.db, args.as_of)?;
    notes::remind_of_state(&ledger);
    let format = match args.format {
        Some(format) => format.into(),
        None if !args.partition_by.is_empty() => Format::from_path(&args.output).unwrap_or(Format::Parquet),
        None => render::format_of_path(&args.output)?,
    };
    let rows = match (&args.name, &args.sql) {
        (_, Some(sql)) => ledger.query_all(sql)?,
        (Some(name), None) => named(&ledger, name)?,
        (None, None) => {
            return Err(Error::Usage {
                reason: "there is nothing to export".to_owned(),
                hint: "give a table or view, or --sql \"select ...\"".to_owned(),
            });
        }
    };
    render::spare_database(&args.output)?;
    remind_of_terms(&ledger, args.name.as_deref())?;
    let query = args.sql.clone().or_else(|| args.name.clone()).unwrap_or_default();
    let written = write(&rows, args, format, &ledger.provenance(&query, Some(&rows))?)?;
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

/// Rows of a source whose terms forbid passing them on are the user's to keep: said on standard error.
fn remind_of_terms(ledger: &Ledger, name: Option<&str>) -> Result<()> {
    let is_sum = name.and_then(catalog::find).is_some_and(|object| matches!(object.kind, Kind::Mart | Kind::View));
    let bound = ledger.query("select source from source where not redistribute order by source", &Params::new())?;
    let names: Vec<String> = notes::texts(&bound, "source")?.into_iter().flatten().collect();
    if !is_sum && !names.is_empty() {
        render::remind(&format!(
            "the ledger holds rows of {}, whose terms forbid passing them on: keep the file to yourself, or export sums",
            names.join(", ")
        ));
    }
    Ok(())
}

fn write(rows: &Rows, args: &ExportArgs, format: Format, provenance: &Provenance) -> Result<u64> {
    let options = Options { width: None, colour: false, max_rows: None, metadata: provenance.pairs() };
    let mut batches = rows.batches.iter().cloned().map(Ok);
    let written = render::with_provenance(&args.output, format, Some(provenance), args.force, || {
        Ok(if args.partition_by.is_empty() {
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
        })
    })?;
    Ok(written.rows)
}
