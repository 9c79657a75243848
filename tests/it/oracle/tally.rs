//! Counts and sums of events by any key.
//!
//! Events fall into classes that do not overlap, each of which is counted by itself: political violence that belongs to
//! the period, political violence that merely begins in it, demonstrations and strategic developments that belong to
//! it. A class without events in a group counts 0 and sums to nothing.

use polars::prelude::*;

use super::events::{cols, joined};

/// A sum that is NULL where there is no figure to add.
fn sum(column: &str, name: &str) -> Expr {
    when(col(column).count().gt(lit(0))).then(col(column).cast(DataType::Int64).sum()).otherwise(lit(NULL)).alias(name)
}

/// What is counted and summed in political violence that belongs to the period.
struct Measures(Vec<Expr>);

impl Measures {
    fn of_events() -> Self {
        Measures(vec![
            len().cast(DataType::Int64).alias("events"),
            col("without_figure").sum().alias("events_without_figure"),
            sum("deaths_low", "deaths_low"),
            sum("deaths_best", "deaths_best"),
            sum("deaths_high", "deaths_high"),
            sum("provisional", "provisional_deaths_best"),
            sum("coded_value", "coded_value_deaths_best"),
            col("unknown_zero").sum().alias("unknown_zero_events"),
        ])
    }

    fn with(mut self, more: impl IntoIterator<Item = Expr>) -> Self {
        self.0.extend(more);
        self
    }
}

/// Groups of events with what is counted in them.
struct Tally<'k> {
    events: LazyFrame,
    keys: &'k [&'k str],
    belongs: Expr,
    found: LazyFrame,
    counts: Vec<&'static str>,
}

impl<'k> Tally<'k> {
    fn new(events: LazyFrame, keys: &'k [&'k str], belongs: Expr) -> Self {
        let found = events.clone().select(cols(keys)).unique_generic(None, UniqueKeepStrategy::Any);
        Tally { events, keys, belongs, found, counts: Vec::new() }
    }

    /// Joins the measures of one class of events; its counts are 0 where it has no events.
    fn class(mut self, filter: Expr, measures: Vec<Expr>, counts: &[&'static str]) -> Self {
        let class = self.events.clone().filter(filter).group_by(cols(self.keys)).agg(measures);
        self.found = joined(self.found, class, self.keys, JoinType::Left);
        self.counts.extend(counts);
        self
    }

    fn violence(self, measures: Measures, counts: &[&'static str]) -> Self {
        let filter = is("political_violence").and(self.belongs.clone());
        let targeted = filter.clone().and(col("civilian_targeting"));
        self.class(filter, measures.0, &["events", "events_without_figure", "unknown_zero_events"])
            .counted(counts)
            .class(
                targeted,
                counted_and_summed("civilian_targeting_events", Some("civilian_targeting_deaths_best")),
                &["civilian_targeting_events"],
            )
    }

    fn counted(mut self, counts: &[&'static str]) -> Self {
        self.counts.extend(counts);
        self
    }

    fn beside(self, disorder: &str, events: &'static str, deaths: Option<&'static str>) -> Self {
        let filter = is(disorder).and(self.belongs.clone());
        self.class(filter, counted_and_summed(events, deaths), &[events])
    }

    fn unplaced(self) -> Self {
        let filter = is("political_violence").and(self.belongs.clone().not());
        self.class(filter, counted_and_summed("unplaced_events", Some("unplaced_deaths_best")), &["unplaced_events"])
    }

    fn finish(self) -> LazyFrame {
        let counts: Vec<Expr> = self.counts.iter().map(|name| col(*name).fill_null(lit(0))).collect();
        self.found.with_columns(counts)
    }
}

fn is(disorder: &str) -> Expr {
    col("disorder").eq(lit(disorder))
}

fn counted_and_summed(events: &str, deaths: Option<&str>) -> Vec<Expr> {
    let count = len().cast(DataType::Int64).alias(events);
    [Some(count), deaths.map(|name| sum("deaths_best", name))].into_iter().flatten().collect()
}

/// What events cost by the sides of the dead, and more that is measured in them; every event belongs.
pub(crate) fn by_side(events: LazyFrame, keys: &[&str], more: &[Expr]) -> LazyFrame {
    let sides = ["state_forces_best", "auxiliaries_best", "nonstate_best", "civilians_best", "unspecified_best"];
    Tally::new(events, keys, lit(true))
        .violence(Measures::of_events().with(sides.map(|name| sum(name, name))).with(more.iter().cloned()), &[])
        .beside("demonstrations", "demonstration_events", Some("demonstration_deaths_best"))
        .beside("strategic_developments", "strategic_events", Some("strategic_deaths_best"))
        .finish()
}

/// First and last start date.
pub(crate) fn first_and_last() -> [Expr; 2] {
    [col("start_date").min().alias("first_date"), col("start_date").max().alias("last_date")]
}

/// Events of actors by period.
pub(crate) fn by_actor(events: LazyFrame, keys: &[&str], belongs: Expr) -> LazyFrame {
    let measures = Measures::of_events().with([
        col("is_attacker").sum().alias("attacks"),
        col("attacker_coded").sum().alias("attacker_coded_events"),
        sum("own", "own_deaths_best"),
        sum("opponent", "opponent_deaths_best"),
        sum("deaths_civilians", "civilian_deaths_best"),
        col("start_date").n_unique().cast(DataType::Int64).alias("active_days"),
    ]);
    let measures = measures.with(first_and_last());
    Tally::new(events, keys, belongs)
        .violence(measures, &["attacks", "attacker_coded_events", "active_days"])
        .beside("demonstrations", "demonstration_events", None)
        .beside("strategic_developments", "strategic_events", None)
        .unplaced()
        .finish()
}

/// Events of areas by period.
pub(crate) fn by_area(events: LazyFrame, keys: &[&str], belongs: Expr) -> LazyFrame {
    let coded = col("event_attacker_coded").cast(DataType::Int64).sum().alias("attacker_coded_events");
    Tally::new(events, keys, belongs)
        .violence(Measures::of_events().with([coded]), &["attacker_coded_events"])
        .beside("demonstrations", "demonstration_events", Some("demonstration_deaths_best"))
        .beside("strategic_developments", "strategic_events", Some("strategic_deaths_best"))
        .unplaced()
        .finish()
}
