//! `describe`: what every table, view and macro holds, from the headers of its SQL.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};

use crate::catalog::{self, Kind, Object};
use crate::error::{Error, Result};
use crate::ledger::{Ledger, Params, Rows};

use super::args::{Cli, DescribeArgs};
use super::render;

pub(crate) fn run(cli: &Cli, args: &DescribeArgs) -> Result<()> {
    let Some(name) = &args.name else { return list(args) };
    let object = catalog::find(name).filter(|object| object.kind.stands_in_ledger());
    let Some(object) = object else { return stored(cli, args, name) };
    let rows = columns(object)?;
    if !render::is_for_reading(&args.out)? {
        return render::rows(&rows, &args.out, None, None).map(drop);
    }
    let header = &object.header;
    let params = if object.kind == Kind::Macro { format!("({})", header.params.join(", ")) } else { String::new() };
    let mut text = format!("{} {}{params}\n{}\n\n", object.kind.label(), object.name, header.title);
    if !header.grain.is_empty() {
        text.push_str(&format!("one row per  {}\n", header.grain.join(", ")));
    }
    if !header.sources.is_empty() {
        text.push_str(&format!("made from    {}\n", header.sources.join(", ")));
    }
    render::print(&format!("{text}\n"))?;
    render::rows(&rows, &args.out, None, None)?;
    for note in &header.notes {
        render::print(&format!("\nNote: {note}\n"))?;
    }
    let example = match object.kind {
        Kind::Macro => format!("from {}({})", object.name, example_arguments(object)),
        _ => format!("from {} limit 10", object.name),
    };
    render::print(&format!("\nTry:  warledger sql \"{example}\"\n"))
}

/// Arguments for the parameters that have no default.
fn example_arguments(object: &Object) -> String {
    let needed = object.header.params.iter().filter(|param| !param.contains('='));
    needed.map(|param| if param == "load_id" { "1" } else { "date '2025-05-01'" }).collect::<Vec<_>>().join(", ")
}

fn list(args: &DescribeArgs) -> Result<()> {
    let objects: Vec<&Object> = catalog::objects().iter().filter(|object| object.kind.stands_in_ledger()).collect();
    // What a person asks for comes first.
    let rank = |kind: Kind| match kind {
        Kind::View => 0,
        Kind::Macro => 1,
        Kind::Mart => 2,
        Kind::Core => 3,
        _ => 4,
    };
    let mut ordered = objects;
    ordered.sort_by_key(|object| rank(object.kind));
    let rows = table(&[
        ("name", ordered.iter().map(|object| object.name.to_owned()).collect()),
        ("kind", ordered.iter().map(|object| object.kind.label().to_owned()).collect()),
        ("one_row_per", ordered.iter().map(|object| object.header.grain.join(", ")).collect()),
        ("holds", ordered.iter().map(|object| object.header.title.clone()).collect()),
    ])?;
    render::rows(&rows, &args.out, None, None).map(drop)
}

fn columns(object: &Object) -> Result<Rows> {
    let columns = &object.header.columns;
    table(&[
        ("column", columns.iter().map(|column| column.name.clone()).collect()),
        ("meaning", columns.iter().map(|column| column.meaning.clone()).collect()),
        ("unit", columns.iter().map(|column| column.unit.clone().unwrap_or_default()).collect()),
    ])
}

/// A table of texts; empty ones are NULL.
pub(crate) fn table(columns: &[(&str, Vec<String>)]) -> Result<Rows> {
    let fields: Vec<Field> = columns.iter().map(|(name, _)| Field::new(*name, DataType::Utf8, true)).collect();
    let arrays: Vec<ArrayRef> = columns
        .iter()
        .map(|(_, values)| -> ArrayRef {
            Arc::new(values.iter().map(|value| (!value.is_empty()).then_some(value.as_str())).collect::<StringArray>())
        })
        .collect();
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), arrays).map_err(|error| Error::internal("describing", error))?;
    Ok(Rows { schema, batches: vec![batch] })
}

/// A table that only this ledger has, such as a source's own columns.
fn stored(cli: &Cli, args: &DescribeArgs, name: &str) -> Result<()> {
    let unknown = || {
        let names: Vec<&str> = catalog::objects()
            .iter()
            .filter(|object| object.kind.stands_in_ledger())
            .map(|object| object.name)
            .collect();
        Error::Usage {
            reason: format!("there is no table, view or macro named '{name}'"),
            hint: format!("there are: {}", names.join(", ")),
        }
    };
    if !cli.db.exists() {
        return Err(unknown());
    }
    let ledger = Ledger::open(&cli.db)?;
    let rows = ledger.query(
        "select column_name as \"column\", data_type as type, comment as meaning from duckdb_columns() \
         where lower(table_name) = lower($name) and not internal order by column_index",
        &Params::new().with("name", name),
    )?;
    if rows.is_empty() {
        return Err(unknown());
    }
    render::rows(&rows, &args.out, None, None).map(drop)
}
