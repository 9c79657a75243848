//! Which source and layout a file is, from its header alone.

use std::path::Path;
use std::sync::Arc;

use super::definition::{Definition, Layout};
use crate::error::{Error, Result};

/// A recognised file.
#[derive(Clone, Debug)]
pub struct Match {
    /// The source.
    pub definition: Arc<Definition>,
    /// Index of the layout in the definition.
    pub layout: usize,
    /// The header under the names that the definition's fields use, in file order; empty for a column without a name.
    pub columns: Vec<String>,
    /// Columns of the file that the layout does not know; kept as text.
    pub extra: Vec<String>,
}

impl Match {
    /// The layout.
    pub fn layout(&self) -> &Layout {
        &self.definition.layouts[self.layout]
    }
}

struct Fit {
    definition: Arc<Definition>,
    layout: usize,
    missing: Vec<String>,
    extra: Vec<String>,
    /// Columns of the layout that may be absent, and are.
    absent: usize,
}

impl Fit {
    /// What is missing or extra counts first; absent optional columns only tell layouts apart that fit equally.
    fn distance(&self) -> (usize, usize) {
        (self.missing.len() * 2 + self.extra.len(), self.absent)
    }

    /// True where rows of whole events would be taken for rows of single actors: the second side would be lost.
    fn halves(&self) -> bool {
        let layouts = &self.definition.layouts;
        let is_known = |name: &String| layouts.iter().any(|layout| !layout.monadic && layout.columns.contains(name));
        layouts[self.layout].monadic && self.extra.iter().any(is_known)
    }

    fn name(&self) -> String {
        format!("{} ({})", self.definition.source.name, self.definition.layouts[self.layout].title)
    }
}

/// Finds the one layout that a header belongs to.
///
/// With `chosen` false (the source is to be found) the header must hold every column of the layout and nothing
/// unknown; with `chosen` true (the user named the source) further columns are kept as text.
///
/// # Errors
/// [`Error::Header`] for repeated names, for a header that fits nothing (naming the nearest layout, what is missing
/// and what is extra), and for one that fits several layouts equally.
pub fn recognise(path: &Path, header: &[String], candidates: &[Arc<Definition>], chosen: bool) -> Result<Match> {
    let names: Vec<String> = header.iter().map(|name| clean(name)).collect();
    // The engine takes names as C does: they end at a NUL.
    if let Some(at) = names.iter().position(|name| name.contains('\0')) {
        let reason = format!("the name of column {} holds a NUL byte", at + 1);
        return Err(header_error(path, reason, "correct the header, or export the file again"));
    }
    if let Some(repeated) = first_repeated(&names) {
        return Err(header_error(
            path,
            format!("the column '{repeated}' stands twice in the header"),
            "name every column once",
        ));
    }
    let mut fits: Vec<Fit> = candidates
        .iter()
        .flat_map(|definition| {
            let names = &names;
            (0..definition.layouts.len()).map(move |layout| fit(definition.clone(), layout, names))
        })
        .collect();
    fits.sort_by_key(Fit::distance);
    let whole: Vec<&Fit> =
        fits.iter().filter(|fit| fit.missing.is_empty() && (chosen || fit.extra.is_empty()) && !fit.halves()).collect();
    match whole.as_slice() {
        [] => Err(nearest_error(path, &names, &fits)),
        // Layouts of one source that fit equally differ in columns that are not there: the first serves.
        [first, second, ..]
            if first.distance() == second.distance()
                && first.definition.source.name != second.definition.source.name =>
        {
            Err(header_error(
                path,
                format!("the header fits more than one layout: {} and {}", first.name(), second.name()),
                "name the source with --source",
            ))
        }
        [best, ..] => {
            let layout = &best.definition.layouts[best.layout];
            let columns: Vec<String> =
                names.iter().map(|name| layout.rename.get(name).cloned().unwrap_or_else(|| name.clone())).collect();
            if let Some(repeated) = first_repeated(&columns) {
                let given: Vec<&String> = names
                    .iter()
                    .zip(&columns)
                    .filter(|(_, column)| *column == repeated)
                    .map(|(name, _)| name)
                    .collect();
                return Err(header_error(
                    path,
                    format!("the columns {} of the header mean the same: '{repeated}'", quoted(&given)),
                    "remove all but one of them",
                ));
            }
            Ok(Match { definition: best.definition.clone(), layout: best.layout, columns, extra: best.extra.clone() })
        }
    }
}

/// The match of a file without a header row: its columns are those of the layout, by position.
pub(crate) fn by_position(definition: &Arc<Definition>, index: usize) -> Match {
    let layout = &definition.layouts[index];
    let columns =
        layout.columns.iter().map(|name| layout.rename.get(name).cloned().unwrap_or_else(|| name.clone())).collect();
    Match { definition: definition.clone(), layout: index, columns, extra: Vec::new() }
}

/// A header cell as it is compared: trimmed, lower case, without a byte order mark.
///
/// Spreadsheets and data frames write columns that have no name, such as a row index, as nothing or as "Unnamed: 0".
pub(crate) fn clean(name: &str) -> String {
    let name = name.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_lowercase();
    let number = name.strip_prefix("unnamed:").map(str::trim_start);
    if number.is_some_and(|number| number.chars().all(|c| c.is_ascii_digit())) { String::new() } else { name }
}

fn first_repeated(names: &[String]) -> Option<&String> {
    names.iter().enumerate().find(|(at, name)| !name.is_empty() && names[..*at].contains(name)).map(|(_, name)| name)
}

fn fit(definition: Arc<Definition>, index: usize, names: &[String]) -> Fit {
    let layout = &definition.layouts[index];
    let (absent, missing): (Vec<String>, Vec<String>) = layout
        .columns
        .iter()
        .chain(layout.optional.iter().filter(|column| !layout.columns.contains(column)))
        .filter(|column| !names.contains(column))
        .cloned()
        .partition(|column| layout.optional.contains(column));
    let extra = names
        .iter()
        .filter(|name| !name.is_empty() && !layout.columns.contains(name) && !layout.optional.contains(name))
        .cloned()
        .collect();
    Fit { definition, layout: index, missing, extra, absent: absent.len() }
}

fn nearest_error(path: &Path, names: &[String], fits: &[Fit]) -> Error {
    let Some(nearest) = fits.iter().find(|fit| !fit.halves()) else {
        return header_error(path, "no source definition to compare the header with".to_owned(), "");
    };
    let named = names.iter().filter(|name| !name.is_empty()).count();
    let known = named - nearest.extra.len().min(named);
    // One or two words in common, such as date and country, are no likeness.
    if known < 3 {
        return header_error(
            path,
            format!("the header is of no known source; it begins: {}", shorten(names, 6)),
            "name the source with --source NAME, or describe the file in a source.toml of your own and give its path",
        );
    }
    let mut parts = vec![format!("the header is of no known layout; nearest is {}", nearest.name())];
    if !nearest.missing.is_empty() {
        parts.push(format!("missing: {}", shorten(&nearest.missing, 12)));
    }
    if !nearest.extra.is_empty() {
        parts.push(format!("extra: {}", shorten(&nearest.extra, 12)));
    }
    let hint = if nearest.missing.is_empty() {
        format!("load it with --source {} to keep the extra columns as text", nearest.definition.source.name)
    } else {
        "export the file again with all columns, or describe it in a source.toml of your own: --source path/to/source.toml"
            .to_owned()
    };
    header_error(path, parts.join("; "), &hint)
}

fn header_error(path: &Path, reason: String, hint: &str) -> Error {
    Error::Header { path: path.to_path_buf(), reason, hint: hint.to_owned() }
}

fn quoted(names: &[&String]) -> String {
    names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(" and ")
}

fn shorten(names: &[String], most: usize) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(most)
        .map(|name| if name.is_empty() { "(unnamed)".to_owned() } else { name.chars().take(60).collect() })
        .collect();
    let rest = names.len().saturating_sub(most);
    if rest == 0 { shown.join(", ") } else { format!("{} and {rest} more", shown.join(", ")) }
}
