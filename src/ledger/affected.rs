//! Keeping marts exact from what a load touches.
//!
//! The mart's own SQL over the states that a load ended gives what they made of its rows, over the states that it wrote
//! what they make: the first is taken off, the second put on, column by column as the column's unit adds up. Where that
//! does not tell the result (the last figure of a group may have gone, a day may have come or gone), a scope gathers every event
//! that such a group may hold, and the same SQL over the scope gives its row anew. A mart without a scope, and a load that
//! touches much of a source, is recomputed whole.

use duckdb::Connection;

use super::clusters;
use super::params::{Params, run};
use super::refresh::CoverageChange;
use super::sync::one_number;
use crate::catalog::{self, ColumnDoc, Kind, Object};
use crate::error::{Error, Result};

/// The step that gathers the events that marts are recomputed from, and the marts.
struct Scope {
    step: &'static str,
    marts: &'static [&'static str],
}

const SCOPES: &[Scope] = &[
    Scope { step: "scope_days", marts: &["fatalities_by_day"] },
    Scope { step: "scope_areas", marts: &["area_month", "area_week"] },
    Scope { step: "scope_groups", marts: &["group_week", "group_acled_week", "group_month"] },
    Scope { step: "scope_group_countries", marts: &["group_country"] },
];

/// The core view that several marts read, computed once for all of them.
pub(super) const SHARED: &str = "group_measure";

/// Columns of events that no core view reads: long texts, which would be copied for nothing.
const TEXTS: &str = "event_type, event_subtype, admin2, place, reported_by, summary";

/// Marts that count days: the period that tells their rows apart, and what places an event in it.
const DAY_COUNTS: &[(&str, &str, &str)] = &[
    ("group_week", "week", "in_week"),
    ("group_acled_week", "acled_week", "in_week"),
    ("group_month", "month", "in_month"),
];

const FINDING: &str = "finding what the load touches";

/// One in so many of a source's events touched: recomputing everything is no slower.
const MUCH: i64 = 5;

/// A load that touches little: its groups alone are brought up to date.
pub(crate) struct Affected {
    main: String,
}

impl Affected {
    /// Nothing if the load touches much of its source.
    ///
    /// The temporary table `touched` names the events.
    pub(crate) fn little(conn: &Connection, params: &Params) -> Result<Option<Self>> {
        let touched = one_number(conn, FINDING, "select count(*)::bigint from touched", params)?.unwrap_or(0);
        let standing = one_number(conn, FINDING, "select count(*)::bigint from event where source = $source", params)?
            .unwrap_or(0);
        if touched * MUCH > standing {
            return Ok(None);
        }
        Ok(Some(Affected { main: main_schema(conn)? }))
    }

    /// Brings every mart that has a scope up to date, after the load has written its states and ended others.
    ///
    /// `covers` says whether the loads cover other days than before.
    pub(super) fn refresh(&self, conn: &Connection, covers: CoverageChange, params: &Params) -> Result<()> {
        gather(conn, params)?;
        clusters::note_reach(conn, params)?;
        for scope in SCOPES {
            let mut open = 0;
            for mart in scope.marts {
                open += turn(conn, found(mart)?, params)?;
            }
            if open > 0 {
                self.recompute(conn, scope, params)?;
            }
        }
        clusters::refresh(conn, &self.main, covers, params)
    }

    /// Computes the open groups of a scope from all of their events.
    fn recompute(&self, conn: &Connection, scope: &Scope, params: &Params) -> Result<()> {
        let doing = format!("refreshing {}", scope.marts.join(", "));
        run(conn, &doing, catalog::step(scope.step), params)?;
        let [events, actors] = ["event", "event_actor"].map(|table| {
            format!(
                "select held.* from {}.{table} as held \
                 semi join temp.scope on scope.source = held.source and scope.source_event_id = held.source_event_id",
                self.main
            )
        });
        if scope.marts.iter().any(|mart| reads_shared(mart)) {
            share("scope_measure", &events, &actors, conn, params)?;
        }
        for mart in scope.marts {
            let object = found(mart)?;
            let keys = &object.header.grain;
            let insert = format!(
                "insert into {mart} {} select held.* from ({}) as held \
                 where exists (select 1 from affected_{mart} as affected where {}) order by {}",
                chain(object, &events, &actors, Some("scope_measure")),
                object.body,
                same(keys, "affected", "held"),
                keys.join(", ")
            );
            run(conn, &doing, &insert, params)?;
        }
        Ok(())
    }

    /// True for a mart whose affected groups alone are brought up to date.
    pub(crate) fn has(mart: &str) -> bool {
        SCOPES.iter().any(|scope| scope.marts.contains(&mart))
    }
}

/// Computes the shared core view over some events.
fn share(table: &str, events: &str, actors: &str, conn: &Connection, params: &Params) -> Result<()> {
    let core = found(SHARED)?;
    let steps = chain(core, events, actors, None);
    let make = format!("create or replace temp table {table} as {steps} select * from ({})", core.body);
    run(conn, FINDING, &make, params).map(drop)
}

/// True for a mart that reads the shared core view.
pub(super) fn reads_shared(mart: &str) -> bool {
    catalog::find(mart).is_some_and(|object| object.header.sources.iter().any(|source| source == SHARED))
}

pub(super) fn found(name: &str) -> Result<&'static Object> {
    catalog::find(name).ok_or_else(|| Error::internal("refreshing", name))
}

/// Computes the rows that the states ended by the load make in each mart (`former_MART`), and those of the states that it
/// has written (`present_MART`).
fn gather(conn: &Connection, params: &Params) -> Result<()> {
    for (when, history, loaded) in [("former", "_history", "ended_load_id"), ("present", "", "load_id")] {
        for (small, table, columns) in
            [("event", "event", format!("* exclude ({TEXTS})")), ("actor", "event_actor", "*".to_owned())]
        {
            let make = format!(
                "create or replace temp table {when}_{small} as select {columns} from {table}{history} \
                 where source = $source and {loaded} = $load_id::integer"
            );
            run(conn, FINDING, &make, params)?;
        }
        let (events, actors) = (format!("select * from temp.{when}_event"), format!("select * from temp.{when}_actor"));
        let measure = format!("{when}_measure");
        share(&measure, &events, &actors, conn, params)?;
        for mart in SCOPES.iter().flat_map(|scope| scope.marts) {
            let object = found(mart)?;
            let steps = chain(object, &events, &actors, Some(&measure));
            let make = format!("create or replace temp table {when}_{mart} as {steps} select * from ({})", object.body);
            run(conn, FINDING, &make, params)?;
        }
    }
    Ok(())
}

/// Turns the rows of a mart: what ended states made is taken off, what new ones make is put on. Groups for which that does
/// not tell the result are noted in `affected_MART` and taken out; gives their number.
fn turn(conn: &Connection, object: &Object, params: &Params) -> Result<i64> {
    let mart = object.name;
    let doing = format!("refreshing {mart}");
    let keys = &object.header.grain;
    let measures: Vec<Measure> = object
        .header
        .columns
        .iter()
        .filter(|column| !keys.contains(&column.name))
        .map(Measure::of)
        .collect::<Result<_>>()?;
    let key_list = keys.join(", ");
    let counts = DAY_COUNTS.iter().find(|(known, ..)| *known == mart);
    let moved = match counts {
        Some((_, period, placed)) => {
            let days = |when: &str| {
                format!("select source, actor_id, {period}, start_date from {when}_measure where counted and {placed}")
            };
            format!(
                "select distinct source, actor_id, {period} from ( \
                 ({f} except {p}) union all ({p} except {f}))",
                f = days("former"),
                p = days("present")
            )
        }
        None => format!("select {key_list} from former_{mart} where false"),
    };
    let named: Vec<String> = keys.iter().map(|key| format!("grp.{key}")).collect();
    let values: Vec<String> = measures.iter().map(Measure::value).collect();
    let unclear: Vec<String> = measures.iter().filter_map(Measure::unclear).collect();
    let left: Vec<String> = measures.iter().filter_map(Measure::left).collect();
    let make = format!(
        "create or replace temp table turned_{mart} as \
         with grp as (select {key_list} from former_{mart} union select {key_list} from present_{mart}), \
         moved as ({moved}) \
         select {}, {}, held.rowid as held_row, \
           held.rowid is not null and ({} or (present.rowid is null and {} = 0)) as is_open \
         from grp left join {mart} as held on {} left join former_{mart} as former on {} \
         left join present_{mart} as present on {} left join moved on {}",
        named.join(", "),
        values.join(", "),
        if unclear.is_empty() { "false".to_owned() } else { unclear.join(" or ") },
        left.join(" + "),
        same(keys, "grp", "held"),
        same(keys, "grp", "former"),
        same(keys, "grp", "present"),
        same(keys, "grp", "moved"),
    );
    run(conn, &doing, &make, params)?;
    let take = format!("delete from {mart} where rowid in (select held_row from turned_{mart})");
    run(conn, &doing, &take, params)?;
    let put = format!(
        "insert into {mart} by name select * exclude (held_row, is_open) from turned_{mart} \
         where not is_open order by {key_list}"
    );
    run(conn, &doing, &put, params)?;
    let note =
        format!("create or replace temp table affected_{mart} as select {key_list} from turned_{mart} where is_open");
    run(conn, &doing, &note, params)?;
    Ok(one_number(conn, &doing, &format!("select count(*)::bigint from affected_{mart}"), params)?.unwrap_or(0))
}

/// How a column of a mart follows from what it was (`held`), and from what ended (`former`) and new (`present`) states make.
enum Measure<'m> {
    /// A number of events; never NULL.
    Count(&'m str),
    /// A sum of persons; NULL if no event of the group has a figure.
    Sum(&'m str),
    /// A number of different days; known only where no day came or went.
    Days(&'m str),
    /// The first of days.
    First(&'m str),
    /// The last of days.
    Last(&'m str),
}

impl<'m> Measure<'m> {
    fn of(column: &'m ColumnDoc) -> Result<Self> {
        let name = column.name.as_str();
        match (column.unit.as_deref(), name) {
            (Some("events"), _) => Ok(Measure::Count(name)),
            (Some("persons"), _) => Ok(Measure::Sum(name)),
            (Some("days"), _) => Ok(Measure::Days(name)),
            (None, _) if name.starts_with("first_") => Ok(Measure::First(name)),
            (None, _) if name.starts_with("last_") => Ok(Measure::Last(name)),
            _ => Err(Error::internal("refreshing", format!("how {name} adds up is not known"))),
        }
    }

    fn value(&self) -> String {
        let (name, turned) = match self {
            Measure::Count(name) => {
                (name, format!("coalesce(held.{name}, 0) - coalesce(former.{name}, 0) + coalesce(present.{name}, 0)"))
            }
            Measure::Sum(name) => (
                name,
                format!(
                    "case when former.{name} is null and present.{name} is null then held.{name} \
                     else coalesce(held.{name}, 0) - coalesce(former.{name}, 0) + coalesce(present.{name}, 0) end"
                ),
            ),
            Measure::Days(name) => (name, format!("held.{name}")),
            Measure::First(name) => (
                name,
                format!(
                    "case when former.{name} = held.{name} then present.{name} \
                     else least(held.{name}, present.{name}) end"
                ),
            ),
            Measure::Last(name) => (
                name,
                format!(
                    "case when former.{name} = held.{name} then present.{name} \
                     else greatest(held.{name}, present.{name}) end"
                ),
            ),
        };
        // A group that had no row holds the new states alone.
        format!("case when held.rowid is null then present.{name} else {turned} end as {name}")
    }

    /// When the result does not follow from the three.
    fn unclear(&self) -> Option<String> {
        Some(match self {
            Measure::Count(_) => return None,
            // The last figures may have gone, or figures of 0 may be left.
            Measure::Sum(name) => format!("(present.{name} is null and coalesce(former.{name} = held.{name}, false))"),
            Measure::Days(_) => "moved.source is not null".to_owned(),
            // The first day may have gone, and the next one is not known.
            Measure::First(name) => {
                format!(
                    "(coalesce(former.{name} = held.{name}, false) and coalesce(present.{name} > held.{name}, true))"
                )
            }
            Measure::Last(name) => {
                format!(
                    "(coalesce(former.{name} = held.{name}, false) and coalesce(present.{name} < held.{name}, true))"
                )
            }
        })
    }

    /// What is left of events that the group had.
    fn left(&self) -> Option<String> {
        match self {
            Measure::Count(name) => Some(format!("coalesce(held.{name}, 0) - coalesce(former.{name}, 0)")),
            _ => None,
        }
    }
}

/// Equality of keys, in which an unknown key is a key.
fn same(keys: &[String], one: &str, other: &str) -> String {
    let equal: Vec<String> = keys.iter().map(|key| format!("{one}.{key} is not distinct from {other}.{key}")).collect();
    equal.join(" and ")
}

/// The core views that an object reads as steps over the restricted events and actors; the shared one may be at hand.
pub(super) fn chain(object: &Object, events: &str, actors: &str, shared: Option<&str>) -> String {
    let mut steps =
        vec![format!("event as not materialized ({events})"), format!("event_actor as not materialized ({actors})")];
    for core in cores(object) {
        steps.push(match shared {
            Some(at_hand) if core.name == SHARED => {
                format!("{SHARED} as not materialized (select * from temp.{at_hand})")
            }
            _ => format!("{} as ({})", core.name, core.body),
        });
    }
    format!("with {}", steps.join(", "))
}

/// Core views that an object reads, each after those that it reads itself.
pub(super) fn cores(object: &Object) -> Vec<&'static Object> {
    let mut cores = Vec::new();
    cores_of(object, &mut cores);
    cores
}

fn cores_of(object: &Object, found: &mut Vec<&'static Object>) {
    for source in &object.header.sources {
        let Some(core) = catalog::of_kind(Kind::Core).find(|core| core.name == source) else { continue };
        cores_of(core, found);
        if !found.iter().any(|known| known.name == core.name) {
            found.push(core);
        }
    }
}

/// The schema of the ledger's own tables, for statements in which steps have their names.
pub(crate) fn main_schema(conn: &Connection) -> Result<String> {
    let database: String = conn
        .query_row("select current_database()", [], |row| row.get(0))
        .map_err(|error| Error::engine("naming the database", error))?;
    Ok(format!("\"{}\".main", database.replace('"', "\"\"")))
}
