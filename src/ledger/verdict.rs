//! What a range says of a figure, and ranges of events added up.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::cells::CellRow;
use super::statement::{Sense, Statement};

/// What a range says of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The low reaches the figure.
    Supported,
    /// The figure lies in the range.
    Compatible,
    /// The high stays below the figure.
    NotReached,
    /// The low lies above a figure that is said to be the most, or the number itself.
    Exceeded,
    /// There is no range, or it is not of what the statement is about.
    Undecided,
}

/// A range with what it rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Range {
    /// Low figure; none where nobody gives one.
    pub low: Option<i64>,
    /// Best figure.
    pub best: Option<i64>,
    /// High figure.
    pub high: Option<i64>,
    /// Events with a figure.
    pub events_with_figure: i64,
    /// Events in which the side took part, without one: unknown, not zero.
    pub events_without_figure: i64,
}

/// Figures of events under one policy, without one voice or none.
pub(super) type Tolls<'t> = BTreeMap<&'t str, &'t CellRow>;

pub(super) fn of_policy<'t>(
    tolls: &'t [CellRow],
    pool: &str,
    source: &str,
    policy: &str,
    without: Option<&str>,
) -> Tolls<'t> {
    tolls
        .iter()
        .filter(|row| {
            row.text("pool") == Some(pool)
                && row.text("event_source") == Some(source)
                && row.text("policy") == Some(policy)
                && row.text("without") == without
        })
        .filter_map(|row| row.text("source_event_id").map(|event| (event, row)))
        .collect()
}

/// Events whose figures add up: one that lies inside another with a figure is counted there.
pub(super) fn counted<'t>(of: &Tolls<'t>) -> BTreeSet<&'t str> {
    of.iter()
        .filter(|(event, row)| row.text("part_of").is_none_or(|whole| whole == **event || !of.contains_key(whole)))
        .map(|(event, _)| *event)
        .collect()
}

pub(super) fn range_of(toll: &CellRow) -> Range {
    Range {
        low: toll.whole("figure_low"),
        best: toll.whole("figure_best"),
        high: toll.whole("figure_high"),
        events_with_figure: 1,
        events_without_figure: 0,
    }
}

pub(super) fn total(of: &Tolls<'_>, events: &[CellRow], source: &str, without: Option<&str>) -> Range {
    let of: Tolls<'_> =
        of.iter().filter(|(event, _)| Some(**event) != without).map(|(event, row)| (*event, *row)).collect();
    let counted = counted(&of);
    let known: BTreeSet<&str> = events
        .iter()
        .filter(|event| event.text("event_source") == Some(source))
        .filter_map(|event| event.text("source_event_id"))
        .collect();
    let mut range = Range::default();
    let add = |sum: &mut Option<i64>, figure: Option<i64>| {
        if let Some(figure) = figure {
            *sum = Some(sum.unwrap_or(0) + figure);
        }
    };
    for toll in of.iter().filter(|(event, _)| counted.contains(*event) && known.contains(*event)).map(|(_, toll)| toll)
    {
        add(&mut range.low, toll.whole("figure_low"));
        add(&mut range.best, toll.whole("figure_best"));
        add(&mut range.high, toll.whole("figure_high"));
        range.events_with_figure += 1;
    }
    range.events_without_figure = events
        .iter()
        .filter(|event| event.text("event_source") == Some(source) && event.is_true("has_side"))
        .filter_map(|event| event.text("source_event_id"))
        .filter(|event| !of.contains_key(event) && Some(*event) != without)
        .count() as i64;
    range
}

/// The verdict of a range.
pub(super) fn judge(statement: &Statement, range: &Range) -> Verdict {
    let figure = statement.figure;
    let (low, high) = (range.low.or(range.best), range.high.or(range.best));
    let Some(high) = high else { return Verdict::Undecided };
    // Where every figure bounds the high alone, the low may be anything from zero on.
    let low = low.unwrap_or(0);
    match statement.sense {
        Sense::AtLeast if low >= figure => Verdict::Supported,
        Sense::AtMost if high <= figure => Verdict::Supported,
        Sense::About if low == figure && high == figure => Verdict::Supported,
        Sense::AtLeast | Sense::About if high < figure => Verdict::NotReached,
        Sense::AtMost | Sense::About if low > figure => Verdict::Exceeded,
        _ => Verdict::Compatible,
    }
}

/// The verdict of a census source, which may give a best count without a range by side.
pub(super) fn by_best(statement: &Statement, range: &Range, high_of_all: Option<i64>) -> (Verdict, Option<String>) {
    if range.low.is_some() {
        return (judge(statement, range), None);
    }
    let verdict = judge(statement, range);
    if statement.side == "all" {
        return (verdict, Some("it gives no range: by its one figure".to_owned()));
    }
    match (verdict, high_of_all) {
        (Verdict::NotReached, Some(high)) if high < statement.figure => {
            (verdict, Some(format!("not even by its high estimate of all sides, {high}")))
        }
        (Verdict::Supported, _) => {
            (Verdict::Compatible, Some("by its best count; it gives no range by side".to_owned()))
        }
        _ => (verdict, Some("by its best count; it gives no range by side".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Filter;

    fn verdict(words: &str, low: i64, high: i64) -> Verdict {
        let statement = Statement::new(words, "killed", "state_forces", Filter::default()).expect(words);
        let range = Range { low: Some(low), best: Some(low), high: Some(high), ..Range::default() };
        judge(&statement, &range)
    }

    #[test]
    fn verdicts_follow_from_the_range() {
        for (words, low, high, expected) in [
            ("more than 400", 400, 500, Verdict::Supported),
            ("more than 400", 285, 543, Verdict::Compatible),
            ("more than 400", 300, 400, Verdict::Compatible),
            ("more than 400", 155, 254, Verdict::NotReached),
            ("up to 200", 60, 200, Verdict::Supported),
            ("up to 200", 60, 201, Verdict::Compatible),
            ("up to 200", 201, 300, Verdict::Exceeded),
            ("about 60", 60, 60, Verdict::Supported),
            ("60", 50, 70, Verdict::Compatible),
            ("60", 61, 70, Verdict::Exceeded),
            ("60", 10, 59, Verdict::NotReached),
        ] {
            assert_eq!(verdict(words, low, high), expected, "{words}: {low} to {high}");
        }
    }
}
