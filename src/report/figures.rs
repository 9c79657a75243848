//! Each figure as SVG and PNG, and each table as a workbook, for documents that people write themselves.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;
use chrono::NaiveDate;

use super::cells::{row, text};
use super::document::{Block, Cell, Document, Figure, Table};
use super::draw::{self, Surroundings};
use super::error::ReportError;
use super::escape::slug;
use super::picture;
use super::words::Words;
use crate::output::{self, Format, Options, OutputError};

/// Writes all figures and tables into the folder, which is made if it is not there; gives the names of the files.
///
/// Nothing is written unless all could be drawn. Each file appears whole or not at all; those that are there already are
/// replaced only with `force`.
///
/// # Errors
/// [`ReportError::Figure`] where one cannot be drawn or two have one name, [`ReportError::Output`] where one cannot be
/// written.
pub fn write_figures(document: &Document, folder: &Path, force: bool) -> Result<Vec<String>, ReportError> {
    let files = files(document)?;
    let failed = |source| ReportError::Output(OutputError::Io { path: Some(folder.into()), source });
    if folder.is_file() {
        return Err(OutputError::IsFile { path: folder.into() }.into());
    }
    if !folder.is_dir() {
        fs::create_dir(folder).map_err(|error| match (error.kind(), folder.parent()) {
            (std::io::ErrorKind::NotFound, Some(parent)) => OutputError::NoFolder { path: parent.into() }.into(),
            _ => failed(error),
        })?;
    }
    if !force && let Some((name, _)) = files.iter().find(|(name, _)| folder.join(name).exists()) {
        return Err(OutputError::Exists { path: folder.join(name) }.into());
    }
    for (name, bytes) in &files {
        output::write_bytes(&folder.join(name), force, bytes)?;
    }
    Ok(files.into_iter().map(|(name, _)| name).collect())
}

/// Names and contents, in the order of the document.
fn files(document: &Document) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let mut files = Vec::new();
    let mut names = BTreeSet::new();
    for block in document.sections.iter().flat_map(|section| &section.blocks) {
        let name = match block {
            Block::Figure(figure) => slug(&figure.id),
            Block::Table(table) if !table.columns.is_empty() => slug(&table.id),
            Block::Table(_) | Block::Text(_) | Block::Note(_) | Block::List(_) => continue,
        };
        if !names.insert(name.clone()) {
            return Err(ReportError::Figure { figure: name, reason: "another one has the same name".to_owned() });
        }
        match block {
            Block::Figure(figure) => {
                let failed = |reason| ReportError::Figure { figure: figure.id.clone(), reason };
                let svg = draw::svg(figure, document.lang, Surroundings::Alone)?;
                files.push((format!("{name}.png"), picture::png(&svg).map_err(failed)?));
                files.push((format!("{name}.svg"), svg.into_bytes()));
                if !figure.table.columns.is_empty() {
                    files.push((format!("{name}.xlsx"), workbook(document, &figure.table, Some(figure))?));
                }
            }
            Block::Table(table) => files.push((format!("{name}.xlsx"), workbook(document, table, None)?)),
            Block::Text(_) | Block::Note(_) | Block::List(_) => {}
        }
    }
    Ok(files)
}

/// A table as a workbook with true numbers and dates, and a sheet that tells where they come from.
fn workbook(document: &Document, table: &Table, figure: Option<&Figure>) -> Result<Vec<u8>, ReportError> {
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns(document, table).into_iter().unzip();
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).map_err(OutputError::Schema)?;
    let mut metadata = vec![
        ("title".to_owned(), document.title.clone()),
        ("period".to_owned(), document.period.clone()),
        ("table".to_owned(), figure.map_or(&table.caption, |figure| &figure.title).clone()),
    ];
    if let Some(object) = figure.map(|figure| &figure.object).or(table.object.as_ref()) {
        metadata.push(("object".to_owned(), object.clone()));
    }
    if let Some(figure) = figure {
        metadata.push(("source".to_owned(), figure.caption.clone()));
    }
    metadata.extend(document.status.iter().map(|status| ("status".to_owned(), status.clone())));
    metadata.extend(table.notes.iter().map(|note| ("note".to_owned(), note.clone())));
    metadata.extend(document.citations.iter().map(|citation| ("citation".to_owned(), citation.clone())));
    metadata.extend(document.provenance.iter().cloned());
    let mut bytes = Vec::new();
    let options = Options { metadata, ..Options::default() };
    let mut batches = std::iter::once(Ok::<_, ArrowError>(batch));
    output::write(Format::Xlsx, &schema, &mut batches, &mut bytes, &options)?;
    Ok(bytes)
}

/// The columns of a table: an estimate becomes three, and a column of several kinds is text.
fn columns(document: &Document, table: &Table) -> Vec<(Field, ArrayRef)> {
    let words = Words::of(document.lang);
    let mut columns = Vec::new();
    for (at, name) in table.columns.iter().enumerate() {
        let cells: Vec<&Cell> =
            table.rows.iter().map(|cells| row(table, cells).nth(at).unwrap_or(&Cell::Unknown)).collect();
        let known = || cells.iter().copied().filter(|cell| **cell != Cell::Unknown);
        let is_estimate = |cell: &Cell| matches!(cell, Cell::Estimate { .. });
        if known().any(is_estimate) && known().all(|cell| is_estimate(cell) || matches!(cell, Cell::Count(_))) {
            for (word, part) in [(words.low, 0), (words.best, 1), (words.high, 2)] {
                let values = cells.iter().map(|cell| estimate(cell)[part]);
                let array: Int64Array = values.collect();
                columns
                    .push((Field::new(format!("{name} ({word})"), DataType::Int64, true), Arc::new(array) as ArrayRef));
            }
            continue;
        }
        let array: ArrayRef = if known().next().is_some() && known().all(|cell| matches!(cell, Cell::Count(_))) {
            Arc::new(cells.iter().map(|cell| estimate(cell)[1]).collect::<Int64Array>())
        } else if known().next().is_some() && known().all(|cell| number(cell).is_some()) {
            Arc::new(cells.iter().map(|cell| number(cell)).collect::<Float64Array>())
        } else if known().next().is_some() && known().all(|cell| matches!(cell, Cell::Date(_))) {
            Arc::new(cells.iter().map(|cell| days(cell)).collect::<Date32Array>())
        } else {
            let shown = |cell: &Cell| (*cell != Cell::Unknown).then(|| text(cell, document.lang));
            Arc::new(cells.iter().map(|cell| shown(cell)).collect::<StringArray>())
        };
        columns.push((Field::new(name, array.data_type().clone(), true), array));
    }
    columns
}

/// Low, best and high of a cell; a plain count is only a best estimate.
fn estimate(cell: &Cell) -> [Option<i64>; 3] {
    match cell {
        Cell::Estimate { low, best, high } => [Some(*low), Some(*best), Some(*high)],
        Cell::Count(count) => [None, Some(*count), None],
        _ => [None; 3],
    }
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Count(count) => Some(*count as f64),
        Cell::Number(number, _) | Cell::Share(number) => Some(*number),
        _ => None,
    }
}

/// Days since 1970.
fn days(cell: &Cell) -> Option<i32> {
    match cell {
        Cell::Date(day) => i32::try_from(day.signed_duration_since(NaiveDate::default()).num_days()).ok(),
        _ => None,
    }
}
