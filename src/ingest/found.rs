//! Which table of a file is which layout: by the names in its header, or, without a header, by its shape.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use super::normalise::{Normaliser, targets};
use super::raw::{LONGEST_CELL, MOST_COLUMNS, RawReader, RowForm, TableHead};
use super::sniff::Opened;
use super::{fields, kept};
use crate::error::{Error, Result};
use crate::event::ColumnType;
use crate::source::{Definition, Match, by_position, clean, recognise};

/// A table that has been recognised, and how its rows are to be read.
pub(crate) struct Recognised {
    pub found: Match,
    pub table: usize,
    pub form: RowForm,
    pub remarks: Vec<String>,
}

/// Rows that are tried when a file has no header.
const TRIED_ROWS: usize = 200;

/// Finds the first table of the file that is of a known layout.
///
/// # Errors
/// [`Error::Header`] that says what the nearest layout is.
pub(crate) fn recognised(
    path: &Path,
    opened: &Opened,
    reader: &dyn RawReader,
    candidates: &[Arc<Definition>],
    is_chosen: bool,
    file_name: &str,
) -> Result<Recognised> {
    check_heads(path, reader)?;
    let mut refusal = None;
    for (table, head) in reader.tables().iter().enumerate() {
        match recognise(path, &head.header, candidates, is_chosen) {
            Ok(found) => {
                let form = form_of(&found, reader, candidates, true);
                let remarks = unnamed_remark(&head.header);
                refuse_more_of_it(path, reader, table)?;
                return Ok(Recognised { found, table, form, remarks });
            }
            Err(error) => refusal = refusal.or(Some(error)),
        }
    }
    if reader.may_lack_header() {
        for (table, head) in reader.tables().iter().enumerate() {
            if let Some(recognised) = by_shape(path, opened, reader, candidates, table, head, file_name)? {
                return Ok(recognised);
            }
        }
    }
    Err(refusal.unwrap_or_else(|| Error::internal("recognising a file", "no table")))
}

/// Sheets with the same header are parts of one table: reading the first alone would lose the others.
fn refuse_more_of_it(path: &Path, reader: &dyn RawReader, table: usize) -> Result<()> {
    let cleaned = |head: &TableHead| head.header.iter().map(|name| clean(name)).collect::<Vec<_>>();
    let known = cleaned(&reader.tables()[table]);
    let alike: Vec<&str> =
        reader.tables().iter().filter(|head| cleaned(head) == known).map(|head| head.name.as_str()).collect();
    if alike.len() > 1 {
        return Err(Error::file(
            path,
            format!("several sheets hold rows of one layout: {}", alike.join(", ")),
            "put all rows into one sheet, or save each sheet as a file of its own",
        ));
    }
    Ok(())
}

/// A first row that no table has: its cells would be compared with every known header, and named in messages.
fn check_heads(path: &Path, reader: &dyn RawReader) -> Result<()> {
    for TableHead { name, header } in reader.tables() {
        let sheet = if name.is_empty() { String::new() } else { format!("sheet '{name}', ") };
        if header.len() > MOST_COLUMNS {
            let reason = format!("{sheet}the first row has {} columns", header.len());
            return Err(Error::file(path, reason, format!("at most {MOST_COLUMNS} are read")));
        }
        let first = if reader.may_lack_header() { "row 1, " } else { "the name of " };
        let long = header.iter().enumerate().find(|(_, cell)| cell.len() > LONGEST_CELL);
        if let Some((at, cell)) = long {
            let (column, bytes) = (at + 1, cell.len());
            return Err(Error::file(
                path,
                format!("{sheet}{first}column {column} holds {bytes} bytes of text, more than {LONGEST_CELL}"),
                "a quote that is not closed swallows rows: open the file in a text editor, or download it again",
            ));
        }
    }
    Ok(())
}

fn unnamed_remark(header: &[String]) -> Vec<String> {
    let unnamed: Vec<String> = header
        .iter()
        .enumerate()
        .filter(|(_, name)| clean(name).is_empty())
        .map(|(at, _)| (at + 1).to_string())
        .collect();
    if unnamed.is_empty() {
        return Vec::new();
    }
    vec![format!("columns without a name are not read: {}", unnamed.join(", "))]
}

/// Tries the rows themselves, the first row among them, as rows of each layout that is met without a header.
fn by_shape(
    path: &Path,
    opened: &Opened,
    reader: &dyn RawReader,
    candidates: &[Arc<Definition>],
    table: usize,
    head: &TableHead,
    file_name: &str,
) -> Result<Option<Recognised>> {
    let width = head.header.len();
    let ends_empty = head.header.last().is_some_and(|cell| cell.trim().is_empty());
    let mut fitting = Vec::new();
    for definition in candidates {
        for (index, layout) in definition.layouts.iter().enumerate().filter(|(_, layout)| layout.headerless) {
            let expected = layout.columns.len();
            // A sheet does not store the empty cells at a row's end.
            let fits = width == expected
                || (layout.trailing_empty_field && width == expected + 1 && ends_empty)
                || (!head.name.is_empty() && width < expected && width * 2 > expected);
            if !fits {
                continue;
            }
            let found = by_position(definition, index);
            let form = form_of(&found, reader, candidates, false);
            if rows_fit(opened, &found, table, &form, file_name)? {
                let remark = format!("there is no header row: the columns are taken by position, as {}", layout.title);
                fitting.push(Recognised { found, table, form, remarks: vec![remark] });
            }
        }
    }
    if let [first, second, ..] = fitting.as_slice() {
        let reason = format!(
            "the file has no header, and its rows fit more than one layout: {} and {}",
            first.found.layout().title,
            second.found.layout().title
        );
        let hint = "put the publisher's header row above the data".to_owned();
        return Err(Error::Header { path: path.to_path_buf(), reason, hint });
    }
    Ok(fitting.pop())
}

/// True if the first row and nearly all of the following ones can be read as the layout says.
fn rows_fit(opened: &Opened, found: &Match, table: usize, form: &RowForm, file_name: &str) -> Result<bool> {
    let normaliser = Normaliser::new(found, &found.layout().date_formats, file_name);
    let mut tried = None;
    let outcome = opened.reader()?.read(table, form, TRIED_ROWS, &mut |raw| {
        tried = Some(normaliser.run(raw)?);
        Err(Error::internal("looking at the first rows", "seen"))
    });
    match (tried, outcome) {
        (Some(normal), _) => {
            let is_first_good = normal.rejects.iter().all(|reject| reject.row != 1);
            Ok(is_first_good && normal.ruined.is_none() && normal.rejects.len() as u64 * 20 <= normal.read)
        }
        // A file that breaks before its first batch is full is of no shape.
        (None, _) => Ok(false),
    }
}

/// How the rows of a recognised table are to be read.
fn form_of(found: &Match, reader: &dyn RawReader, candidates: &[Arc<Definition>], has_header: bool) -> RowForm {
    let layout = found.layout();
    let numeric = numeric_columns(found);
    let encoding = layout.encoding.as_ref().and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    let known_names = candidates
        .iter()
        .flat_map(|definition| &definition.layouts)
        .flat_map(|layout| layout.columns.iter().chain(&layout.optional))
        .chain(&found.columns)
        .filter(|name| !name.is_empty())
        .cloned()
        .collect();
    RowForm {
        numeric: found.columns.iter().map(|name| numeric.contains(name)).collect(),
        names: found.columns.clone(),
        has_header,
        trailing_empty_field: layout.trailing_empty_field,
        encoding,
        separator: reader.separator(),
        decimal_comma: reader.has_decimal_comma(),
        known_names,
    }
}

/// Checks that the file's name tells what no column does, such as the category of published sums.
///
/// # Errors
/// [`Error::File`] with the words that the name may hold.
pub(crate) fn told_by_name(path: &Path, found: &Match, file_name: &str) -> Result<()> {
    let layout = found.layout();
    for target in targets(layout.content).iter().filter(|target| target.required) {
        let Some(field) = found.definition.field(layout, target.name) else { continue };
        let words: Vec<&str> = field
            .rules()
            .iter()
            .flat_map(|rule| rule.file_name.iter().flatten())
            .map(|(word, _)| word.as_str())
            .collect();
        let is_told =
            field.rules().iter().any(|rule| rule.file_name.is_none() || fields::told(rule, file_name).is_some());
        if !words.is_empty() && !is_told {
            return Err(Error::file(
                path,
                format!("the {} is in no column, and the file's name does not tell it", target.name),
                format!("give the file a name that holds one of: {}", words.join(", ")),
            ));
        }
    }
    Ok(())
}

/// Columns that a number is made of.
fn numeric_columns(found: &Match) -> HashSet<String> {
    let layout = found.layout();
    let is_number = |kind: ColumnType| matches!(kind, ColumnType::Integer | ColumnType::Double);
    let of_fields = targets(layout.content)
        .iter()
        .filter(|target| is_number(target.kind))
        .filter_map(|target| found.definition.field(layout, target.name))
        .flat_map(|field| field.rules().iter().filter_map(|rule| rule.column.clone()));
    let of_kept = kept::columns(found).into_iter().filter(|(_, kind)| is_number(*kind)).map(|(name, _)| name);
    of_fields.chain(of_kept).collect()
}
