//! `export`: a table, view or query to a file, a Hive-style folder, or standard output. Rows are handed on as they come.

use std::io::IsTerminal;
use std::path::Path;

use crate::catalog::{self, Kind};
use crate::error::{Error, Result};
use crate::ledger::{Advice, Ledger, Params, Rows};
use crate::output::{self, Format, GROUP_ROWS, Options, Written};

use super::args::{Cli, ExportArgs, ProvenanceArg};
use super::terms::Leaving;
use super::{notes, render, terms};

/// Memory of the engine, so that an export of any size stays below 1 GiB with what is being encoded.
const MEMORY: u64 = 384 << 20;

/// What is exported.
struct Question {
    sql: String,
    /// As the provenance tells it.
    told: String,
    /// Columns that the rows are sorted by.
    sorted_by: Vec<String>,
    /// What the guard says of it.
    advice: Advice,
    /// The sources of the rows, if the question tells them; empty if there are no rows.
    sources: Option<Vec<String>>,
}

pub(crate) fn run(cli: &Cli, args: &ExportArgs) -> Result<()> {
    let path = args.output.as_deref().filter(|path| *path != Path::new("-"));
    let format = format_of(args, path)?;
    let mut access = args.limits.access(args.as_of);
    access.memory.get_or_insert(MEMORY);
    let ledger = Ledger::open_with(&cli.db, &access)?;
    notes::remind_of_state(&ledger);
    if let Some(path) = path {
        render::spare_database(path)?;
    }
    let has_groups = args.partition_by.is_empty() && matches!(format, Format::Parquet | Format::Geoparquet);
    let question = match (&args.name, &args.sql) {
        (_, Some(sql)) => asked(&ledger, sql)?,
        (Some(name), None) => whole(&ledger, name, has_groups)?,
        (None, None) => {
            return Err(Error::Usage {
                reason: "there is nothing to export".to_owned(),
                hint: "give a table or view, or --sql \"select ...\"".to_owned(),
            });
        }
    };
    let leaving = Leaving { advice: &question.advice, named: question.sources.clone(), question: &question.told };
    terms::admit(&ledger, &leaving, args.accept_acled_terms)?;
    let provenance = ledger.provenance_of(&question.told, question.sources.clone())?;
    let inside = args.provenance == ProvenanceArg::Inside;
    let options = Options { metadata: provenance.pairs(), inside, sorted_by: question.sorted_by, ..Options::default() };
    let Some(path) = path else {
        let written = ledger.stream(&question.sql, |schema, batches| {
            Ok(output::write(format, schema, batches, &mut std::io::stdout().lock(), &options)?)
        });
        return written.map(drop);
    };
    let beside = (!inside).then_some(&provenance);
    let written = render::with_provenance(path, format, beside, args.force, || {
        ledger.stream(&question.sql, |schema, batches| write(args, path, format, schema, batches, &options))
    })?;
    render::print(&format!("{} rows to {} ({format})\n", written.rows, path.display()))
}

fn write(
    args: &ExportArgs,
    path: &Path,
    format: Format,
    schema: &arrow::datatypes::SchemaRef,
    batches: &mut crate::ledger::Batches<'_>,
    options: &Options,
) -> Result<Written> {
    if args.partition_by.is_empty() {
        return Ok(output::write_file(path, args.force, |out| output::write(format, schema, batches, out, options))?);
    }
    Ok(output::write_partitioned(path, &args.partition_by, format, schema, batches, options, args.force)?)
}

fn format_of(args: &ExportArgs, path: Option<&Path>) -> Result<Format> {
    let format = match (args.format, path) {
        (Some(format), _) => format.into(),
        (None, Some(path)) if !args.partition_by.is_empty() => Format::from_path(path).unwrap_or(Format::Parquet),
        (None, Some(path)) => render::format_of_path(path)?,
        (None, None) => {
            return Err(Error::Usage {
                reason: "the form of standard output is not told".to_owned(),
                hint: format!("give --format {}, or a file with -o FILE", Format::NAMES.join("|")),
            });
        }
    };
    if path.is_none() && !args.partition_by.is_empty() {
        return Err(Error::Usage {
            reason: "partitions are folders: they do not go to standard output".to_owned(),
            hint: "give a folder with -o DIR".to_owned(),
        });
    }
    if path.is_none() && format.is_binary() && std::io::stdout().is_terminal() {
        return Err(Error::Usage {
            reason: format!("{format} is not for a terminal"),
            hint: "write it to a file with -o FILE, or pipe it".to_owned(),
        });
    }
    Ok(format)
}

/// A query of the user.
fn asked(ledger: &Ledger, sql: &str) -> Result<Question> {
    Ledger::admit_one_result(sql)?;
    let advice = ledger.advise(sql)?;
    render::warn(&advice.warnings);
    let last = ledger.run_up_to_last(sql)?;
    let sources = ledger.sources_named(last)?;
    Ok(Question { sql: last.to_owned(), told: sql.to_owned(), sorted_by: Vec::new(), advice, sources })
}

/// All of a table or view.
fn whole(ledger: &Ledger, name: &str, has_groups: bool) -> Result<Question> {
    let (sql, sorted_by) = select_all(ledger, name, has_groups)?;
    let advice = ledger.advise(&sql)?;
    let mut sources = ledger.sources_named(sql.split(" order by ").next().unwrap_or(&sql))?;
    if sources.is_none() {
        let base = name.trim_end_matches("_history").to_lowercase();
        let kept =
            ledger.query("select source from source where kept_table = $table", &Params::new().with("table", base))?;
        sources = Some(notes::texts(&kept, "source")?.into_iter().flatten().collect::<Vec<_>>())
            .filter(|kept| !kept.is_empty());
    }
    Ok(Question { sql, told: name.to_owned(), sorted_by, advice, sources })
}

/// All rows of a table or view, in the order of its grain.
pub(crate) fn named(ledger: &Ledger, name: &str) -> Result<Rows> {
    ledger.query(&select_all(ledger, name, false)?.0, &Params::new())
}

/// The statement for all rows of a table or view, by date where it has one and by its grain, and the columns of that order.
///
/// With `has_groups`, the file tells the dates of each group of rows: then rows that stand by date so far are not sorted.
fn select_all(ledger: &Ledger, name: &str, has_groups: bool) -> Result<(String, Vec<String>)> {
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
    let object = catalog::find(&exact)
        .filter(|object| matches!(object.kind, Kind::Mart | Kind::View | Kind::Table | Kind::Core));
    let order: Vec<String> = object.map_or(Vec::new(), |object| {
        let by_date = object.header.columns.iter().filter(|column| column.name == "start_date");
        let dates = by_date.map(|column| column.name.clone());
        let rest = object.header.grain.iter().filter(|name| *name != "start_date").cloned();
        dates.chain(rest).collect()
    });
    let quoted = exact.replace('"', "\"\"");
    // Sorting long rows takes as long as writing them.
    let is_table = object.is_some_and(|object| object.kind == Kind::Table);
    if has_groups && is_table && stands_by_date(ledger, &quoted, &order)? {
        return Ok((format!("select * from \"{quoted}\""), Vec::new()));
    }
    let by = if order.is_empty() { String::new() } else { format!(" order by {}", order.join(", ")) };
    Ok((format!("select * from \"{quoted}\"{by}"), order))
}

/// True for a table of many dated rows in which few stretches hold a day: then the statistics of a file's row groups tell where it
/// is, as if the rows were sorted. A load writes with two threads, each in the order of its file, so that a day is in two, or in
/// three where one holds the end of the one and the beginning of the other.
fn stands_by_date(ledger: &Ledger, quoted: &str, order: &[String]) -> Result<bool> {
    if order.first().is_none_or(|first| first != "start_date") || ledger.as_of().is_some() {
        return Ok(false);
    }
    // A stretch is as long as a row group; on average a day is in at most four and two of five, or in one and a quarter.
    let stretches = format!(
        "select 1 as apart from (select min(start_date) as first, max(start_date) as last, count(*) over () as stretches \
         from \"{quoted}\" group by rowid // {GROUP_ROWS}) \
         having max(stretches) > 1 and sum(last - first) <= greatest(1.25, least(4, 0.4 * max(stretches))) * (max(last) - min(first))"
    );
    Ok(!ledger.query(&stretches, &Params::new())?.is_empty())
}
