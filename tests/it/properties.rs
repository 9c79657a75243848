//! Properties over random input; `PROPTEST_CASES` says how many cases.

use std::fmt::Write;

use proptest::prelude::*;

use crate::support::{Bench, table};

const SOURCE: &str = r#"
[source]
name = "random"
title = "Random rows"
publisher = "Nobody"
licence = "none"
citation = "none"
census = true
redistribute = true
[measures]
deaths_range = true
[kept]
table = "random_event"
[fields]
source_event_id = { column = "id" }
start_date = { column = "date" }
end_date = { column = "date" }
date_precision = { value = "day" }
event_class = { value = "Battles" }
disorder = { value = "political_violence" }
place = { column = "place" }
deaths_low = { column = "low" }
deaths_best = { column = "best" }
deaths_high = { column = "high" }
deaths_rule = { value = "none" }
status = { value = "final" }
[[layouts]]
name = "random"
title = "random rows"
date_formats = ["%Y-%m-%d"]
columns = ["id", "date", "place", "low", "best", "high"]
"#;

/// A cell in quotes, as RFC 4180 writes it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn figure() -> impl Strategy<Value = Option<u16>> {
    prop_oneof![1 => Just(None), 4 => (0_u16..40).prop_map(Some)]
}

type Row = (String, Option<u16>, Option<u16>, Option<u16>);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    // Any text without NUL: quotes, commas, line ends, other scripts.
    let place = "[^\u{0}]{0,24}";
    prop::collection::vec((place, figure(), figure(), figure()), 1..60)
}

fn show(figure: Option<u16>) -> String {
    figure.map_or("-".to_owned(), |number| number.to_string())
}

/// Low and high after the repair, and whether there was one: the rule, said anew.
fn repaired(low: Option<u16>, best: Option<u16>, high: Option<u16>) -> (Option<u16>, Option<u16>, bool) {
    let Some(best) = best else {
        return match (low, high) {
            (Some(low), Some(high)) if low > high => (Some(high), Some(low), true),
            _ => (low, high, false),
        };
    };
    let broken = low.is_some_and(|low| low > best) || high.is_some_and(|high| high < best);
    (low.map(|low| low.min(best)), high.map(|high| high.max(best)), broken)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_lost_and_every_range_holds(rows in rows()) {
        let bench = Bench::new();
        bench.write("source.toml", SOURCE);
        let mut text = String::from("id,date,place,low,best,high\n");
        for (at, (place, low, best, high)) in rows.iter().enumerate() {
            let cell = |figure: &Option<u16>| figure.map_or(String::new(), |number| number.to_string());
            writeln!(text, "e{at:03},2025-01-02,{},{},{},{}", quoted(place), cell(low), cell(best), cell(high)).expect("text grows");
        }
        bench.write("rows.csv", text);
        bench.ok(&["load", "rows.csv", "--source", "source.toml"]);
        let stored = table(&bench.ledger(), "select place, deaths_low, deaths_best, deaths_high, range_repaired, deaths_low_reported, deaths_high_reported from event order by source_event_id");
        prop_assert_eq!(stored.len(), rows.len());
        for ((place, low, best, high), row) in rows.iter().zip(&stored) {
            let kept = if place.trim().is_empty() { "-" } else { place.trim() };
            prop_assert_eq!(&row[0], kept);
            let (lowest, highest, broken) = repaired(*low, *best, *high);
            prop_assert_eq!(&row[1..4], &[show(lowest), show(*best), show(highest)][..]);
            prop_assert_eq!(&row[4], &broken.to_string());
            prop_assert_eq!(&row[5..7], &[show(*low), show(*high)][..]);
        }
    }
}
