//! Clusters of simultaneous attacks, computed group by group and day by day.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use warledger::ledger::Ledger;

use super::cover::{Cover, Nature};
use super::table::{Cell, Table};

const DAYS_BEFORE: i32 = 84;
const LEAST_KM: f64 = 25.0;
/// Attacks in the days before, one a week: of a group with fewer the rate cannot be told.
const LEAST_BEFORE: usize = 12;

/// An attack: first and last day, place.
#[derive(Clone, Debug)]
struct Attack {
    event: String,
    first: i32,
    last: i32,
    place: [f64; 2],
}

impl Attack {
    /// Its place as a point of the unit sphere.
    fn point(&self) -> [f64; 3] {
        let [latitude, longitude] = self.place.map(f64::to_radians);
        [latitude.cos() * longitude.cos(), latitude.cos() * longitude.sin(), latitude.sin()]
    }

    /// What makes two attacks one: a place on a day.
    fn place_day(&self) -> (i32, [u64; 2]) {
        (self.first, self.place.map(f64::to_bits))
    }
}

type Group = (String, String);

/// Attacks of each source's groups.
fn attacks(ledger: &Ledger) -> BTreeMap<Group, Vec<Attack>> {
    let several = ["organised_group", "auxiliary", "unknown"];
    let kinds: BTreeMap<String, (String, String)> =
        Table::query(ledger, "select actor_id, origin, actor_kind from actor")
            .rows()
            .map(|row| {
                (row.name("actor_id").to_owned(), (row.name("origin").to_owned(), row.name("actor_kind").to_owned()))
            })
            .collect();
    let is_group =
        |id: &str| kinds.get(id).is_none_or(|(origin, kind)| origin == "source" || several.contains(&kind.as_str()));
    let members = Table::query(
        ledger,
        "select member_id, group_id, valid_from, valid_to from actor_member where relation = 'member'",
    );
    let named = Table::query(
        ledger,
        "select event.source, event.source_event_id, actor_id, start_date, end_date, latitude, longitude, is_attacker, \
         shared, source_kind, event_class, date_precision \
         from event join event_actor on event_actor.source = event.source and event_actor.source_event_id = event.source_event_id \
         where latitude is not null and longitude is not null",
    );
    let number = |cell: &Cell| match cell {
        Cell::Number(number) => *number,
        other => panic!("{other} is no coordinate"),
    };
    let mut found: BTreeMap<Group, Vec<Attack>> = BTreeMap::new();
    for row in named.rows() {
        let [first, last] = ["start_date", "end_date"].map(|name| row.get(name).day().expect("a day"));
        let battle = ["Battles", "state_based", "non_state"].contains(&row.name("event_class"));
        let attacks = match row.get("is_attacker") {
            Cell::Null => battle,
            known => known.is_true(),
        };
        let coded = row.text("source_kind").is_none_or(|kind| several.contains(&kind));
        let exact = ["day", "days"].contains(&row.name("date_precision")) && last - first <= 1;
        if !attacks || !coded || !exact || row.name("shared") == "uncertain" {
            continue;
        }
        let of_members = members.rows().filter(|member| {
            member.name("member_id") == row.name("actor_id")
                && member.get("valid_from").day().is_none_or(|from| from <= first)
                && member.get("valid_to").day().is_none_or(|to| to >= first)
        });
        let groups: BTreeSet<&str> =
            of_members.map(|member| member.name("group_id")).chain([row.name("actor_id")]).collect();
        for group in groups.into_iter().filter(|id| is_group(id)) {
            let known = found.entry((row.name("source").to_owned(), group.to_owned())).or_default();
            if !known.iter().any(|attack| attack.event == row.name("source_event_id")) {
                let place = ["latitude", "longitude"].map(|name| number(row.get(name)));
                known.push(Attack { event: row.name("source_event_id").to_owned(), first, last, place });
            }
        }
    }
    let parts = Table::query(
        ledger,
        "select source, source_event_id, part_of from claim where event_source = source and part_of is not null",
    );
    for ((source, _), attacks) in &mut found {
        let wholes: BTreeSet<String> = attacks.iter().map(|attack| attack.event.clone()).collect();
        let is_part = |event: &str| {
            parts.rows().any(|row| {
                let whole = row.name("part_of");
                row.name("source") == source
                    && row.name("source_event_id") == event
                    && whole != event
                    && wholes.contains(whole)
            })
        };
        attacks.retain(|attack| !is_part(&attack.event));
    }
    found.retain(|_, attacks| !attacks.is_empty());
    found
}

/// A cluster before anything is known of its deaths.
struct Cluster {
    group: Group,
    first: i32,
    events: Vec<Attack>,
    attacks: usize,
    places: usize,
    before: usize,
    km: f64,
    overlaps: bool,
}

impl Cluster {
    fn last(&self) -> i32 {
        self.events.iter().map(|attack| attack.last).max().expect("an attack")
    }
}

fn place_days<'a>(attacks: impl Iterator<Item = &'a Attack>) -> usize {
    attacks.map(Attack::place_day).collect::<HashSet<_>>().len()
}

fn clusters(ledger: &Ledger) -> Vec<Cluster> {
    let mut all: Vec<Cluster> = Vec::new();
    for (group, attacks) in attacks(ledger) {
        let begins: BTreeSet<i32> = attacks.iter().map(|attack| attack.first).collect();
        for day in &begins {
            let held: Vec<Attack> =
                attacks.iter().filter(|attack| attack.first >= *day && attack.last <= day + 1).cloned().collect();
            if begins.contains(&(day - 1)) && held.iter().all(|attack| attack.last == *day) {
                continue;
            }
            let apart = |one: &Attack, other: &Attack| {
                let chord: f64 = one.point().iter().zip(other.point()).map(|(a, b)| (a - b).powi(2)).sum();
                2.0 * 6371.0088 * (chord.sqrt() / 2.0).min(1.0).asin()
            };
            let km = held.iter().flat_map(|one| held.iter().map(move |other| apart(one, other))).fold(0.0, f64::max);
            if km < LEAST_KM {
                continue;
            }
            let places = held.iter().map(|attack| attack.place.map(f64::to_bits)).collect::<HashSet<_>>().len();
            let before = place_days(attacks.iter().filter(|attack| (day - DAYS_BEFORE..*day).contains(&attack.first)));
            let overlaps = all.last().is_some_and(|last| last.group == group && last.first == day - 1);
            let attacks = place_days(held.iter());
            all.push(Cluster {
                group: group.clone(),
                first: *day,
                events: held,
                attacks,
                places,
                before,
                km,
                overlaps,
            });
        }
    }
    all
}

/// 85 times the chance that at least so many of all fall on two days of 86, from 0.000001 to 1, to six decimals.
fn chance(attacks: usize, before: usize) -> f64 {
    let all = attacks + before;
    let logs: Vec<f64> = (0..=all)
        .scan(0.0, |sum, k| {
            *sum += if k == 0 { 0.0 } else { (k as f64).ln() };
            Some(*sum)
        })
        .collect();
    let of = |k: usize| {
        let ways = logs[all] - logs[k] - logs[all - k];
        (ways + k as f64 * (2.0_f64 / 86.0).ln() + (all - k) as f64 * (84.0_f64 / 86.0).ln()).exp()
    };
    // From the smallest term on.
    let bound = 85.0 * (attacks..=all).rev().map(of).sum::<f64>();
    ((bound.min(1.0) * 1e6).round() / 1e6).max(1e-6)
}

/// The two marts.
pub(crate) fn simultaneous(ledger: &Ledger, cover: &Cover, sources: &BTreeMap<String, Nature>) -> [Table; 2] {
    let events = Table::query(
        ledger,
        "select source, source_event_id, place_precision, date_precision, deaths_low, deaths_best, deaths_high from event",
    );
    let events = events.by("event", &["source", "source_event_id"]);
    let reach = Table::query(ledger, "select source, actor_id, country, first_date, last_date from group_country");
    let (mut of_event, mut of_cluster) = (Vec::new(), Vec::new());
    for cluster in clusters(ledger) {
        let (source, actor) = &cluster.group;
        let key = || {
            vec![
                ("source", source.as_str().into()),
                ("actor_id", actor.as_str().into()),
                ("first_date", Cell::Day(cluster.first)),
            ]
        };
        let shape = || {
            [
                ("attacks", Cell::Whole(cluster.attacks as i64)),
                ("places", Cell::Whole(cluster.places as i64)),
                ("distance_km", Cell::Number((cluster.km * 10.0).round() / 10.0)),
            ]
        };
        let before = ("attacks_before", Cell::Whole(cluster.before as i64));
        for attack in &cluster.events {
            let mut row = key();
            row.extend([
                ("source_event_id", attack.event.as_str().into()),
                ("last_date", Cell::Day(cluster.last())),
                ("overlaps_previous", cluster.overlaps.into()),
            ]);
            row.extend(shape());
            row.push(before.clone());
            of_event.push(row);
        }
        let held: Vec<_> = cluster
            .events
            .iter()
            .map(|attack| events[&format!("source={source}, source_event_id={}", attack.event)])
            .collect();
        let count = |counts: &dyn Fn(&super::table::Row<'_>) -> bool| {
            Cell::Whole(held.iter().filter(|event| counts(event)).count() as i64)
        };
        let sum = |name: &str| {
            let known: Vec<i64> = held.iter().filter_map(|event| event.get(name).whole()).collect();
            if known.is_empty() { Cell::Null } else { Cell::Whole(known.iter().sum()) }
        };
        let (from, to) = (cluster.first - DAYS_BEFORE, cluster.first + 1);
        let day = |row: super::table::Row<'_>, name: &str| row.get(name).day().expect("a day");
        let covered = reach
            .rows()
            .filter(|row| row.name("source") == source && row.name("actor_id") == actor)
            .filter(|row| day(*row, "first_date") <= to && day(*row, "last_date") >= from)
            .all(|row| cover.days(source, row.text("country")).is_some_and(|days| days.hold_all(from, to)));
        let missing = match (sources[source].census, covered) {
            (false, _) => Some("coded_sample"),
            (true, false) => Some("not_covered"),
            (true, true) => (cluster.before < LEAST_BEFORE).then_some("too_few_before"),
        };
        let mut row = key();
        row.extend([
            ("last_date", Cell::Day(cluster.last())),
            ("overlaps_previous", cluster.overlaps.into()),
            ("events", Cell::Whole(held.len() as i64)),
        ]);
        row.extend(shape());
        row.extend([
            (
                "uncertain_place_events",
                count(&|event| !["exact", "near"].contains(&event.text("place_precision").unwrap_or_default())),
            ),
            ("uncertain_date_events", count(&|event| event.name("date_precision") != "day")),
            (
                "events_without_figure",
                count(&|event| *event.get("deaths_best") == Cell::Null && *event.get("deaths_high") == Cell::Null),
            ),
            ("deaths_low", sum("deaths_low")),
            ("deaths_best", sum("deaths_best")),
            ("deaths_high", sum("deaths_high")),
            before,
            (
                "chance_level",
                if missing.is_none() { Cell::Number(chance(cluster.attacks, cluster.before)) } else { Cell::Null },
            ),
            ("chance_missing", missing.into()),
        ]);
        of_cluster.push(row);
    }
    [Table::of(of_event), Table::of(of_cluster)]
}
