//! `describe`: what every table, view, macro and ready question holds, from the headers of its SQL.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};

use crate::catalog::{self, Kind, Object};
use crate::error::{Error, Result};
use crate::ledger::{Ledger, Params, Rows};

use super::args::{Cli, DescribeArgs};
use super::{notes, queries, render};

pub(crate) fn run(cli: &Cli, args: &DescribeArgs) -> Result<()> {
    let ledger = if cli.db.exists() { Some(Ledger::open(&cli.db)?) } else { None };
    let Some(name) = &args.name else {
        let own = ledger.as_ref().map(|ledger| own(ledger, true, "")).transpose()?.unwrap_or_default();
        return render::rows(&listing(&objects(), own)?, &args.out, None, None).map(drop);
    };
    if !render::is_for_reading(&args.out)? {
        let rows = match described(name) {
            Some(object) => columns(object)?,
            None => stored(ledger.as_ref(), name)?,
        };
        return render::rows(&rows, &args.out, None, None).map(drop);
    }
    let text = page(name, ledger.as_ref(), &|rows| render::table(rows, render::wants_colour_on_stdout()))?;
    render::print_bytes(&text)
}

/// What a person asks for comes first.
fn objects() -> Vec<&'static Object> {
    let rank = |kind: Kind| match kind {
        Kind::View => 0,
        Kind::Macro => 1,
        Kind::Mart => 2,
        Kind::Core => 3,
        _ => 4,
    };
    let mut ordered: Vec<&Object> = catalog::objects().iter().filter(|object| object.kind.stands_in_ledger()).collect();
    ordered.sort_by_key(|object| rank(object.kind));
    ordered
}

fn described(name: &str) -> Option<&'static Object> {
    let all = || catalog::objects().iter().filter(|object| object.name.eq_ignore_ascii_case(name));
    all().find(|object| object.kind.stands_in_ledger())
}

/// The page on one object; `as_table` lays out its columns.
///
/// # Errors
/// [`Error::Usage`] if there is no such object, with the nearest names.
pub(crate) fn page(
    name: &str,
    ledger: Option<&Ledger>,
    as_table: &dyn Fn(&Rows) -> Result<Vec<u8>>,
) -> Result<Vec<u8>> {
    if let Some(object) = described(name) {
        return Ok([head(object).into_bytes(), as_table(&columns(object)?)?, foot(object).into_bytes()].concat());
    }
    if catalog::of_kind(Kind::Query).any(|query| query.name.eq_ignore_ascii_case(name)) {
        return queries::page(&name.to_lowercase()).map(String::into_bytes);
    }
    let columns = stored(ledger, name)?;
    let mut text = String::new();
    if let Some(ledger) = ledger {
        let about = ledger.query(
            "select comment from (select table_name as name, comment from duckdb_tables() \
             union all select view_name, comment from duckdb_views() where not internal) where lower(name) = lower($name)",
            &Params::new().with("name", name),
        )?;
        let about = notes::texts(&about, "comment")?.into_iter().flatten().next();
        text.push_str(&format!("{name}\n{}\n\n", about.as_deref().unwrap_or("made in this ledger, without a comment")));
    }
    Ok([text.into_bytes(), as_table(&columns)?, format!("\nTry:  from {name} limit 10;\n").into_bytes()].concat())
}

fn head(object: &Object) -> String {
    let header = &object.header;
    let params = if object.kind == Kind::Macro { format!("({})", header.params.join(", ")) } else { String::new() };
    let mut text = format!("{} {}{params}\n{}\n\n", object.kind.label(), object.name, header.title);
    if !header.grain.is_empty() {
        text.push_str(&format!("one row per  {}\n", header.grain.join(", ")));
    }
    let made_from = match object.kind {
        Kind::Table => "what loads bring".to_owned(),
        _ => header.sources.join(", "),
    };
    if !made_from.is_empty() {
        text.push_str(&format!("made from    {made_from}\n"));
    }
    text.push('\n');
    text
}

fn foot(object: &Object) -> String {
    let mut text: String = object.header.notes.iter().map(|note| format!("\nNote: {note}\n")).collect();
    text.push_str(&format!("\nTry:  warledger sql \"{}\"\n", example(object)));
    text
}

/// A statement that shows what an object is for.
pub(crate) fn example(object: &Object) -> String {
    match (&object.header.example, object.kind) {
        (Some(example), _) => example.clone(),
        (None, Kind::Macro) => format!("from {}({})", object.name, example_arguments(object)),
        (None, _) => format!("from {} limit 10", object.name),
    }
}

/// Arguments for the parameters that have no default.
fn example_arguments(object: &Object) -> String {
    let needed = object.header.params.iter().filter(|param| !param.contains('='));
    needed.map(|param| if param == "load_id" { "1" } else { "date '2025-05-01'" }).collect::<Vec<_>>().join(", ")
}

/// A table of objects, and of what only this ledger has.
pub(crate) fn listing(objects: &[&Object], own: Vec<[String; 4]>) -> Result<Rows> {
    let mut rows: Vec<[String; 4]> = objects
        .iter()
        .map(|object| {
            let header = &object.header;
            [object.name.to_owned(), object.kind.label().to_owned(), header.grain.join(", "), header.title.clone()]
        })
        .collect();
    rows.extend(own);
    let column = |at: usize| rows.iter().map(|row| row[at].clone()).collect();
    table(&[("name", column(0)), ("kind", column(1)), ("one_row_per", column(2)), ("holds", column(3))])
}

/// Tables or views that only this ledger has, such as a source's own columns, with `part` in their name.
pub(crate) fn own(ledger: &Ledger, tables: bool, part: &str) -> Result<Vec<[String; 4]>> {
    let sql = if tables {
        "select table_name as name, comment from duckdb_tables() where not internal and table_name <> 'narrowed_to' order by 1"
    } else {
        "select view_name as name, comment from duckdb_views() where not internal and not contains(view_name, ' ') order by 1"
    };
    let rows = ledger.query(sql, &Params::new())?;
    let (names, comments) = (notes::texts(&rows, "name")?, notes::texts(&rows, "comment")?);
    let kind = if tables { "table" } else { "view" };
    let is_own = |name: &str| described(name).is_none() && name.contains(part);
    Ok(names
        .into_iter()
        .flatten()
        .zip(comments)
        .filter(|(name, _)| is_own(name))
        .map(|(name, comment)| [name, kind.to_owned(), String::new(), comment.unwrap_or_default()])
        .collect())
}

/// The SQL that makes an object.
///
/// # Errors
/// [`Error::Usage`] if there is no such object.
pub(crate) fn made_by(name: &str, ledger: &Ledger) -> Result<String> {
    if let Some(object) = described(name) {
        let body = object.body.trim();
        return Ok(match object.kind {
            Kind::Table => format!("{body};\n"),
            Kind::Macro => {
                let params = object.header.params.join(", ").replace(" = ", " := ");
                format!("create macro {}({params}) as table\n{body};\n", object.name)
            }
            Kind::Mart => format!("-- kept by each load as the rows of:\n{body};\n"),
            _ => format!("create view {} as\n{body};\n", object.name),
        });
    }
    let found = ledger.query(
        "select sql from (select table_name as name, sql from duckdb_tables() \
         union all select view_name, sql from duckdb_views() where not internal) where lower(name) = lower($name)",
        &Params::new().with("name", name),
    )?;
    let sql = notes::texts(&found, "sql")?.into_iter().flatten().next();
    sql.map(|sql| format!("{}\n", sql.trim())).ok_or_else(|| unknown(Some(ledger), name))
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

/// The columns of a table that only this ledger has, such as a source's own columns.
fn stored(ledger: Option<&Ledger>, name: &str) -> Result<Rows> {
    let Some(ledger) = ledger else { return Err(unknown(None, name)) };
    let rows = ledger.query(
        "select column_name as \"column\", data_type as type, comment as meaning from duckdb_columns() \
         where lower(table_name) = lower($name) and not internal order by column_index",
        &Params::new().with("name", name),
    )?;
    if rows.is_empty() { Err(unknown(Some(ledger), name)) } else { Ok(rows) }
}

fn unknown(ledger: Option<&Ledger>, name: &str) -> Error {
    let folded = name.to_lowercase();
    let mut names: Vec<String> = objects().iter().map(|object| object.name.to_owned()).collect();
    names.extend(catalog::of_kind(Kind::Query).map(|query| query.name.to_owned()));
    // Without them the hint is poorer, no more.
    let own = ledger.and_then(|ledger| own(ledger, true, "").ok()).unwrap_or_default();
    names.extend(own.into_iter().map(|[name, ..]| name));
    let mut near: Vec<(usize, String)> =
        names.into_iter().map(|known| (crate::ledger::distance(&folded, &known), known)).collect();
    near.retain(|(far, _)| *far <= folded.len().max(6));
    near.sort();
    near.dedup();
    let near: Vec<String> = near.into_iter().take(4).map(|(_, name)| name).collect();
    let near = match near.as_slice() {
        [] => {
            format!("there are: {}", objects().iter().take(12).map(|object| object.name).collect::<Vec<_>>().join(", "))
        }
        names => format!("nearest: {}", names.join(", ")),
    };
    Error::Usage {
        reason: format!("there is no table, view, macro or ready question named '{name}'"),
        hint: format!("{near}; `warledger describe` and `warledger queries` list all"),
    }
}
