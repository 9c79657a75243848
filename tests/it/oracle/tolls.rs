//! Tolls of events from what is claimed about them.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;
use warledger::ledger::Ledger;

use super::cover::Nature;
use super::events::joined;
use super::since::Span;
use super::table::{Cell, Row, Table, frame};

const SIDE: [&str; 4] = ["source", "source_event_id", "policy", "victim_side"];

/// Dead of each side under each policy.
pub(crate) fn event_toll(ledger: &Ledger) -> LazyFrame {
    let claims = frame(
        ledger,
        "select source, source_event_id, victim_side, value_low, value_best, value_high, qualifier, verification, \
         repeats_verification from claim where metric = 'killed'",
    );
    let policies = frame(ledger, "select policy, verification as credibility, tier from claim_policy");
    let number = |name: &str| col(name).cast(DataType::Float64);
    let stated = ["value_low", "value_best", "value_high"];
    let any_stated = stated.map(|name| col(name).is_not_null()).into_iter().reduce(Expr::or).expect("three columns");
    let disputed = col("verification").eq(lit("disputed"));
    let credibility = when(disputed.or(col("repeats_verification").is_null()))
        .then(col("verification"))
        .otherwise(col("repeats_verification"));
    let bounds_high_only = || col("qualifier").fill_null(lit("")).eq(lit("up_to"));
    let midpoint = (number("value_low") + number("value_high")) / lit(2.0);
    let largest = stated.map(|name| col(name).fill_null(lit(-1)));
    let [low, best, high] = largest;
    let larger = |a: Expr, b: Expr| when(a.clone().gt(b.clone())).then(a).otherwise(b);
    let figures = claims
        .filter(col("source_event_id").is_not_null().and(any_stated))
        .with_columns([
            credibility.alias("credibility"),
            when(bounds_high_only())
                .then(lit(NULL))
                .otherwise(col("value_low").fill_null(col("value_best")))
                .alias("low"),
            when(bounds_high_only()).then(lit(NULL)).otherwise(number("value_best").fill_null(midpoint)).alias("best"),
            larger(low, larger(best, high)).alias("high"),
        ])
        .join(policies, [col("credibility")], [col("credibility")], JoinArgs::new(JoinType::Inner));
    let best_tier = figures
        .clone()
        .filter(col("best").is_not_null())
        .group_by(SIDE.map(col))
        .agg([col("tier").min().alias("best_tier")]);
    let best = joined(figures.clone(), best_tier, &SIDE, JoinType::Inner)
        .filter(col("best").is_not_null().and(col("tier").eq(col("best_tier"))))
        .group_by(SIDE.map(col))
        // figures are not negative: halves go up
        .agg([(col("best").median() + lit(0.5)).cast(DataType::Int64).alias("deaths_best")]);
    let all = figures.group_by(SIDE.map(col)).agg([
        len().cast(DataType::Int64).alias("claims"),
        col("low").min().cast(DataType::Int64).alias("deaths_low"),
        col("high").max().cast(DataType::Int64).alias("deaths_high"),
    ]);
    joined(all, best, &SIDE, JoinType::Left)
}

/// Rows of tolls by event and policy, then by side.
fn by_policy(tolls: &Table) -> BTreeMap<(&str, &str, &str), BTreeMap<&str, Row<'_>>> {
    let mut found: BTreeMap<_, BTreeMap<&str, Row<'_>>> = BTreeMap::new();
    for row in tolls.rows() {
        let key = (row.name("source"), row.name("source_event_id"), row.name("policy"));
        found.entry(key).or_default().insert(row.name("victim_side"), row);
    }
    found
}

/// Dead of all sides: the sum over the sides, or the figure without a side where that is larger.
pub(crate) fn event_toll_total(tolls: &Table) -> Table {
    let mut rows = Vec::new();
    for ((source, event, policy), sides) in by_policy(tolls) {
        let figure = |side: &str, name: &str| sides.get(side).and_then(|row| row.get(name).whole());
        let of_sides = |name: &str| {
            let known: Vec<i64> =
                ["state_forces", "civilians", "militants"].iter().filter_map(|side| figure(side, name)).collect();
            (!known.is_empty()).then(|| known.iter().sum::<i64>())
        };
        // None is less than every number
        let larger = |name: &str| of_sides(name).max(figure("unspecified", name));
        let added =
            figure("unspecified", "deaths_best").map(|whole| (whole - of_sides("deaths_best").unwrap_or(0)).max(0));
        rows.push(vec![
            ("source", source.into()),
            ("source_event_id", event.into()),
            ("policy", policy.into()),
            ("state_forces_best", figure("state_forces", "deaths_best").into()),
            ("civilians_best", figure("civilians", "deaths_best").into()),
            ("militants_best", figure("militants", "deaths_best").into()),
            ("unspecified_best", added.into()),
            ("deaths_low", larger("deaths_low").into()),
            ("deaths_best", larger("deaths_best").into()),
            ("deaths_high", larger("deaths_high").into()),
        ]);
    }
    Table::of(rows)
}

/// Deaths of events of claims data: the totals of all undisputed claims.
pub(crate) fn deaths_of_events(events: &Table, totals: &Table, sources: &BTreeMap<String, Nature>) -> Table {
    let totals = totals.by("event_toll_total", &["source", "source_event_id", "policy"]);
    let mut rows = Vec::new();
    for event in events.rows().filter(|event| sources[event.name("source")].has_claims) {
        let [source, id] = ["source", "source_event_id"].map(|name| event.name(name));
        let total = totals.get(&format!("source={source}, source_event_id={id}, policy=as_reported"));
        let of = |name: &str| total.map_or(Cell::Null, |row| row.get(name).clone());
        rows.push(vec![
            ("source", source.into()),
            ("source_event_id", id.into()),
            ("deaths_low", of("deaths_low")),
            ("deaths_best", of("deaths_best")),
            ("deaths_high", of("deaths_high")),
            ("state_forces_best", of("state_forces_best")),
            ("civilians_best", of("civilians_best")),
            ("nonstate_best", of("militants_best")),
            ("unspecified_best", of("unspecified_best")),
        ]);
    }
    Table::of(rows)
}

#[derive(Default)]
struct Known {
    sums: [Option<i64>; 3],
    with: i64,
    without: i64,
    days: BTreeSet<i32>,
}

/// Troops killed in a period, under each policy, everywhere and in each region and country.
pub(crate) fn troops_killed_since(
    ledger: &Ledger,
    events: &Table,
    areas: &Table,
    actors: &Table,
    tolls: &Table,
    span: Span,
) -> Table {
    let sources = super::cover::sources(ledger);
    let kinds = Table::query(ledger, "select actor_id from actor where actor_kind in ('state_forces', 'auxiliary')");
    let troops: BTreeSet<&str> = kinds.rows().map(|row| row.name("actor_id")).collect();
    let id = |row: Row<'_>| (row.name("source").to_owned(), row.name("source_event_id").to_owned());
    let fought: BTreeSet<_> = actors.rows().filter(|row| troops.contains(row.name("actor_id"))).map(id).collect();
    let mut places: BTreeMap<_, BTreeSet<(&str, &str)>> = BTreeMap::new();
    for row in areas.rows().filter(|row| row.name("area_kind") != "admin1") {
        places.entry(id(row)).or_default().insert((row.name("area_kind"), row.name("area")));
    }
    let policies = Table::query(ledger, "select distinct policy from claim_policy");
    let tolls = by_policy(tolls);
    let mut found: BTreeMap<(String, &str, &str, &str), Known> = BTreeMap::new();
    for event in events.rows() {
        let day = event.get("start_date").day().expect("a start date");
        let asked = sources[event.name("source")].has_claims
            && event.name("disorder") == "political_violence"
            && span.holds(day);
        for policy in policies.rows().filter(|_| asked).map(|row| row.name("policy")) {
            let (source, id) = id(event);
            let toll = tolls.get(&(source.as_str(), id.as_str(), policy)).and_then(|sides| sides.get("state_forces"));
            if toll.is_none() && !fought.contains(&(source.clone(), id.clone())) {
                continue;
            }
            let everywhere = BTreeSet::from([("all", "all")]);
            for (kind, area) in everywhere.iter().chain(places.get(&(source.clone(), id.clone())).into_iter().flatten())
            {
                let known = found.entry((source.clone(), kind, area, policy)).or_default();
                known.days.insert(day);
                match toll {
                    Some(_) => known.with += 1,
                    None => known.without += 1,
                }
                for (sum, name) in known.sums.iter_mut().zip(["deaths_low", "deaths_best", "deaths_high"]) {
                    if let Some(figure) = toll.and_then(|row| row.get(name).whole()) {
                        *sum = Some(sum.unwrap_or(0) + figure);
                    }
                }
            }
        }
    }
    let row = |((source, kind, area, policy), known): ((String, &str, &str, &str), Known)| {
        let [low, best, high] = known.sums;
        vec![
            ("source", source.as_str().into()),
            ("area_kind", kind.into()),
            ("area", area.into()),
            ("policy", policy.into()),
            ("deaths_low", low.into()),
            ("deaths_best", best.into()),
            ("deaths_high", high.into()),
            ("events_with_figure", known.with.into()),
            ("events_without_figure", known.without.into()),
            ("first_date", super::table::day(known.days.first().copied())),
            ("last_date", super::table::day(known.days.last().copied())),
            ("says", "a sum of known tolls, not a total".into()),
        ]
    };
    Table::of(found.into_iter().map(row).collect())
}
