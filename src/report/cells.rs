//! Cells of tables as people read them.

use super::document::{Cell, Lang, Table};

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
}
