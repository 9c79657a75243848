//! Cells of tables as people read them.

use super::document::{Cell, Lang, Table};
use super::words::Words;

/// What stands where nothing is known.
pub(super) const UNKNOWN: &str = "–";

/// The cell in the language; texts as they are.
pub(super) fn text(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Count(count) => lang.count(*count),
        Cell::Number(number, digits) => lang.number(*number, *digits),
        Cell::Estimate { low, best, high } => lang.estimate(*low, *best, *high),
        Cell::Date(day) => lang.date(*day),
        Cell::Share(share) => lang.share(*share),
        Cell::Unknown => UNKNOWN.to_owned(),
    }
}

/// Whether a cell is a figure, which stands at the right.
fn is_figure(cell: &Cell) -> bool {
    matches!(cell, Cell::Count(_) | Cell::Number(..) | Cell::Estimate { .. } | Cell::Share(_))
}

/// Of each column, whether it holds figures: at least one, and otherwise only what is unknown.
pub(super) fn figures(table: &Table) -> Vec<bool> {
    (0..table.columns.len())
        .map(|column| {
            let mut cells = table.rows.iter().filter_map(|row| row.get(column)).filter(|cell| **cell != Cell::Unknown);
            cells.next().is_some_and(is_figure) && cells.all(is_figure)
        })
        .collect()
}

/// The cells of a row, one for each column: what is missing is unknown, and what is too much is left out.
pub(super) fn row<'t>(table: &'t Table, cells: &'t [Cell]) -> impl Iterator<Item = &'t Cell> {
    (0..table.columns.len()).map(|column| cells.get(column).unwrap_or(&Cell::Unknown))
}

/// The table as people read it: a column of which nothing is known becomes a line under it.
pub(super) fn without_unknown_columns(table: &Table, words: &Words) -> Table {
    let mut table = table.clone();
    let is_known: Vec<bool> = (0..table.columns.len())
        .map(|column| {
            let mut cells = table.rows.iter().map(|row| row.get(column).unwrap_or(&Cell::Unknown));
            column == 0 || table.rows.is_empty() || cells.any(|cell| *cell != Cell::Unknown)
        })
        .collect();
    if is_known.iter().all(|known| *known) {
        return table;
    }
    let unknown: Vec<&str> =
        table.columns.iter().zip(&is_known).filter(|(_, known)| !**known).map(|(name, _)| name.as_str()).collect();
    table.notes.insert(0, format!("{}{} {}.", words.all_unknown, words.colon, unknown.join(words.semicolon)));
    table.rows = table.rows.into_iter().map(|cells| kept(cells, &is_known)).collect();
    table.columns = kept(table.columns, &is_known);
    table
}

/// The items whose flag is set.
fn kept<T>(items: Vec<T>, flags: &[bool]) -> Vec<T> {
    items.into_iter().zip(flags).filter(|(_, flag)| **flag).map(|(item, _)| item).collect()
}

/// Letters that half the width of a page of paper has room for, in the size of tables.
const NARROW: usize = 66;

/// Letters of a cell from which it is broken into lines rather than that its column grows.
const BROKEN: usize = 36;

/// Whether a table needs the whole width of a page of paper: in half of it its cells would be broken into many lines.
/// A column is as wide as its longest cell and as the longest word of its heading, and a letter more to the next.
pub(super) fn is_wide_table(table: &Table, lang: Lang) -> bool {
    let width = |column: usize| {
        let heading = table.columns[column].split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
        let cells = table.rows.iter().filter_map(|row| row.get(column)).map(|cell| text(cell, lang).chars().count());
        heading.max(cells.max().unwrap_or(0).min(BROKEN)) + 1
    };
    (0..table.columns.len()).map(width).sum::<usize>() > NARROW
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_numbers_stand_at_the_right() {
        let table = Table {
            id: "t".to_owned(),
            caption: String::new(),
            columns: ["words", "counts", "mixed", "nothing"].map(str::to_owned).to_vec(),
            rows: vec![
                vec![Cell::Text("a".to_owned()), Cell::Count(1), Cell::Count(1), Cell::Unknown],
                vec![Cell::Text("b".to_owned()), Cell::Unknown, Cell::Text("x".to_owned()), Cell::Unknown],
            ],
            notes: Vec::new(),
            object: None,
        };
        assert_eq!(figures(&table), [false, true, false, false]);
        assert_eq!(row(&table, &table.rows[0][..1]).count(), 4, "a short row is filled");
    }

    #[test]
    fn a_column_of_which_nothing_is_known_becomes_a_line() {
        let table = Table {
            id: "t".to_owned(),
            caption: String::new(),
            columns: ["area", "ratio", "deaths", "rank"].map(str::to_owned).to_vec(),
            rows: vec![
                vec![Cell::Text("a".to_owned()), Cell::Unknown, Cell::Count(1)],
                vec![Cell::Text("b".to_owned()), Cell::Unknown, Cell::Unknown, Cell::Unknown],
            ],
            notes: vec!["No tests.".to_owned()],
            object: None,
        };
        let read = without_unknown_columns(&table, Words::of(Lang::En));
        assert_eq!(read.columns, ["area", "deaths"]);
        assert_eq!(read.rows[0], [Cell::Text("a".to_owned()), Cell::Count(1)]);
        assert_eq!(read.notes, ["Unknown in every row: ratio; rank.", "No tests."]);
        let without_rows = Table { rows: Vec::new(), ..table };
        assert_eq!(without_unknown_columns(&without_rows, Words::of(Lang::En)), without_rows);
    }

    #[test]
    fn many_columns_and_long_cells_need_the_whole_page() {
        let of = |heading: &str, columns: usize, letters: usize| Table {
            id: "t".to_owned(),
            caption: String::new(),
            columns: vec![heading.to_owned(); columns],
            rows: vec![vec![Cell::Text("x".repeat(letters))]],
            notes: Vec::new(),
            object: None,
        };
        let is_wide = |heading, columns, letters| is_wide_table(&of(heading, columns, letters), Lang::En);
        assert!(is_wide("deaths", 10, 1) && is_wide("of the dead", 10, 60));
        assert!(!is_wide("deaths", 9, 1) && !is_wide("of", 8, 400), "a long text is broken");
    }
}
