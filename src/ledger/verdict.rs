//! What a range says of a figure, and ranges of events added up.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::cells::CellRow;
use super::statement::Statement;

/// What a range says of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The whole range is what the statement says.
    Supported,
    /// Some of the range is.
    Compatible,
    /// The whole range lies below what it says.
    NotReached,
    /// The whole range lies above what it says.
    Exceeded,
    /// There is no range, or it is not of what the statement is about, or events without a figure could change it.
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
    /// Smallest number that the figures allow; one more than the low where that is said to be more than so many.
    pub least: Option<i64>,
    /// Largest number that the figures state, likewise.
    pub most: Option<i64>,
    /// True if a largest figure is said to be at least so many: nothing bounds it.
    pub is_open: bool,
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
        least: toll.whole("least"),
        most: toll.whole("most"),
        is_open: toll.is_true("is_open"),
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
        add(&mut range.least, toll.whole("least"));
        add(&mut range.most, toll.whole("most"));
        range.is_open |= toll.is_true("is_open");
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

/// The verdict of a range, and why where that is not plain: what a statement allows against what the range allows.
///
/// Events without a figure can only add: they leave a lower bound and an exceeded figure as they are, and decide against
/// every upper bound that would otherwise be supported.
pub(super) fn judge(statement: &Statement, range: &Range) -> (Verdict, Option<String>) {
    let Some(most) = range.most.or(range.high).or(range.best) else { return (Verdict::Undecided, None) };
    // Where every figure bounds the high alone, the low may be anything from zero on.
    let least = range.least.or(range.low).or(range.best).unwrap_or(0);
    let (from, to) = statement.bounds();
    if from.is_some_and(|from| most < from) {
        return (Verdict::NotReached, None);
    }
    if to.is_some_and(|to| least > to) {
        return (Verdict::Exceeded, None);
    }
    let holds = from.is_none_or(|from| least >= from) && to.is_none_or(|to| most <= to);
    match (holds, to, range.events_without_figure) {
        (false, ..) => (Verdict::Compatible, None),
        (true, None, _) => (Verdict::Supported, None),
        (true, Some(_), 0) if range.is_open => {
            (Verdict::Compatible, Some("its highest figure is said to be at least that".to_owned()))
        }
        (true, Some(_), 0) => (Verdict::Supported, None),
        (true, Some(_), 1) => (Verdict::Undecided, Some("1 event has no figure and could add to it".to_owned())),
        (true, Some(_), unknown) => {
            (Verdict::Undecided, Some(format!("{unknown} events have no figure and could add to it")))
        }
    }
}

/// The verdict of a census source, which may give a best count without a range by side.
pub(super) fn by_best(statement: &Statement, range: &Range, high_of_all: Option<i64>) -> (Verdict, Option<String>) {
    let (verdict, why) = judge(statement, range);
    if range.low.is_some() || why.is_some() {
        return (verdict, why);
    }
    if statement.side == "all" {
        return (verdict, Some("it gives no range: by its one figure".to_owned()));
    }
    match (verdict, high_of_all, statement.bounds().0) {
        (Verdict::NotReached, Some(high), Some(from)) if high < from => {
            (verdict, Some(format!("not even by its high estimate of all sides, {high}")))
        }
        (Verdict::Supported, ..) => {
            (Verdict::Compatible, Some("by its best count; it gives no range by side".to_owned()))
        }
        _ => (verdict, Some("by its best count; it gives no range by side".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Filter;

    fn verdict(words: &str, range: &Range) -> Verdict {
        let statement = Statement::new(words, "killed", "state_forces", Filter::default()).expect(words);
        judge(&statement, range).0
    }

    fn between(low: i64, high: i64, unknown: i64) -> Range {
        let (least, most) = (Some(low), Some(high));
        Range { low: least, best: least, high: most, least, most, events_without_figure: unknown, ..Range::default() }
    }

    #[test]
    fn every_qualifier_is_judged_at_its_borders() {
        use Verdict::{Compatible, Exceeded, NotReached, Supported, Undecided};
        // Words, low, high, with every event's figure known, with one that has none.
        for (words, low, high, known, unknown) in [
            ("more than 400", 401, 500, Supported, Supported),
            ("more than 400", 400, 500, Compatible, Compatible),
            ("more than 400", 285, 401, Compatible, Compatible),
            ("more than 400", 285, 400, NotReached, NotReached),
            ("more than 10", 10, 10, NotReached, NotReached),
            ("at least 400", 400, 400, Supported, Supported),
            ("at least 400", 399, 400, Compatible, Compatible),
            ("at least 400", 285, 399, NotReached, NotReached),
            ("exactly 10", 10, 10, Supported, Undecided),
            ("10", 10, 10, Supported, Undecided),
            ("10", 9, 10, Compatible, Compatible),
            ("10", 10, 11, Compatible, Compatible),
            ("10", 11, 12, Exceeded, Exceeded),
            ("10", 8, 9, NotReached, NotReached),
            ("about 60", 54, 66, Supported, Undecided),
            ("about 60", 53, 66, Compatible, Compatible),
            ("about 60", 54, 67, Compatible, Compatible),
            ("about 60", 66, 80, Compatible, Compatible),
            ("about 60", 67, 80, Exceeded, Exceeded),
            ("about 60", 10, 53, NotReached, NotReached),
            ("nearly 60", 54, 60, Supported, Undecided),
            ("nearly 60", 61, 61, Exceeded, Exceeded),
            ("nearly 60", 50, 53, NotReached, NotReached),
            ("up to 543", 285, 543, Supported, Undecided),
            ("up to 543", 285, 544, Compatible, Compatible),
            ("up to 543", 543, 544, Compatible, Compatible),
            ("up to 543", 544, 544, Exceeded, Exceeded),
            ("fewer than 543", 285, 542, Supported, Undecided),
            ("less than 543", 285, 543, Compatible, Compatible),
            ("fewer than 543", 543, 543, Exceeded, Exceeded),
            ("400-500", 400, 500, Supported, Undecided),
            ("400-500", 399, 500, Compatible, Compatible),
            ("400-500", 500, 600, Compatible, Compatible),
            ("400-500", 501, 600, Exceeded, Exceeded),
            ("400-500", 300, 399, NotReached, NotReached),
            ("about 400-500", 360, 550, Supported, Undecided),
        ] {
            assert_eq!(verdict(words, &between(low, high, 0)), known, "{words}: {low} to {high}");
            assert_eq!(verdict(words, &between(low, high, 1)), unknown, "{words}: {low} to {high}, one unknown");
        }
    }

    #[test]
    fn figures_that_say_more_than_or_at_least_are_bounds_themselves() {
        let more_than_30 = Range { least: Some(31), most: Some(31), is_open: true, ..between(30, 30, 0) };
        let at_least_30 = Range { is_open: true, ..between(30, 30, 0) };
        for (words, more, least) in [
            ("more than 30", Verdict::Supported, Verdict::NotReached),
            ("at least 30", Verdict::Supported, Verdict::Supported),
            ("30", Verdict::Exceeded, Verdict::Compatible),
            ("up to 40", Verdict::Compatible, Verdict::Compatible),
        ] {
            assert_eq!(verdict(words, &more_than_30), more, "{words} of more than 30");
            assert_eq!(verdict(words, &at_least_30), least, "{words} of at least 30");
        }
        // Where every figure is "up to" there is no low.
        let up_to_44 = Range { low: None, best: None, least: None, ..between(0, 44, 0) };
        assert_eq!(verdict("up to 44", &up_to_44), Verdict::Supported);
        assert_eq!(verdict("at least 44", &up_to_44), Verdict::Compatible);
        assert_eq!(verdict("more than 44", &up_to_44), Verdict::NotReached);
    }

    #[test]
    fn what_is_said_behind_a_number_must_be_what_is_asked() {
        let made = |words: &str, side: &str| Statement::new(words, "killed", side, Filter::default());
        assert!(made("more than 422 troops", "state_forces").is_ok());
        let error = made("more than 422 troops", "all").expect_err("another side").to_string();
        assert!(error.contains("'troops' are state_forces"), "{error}");
        assert!(made("400 wounded", "all").is_err());
    }
}
