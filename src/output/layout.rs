//! Which columns of a table are shown, and how wide, so that it fits the terminal.

use super::cell::Look;
use super::width::{width, wrap};

/// Blank columns between two columns of the table.
pub(super) const GAP: usize = 2;

/// Width to which text is shrunk before anything else gives way, and below which it is not shrunk at all.
const EASY_TEXT: usize = 24;
const TIGHT_TEXT: usize = 16;
const LEAST_TEXT: usize = 12;

/// Where a header may be broken.
pub(super) const HEADER_BREAKS: &[char] = &['_', ' '];

/// What a column needs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    header: usize,
    /// The widest part of the header when it is broken wherever it can be.
    part: usize,
    body: usize,
    breaks: bool,
}

impl Need {
    pub(super) fn new(header: &str, body: usize, look: &Look) -> Self {
        let parts = header.split_inclusive(HEADER_BREAKS);
        Self {
            header: width(header),
            part: parts.map(|part| width(part.trim_end())).max().unwrap_or_default(),
            body,
            breaks: look.breaks,
        }
    }

    fn natural(&self) -> usize {
        self.header.max(self.body).max(1)
    }

    /// The least width in each stage of shrinking: first long text, then headers too, then text further still.
    fn least(&self, stage: Stage) -> usize {
        let body = |limit: usize| {
            if self.breaks { self.body.min(limit) } else { self.body }
        };
        match stage {
            Stage::Natural => self.natural(),
            Stage::Text => self.header.max(body(EASY_TEXT)),
            Stage::Header => self.part.max(body(TIGHT_TEXT)),
            Stage::Least => self.part.min(LEAST_TEXT).max(body(LEAST_TEXT)),
        }
        .max(1)
    }
}

#[derive(Debug, Clone, Copy)]
enum Stage {
    Natural,
    Text,
    Header,
    Least,
}

/// A column on the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    /// The column of the result; `None` stands for the hidden ones.
    pub(super) column: Option<usize>,
    pub(super) width: usize,
}

/// The columns to show from left to right, and those hidden.
#[derive(Debug, Default)]
pub(super) struct Fit {
    pub(super) slots: Vec<Slot>,
    pub(super) hidden: Vec<usize>,
}

/// Fits the columns into `available`: shrinks what can shrink, then hides columns from the right.
pub(super) fn fit(needs: &[Need], available: Option<usize>) -> Fit {
    let all: Vec<usize> = (0..needs.len()).collect();
    let Some(available) = available else {
        return placed(needs, &all, needs.iter().map(Need::natural).collect(), Vec::new());
    };
    for stage in [Stage::Natural, Stage::Text, Stage::Header, Stage::Least] {
        if let Some(widths) = shrunk(needs, &all, stage, available) {
            return placed(needs, &all, widths, Vec::new());
        }
    }
    let mut shown = all;
    let mut hidden = Vec::new();
    while shown.len() > 1 {
        hidden.push(shown.remove(shown.len() - 1));
        // The hidden columns leave a mark that takes one column of the terminal.
        let room = available.saturating_sub(1 + GAP);
        if let Some(widths) = shrunk(needs, &shown, Stage::Least, room) {
            hidden.sort_unstable();
            return placed(needs, &shown, widths, hidden);
        }
    }
    hidden.sort_unstable();
    let room = available.saturating_sub(if hidden.is_empty() { 0 } else { 1 + GAP });
    let widths = vec![room.max(1); shown.len()];
    placed(needs, &shown, widths, hidden)
}

/// Widths of the shown columns that fill `available` at most, none below its least: the widest shrink first.
fn shrunk(needs: &[Need], shown: &[usize], stage: Stage, available: usize) -> Option<Vec<usize>> {
    let gaps = GAP * shown.len().saturating_sub(1);
    let room = available.checked_sub(gaps)?;
    let least: Vec<usize> = shown.iter().map(|&at| needs[at].least(stage)).collect();
    if least.iter().sum::<usize>() > room {
        return None;
    }
    let mut widths: Vec<usize> =
        shown.iter().zip(&least).map(|(&at, &least)| needs[at].natural().min(room).max(least)).collect();
    let mut excess = widths.iter().sum::<usize>().saturating_sub(room);
    while excess > 0 {
        let candidates = widths.iter_mut().zip(&least);
        let widest = candidates.filter(|(width, least)| **width > **least).max_by_key(|(width, _)| **width);
        let (width, _) = widest?;
        *width -= 1;
        excess -= 1;
    }
    Some(widths)
}

fn placed(needs: &[Need], shown: &[usize], widths: Vec<usize>, hidden: Vec<usize>) -> Fit {
    let mut slots = Vec::with_capacity(shown.len() + 1);
    let mut before = 0;
    for (&column, width) in shown.iter().zip(widths) {
        if column > before {
            slots.push(MARK);
        }
        slots.push(Slot { column: Some(column), width });
        before = column + 1;
    }
    if before < needs.len() {
        slots.push(MARK);
    }
    Fit { slots, hidden }
}

/// Stands where columns are hidden; they are neighbours, so there is one such place.
const MARK: Slot = Slot { column: None, width: 1 };

/// The header on as many lines as its width asks for, the last ones lowest.
pub(super) fn header_lines(header: &str, columns: usize) -> Vec<String> {
    let parts = header.split_inclusive(HEADER_BREAKS).count();
    wrap(header, columns, parts.max(1), HEADER_BREAKS)
}
