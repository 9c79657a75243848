//! Tolls of events from what is claimed about them.

use std::collections::{BTreeMap, BTreeSet};

use warledger::ledger::Ledger;

use super::cover::Nature;
use super::since::Span;
use super::table::{Cell, Row, Table};

/// Source of the claims, source of the event, event, policy.
type Toll<'t> = (&'t str, &'t str, &'t str, &'t str);

/// Rows of tolls by event and policy, then by side.
fn by_policy(tolls: &Table) -> BTreeMap<Toll<'_>, BTreeMap<&str, Row<'_>>> {
    let mut found: BTreeMap<_, BTreeMap<&str, Row<'_>>> = BTreeMap::new();
    for row in tolls.rows() {
        let key = (row.name("source"), row.name("event_source"), row.name("source_event_id"), row.name("policy"));
        found.entry(key).or_default().insert(row.name("victim_side"), row);
    }
    found
}

/// Dead of all sides: the sum over the sides, or the figure without a side where that is larger.
pub(crate) fn event_toll_total(tolls: &Table) -> Table {
    let mut rows = Vec::new();
    for ((source, events, event, policy), mut sides) in by_policy(tolls) {
        sides.retain(|_, row| *row.get("counted_in") == Cell::Null);
        if sides.is_empty() {
            continue;
        }
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
            ("event_source", events.into()),
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
    let totals = totals.by("event_toll_total", &["source", "event_source", "source_event_id", "policy"]);
    let mut rows = Vec::new();
    for event in events.rows().filter(|event| sources[event.name("source")].has_claims) {
        let [source, id] = ["source", "source_event_id"].map(|name| event.name(name));
        let total =
            totals.get(&format!("source={source}, event_source={source}, source_event_id={id}, policy=as_reported"));
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
    let policies = Table::query(ledger, "select policy from policy");
    let tolls = by_policy(tolls);
    let mut found: BTreeMap<(String, &str, &str, &str), Known> = BTreeMap::new();
    for event in events.rows() {
        let day = event.get("start_date").day().expect("a start date");
        let asked = sources[event.name("source")].has_claims
            && event.name("disorder") == "political_violence"
            && span.holds(day);
        for policy in policies.rows().filter(|_| asked).map(|row| row.name("policy")) {
            let (source, id) = id(event);
            let toll = tolls
                .get(&(source.as_str(), source.as_str(), id.as_str(), policy))
                .and_then(|sides| sides.get("state_forces"));
            if toll.is_some_and(|row| *row.get("counted_in") != Cell::Null) {
                continue;
            }
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
