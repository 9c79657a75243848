//! Which groups of each mart a load touches, and their recomputation from all events of these groups.
//!
//! The groups are found by the mart's own SQL over the touched events alone, before and after the load: their keys are
//! the affected ones. A scope then gathers every event that any of these groups may hold, and the same SQL over the scope
//! gives their rows anew. A mart without a scope, and a load that touches much of a source, is recomputed whole.

use duckdb::Connection;

use super::params::{Params, run};
use super::sync::one_number;
use crate::catalog::{self, Kind, Object};
use crate::error::{Error, Result};

/// Events that marts are recomputed from: the step that gathers them, the core view that is computed once for all of
/// the marts, and the marts.
struct Scope {
    step: &'static str,
    shared: Option<&'static str>,
    marts: &'static [&'static str],
}

const SCOPES: &[Scope] = &[
    Scope { step: "scope_days", shared: None, marts: &["fatalities_by_day"] },
    Scope { step: "scope_areas", shared: None, marts: &["area_month"] },
    Scope {
        step: "scope_groups",
        shared: Some("group_measure"),
        marts: &["group_week", "group_acled_week", "group_month"],
    },
    Scope { step: "scope_group_countries", shared: None, marts: &["group_country"] },
];

/// Columns of events that no core view reads: long texts, which would be copied for nothing.
const TEXTS: &str = "event_type, event_subtype, admin2, place, reported_by, summary";

const FINDING: &str = "finding what the load touches";

/// One in so many of a source's events touched: recomputing everything is no slower.
const MUCH: i64 = 5;

/// The affected groups of a load, in temporary tables `affected_MART`.
pub(crate) struct Affected {
    main: String,
}

impl Affected {
    /// Notes the groups of the touched events as they stand before the load; nothing if the load touches much.
    ///
    /// The temporary table `touched` names the events.
    pub(crate) fn before(conn: &Connection, params: &Params) -> Result<Option<Self>> {
        let touched = one_number(conn, FINDING, "select count(*)::bigint from touched", params)?.unwrap_or(0);
        let standing = one_number(conn, FINDING, "select count(*)::bigint from event where source = $source", params)?
            .unwrap_or(0);
        if touched * MUCH > standing {
            return Ok(None);
        }
        gather(conn, params, true)?;
        Ok(Some(Affected { main: main_schema(conn)? }))
    }

    /// Recomputes the affected groups of every mart that has a scope.
    pub(crate) fn refresh(&self, conn: &Connection, params: &Params) -> Result<()> {
        gather(conn, params, false)?;
        for scope in SCOPES {
            let doing = format!("refreshing {}", scope.marts.join(", "));
            run(conn, &doing, catalog::step(scope.step), params)?;
            let [events, actors] = ["event", "event_actor"].map(|table| {
                format!(
                    "select held.* from {}.{table} as held \
                     semi join temp.scope on scope.source = held.source and scope.source_event_id = held.source_event_id",
                    self.main
                )
            });
            if let Some(shared) = scope.shared {
                let core = catalog::find(shared).ok_or_else(|| Error::internal("refreshing", shared))?;
                let make = format!(
                    "create or replace temp table scope_shared as {} select * from ({})",
                    chain(core, &events, &actors, None),
                    core.body
                );
                run(conn, &doing, &make, params)?;
            }
            for mart in scope.marts {
                let object = catalog::find(mart).ok_or_else(|| Error::internal("refreshing", mart))?;
                let steps = chain(object, &events, &actors, scope.shared);
                recompute(conn, object, &steps, params)?;
            }
        }
        Ok(())
    }

    /// True for a mart whose affected groups alone are recomputed.
    pub(crate) fn has(mart: &str) -> bool {
        SCOPES.iter().any(|scope| scope.marts.contains(&mart))
    }
}

/// Adds the groups of the touched events, as they stand now, to the affected ones.
fn gather(conn: &Connection, params: &Params, begin: bool) -> Result<()> {
    // Small as they are, they are copied once for all marts.
    for (small, table, columns) in [
        ("touched_event", "event", format!("held.* exclude ({TEXTS})")),
        ("touched_actor", "event_actor", "held.*".to_owned()),
    ] {
        let make = format!(
            "create or replace temp table {small} as select {columns} from {table} as held \
             semi join touched on touched.source = held.source and touched.source_event_id = held.source_event_id"
        );
        run(conn, FINDING, &make, params)?;
    }
    let (events, actors) = ("select * from temp.touched_event", "select * from temp.touched_actor");
    for mart in SCOPES.iter().flat_map(|scope| scope.marts) {
        let object = catalog::find(mart).ok_or_else(|| Error::internal("refreshing", mart))?;
        let start = if begin {
            format!("create or replace temp table affected_{mart} as")
        } else {
            format!("insert into affected_{mart}")
        };
        let select = format!(
            "{start} {} select distinct {} from ({})",
            chain(object, events, actors, None),
            object.header.grain.join(", "),
            object.body
        );
        run(conn, FINDING, &select, params)?;
    }
    Ok(())
}

fn recompute(conn: &Connection, object: &Object, steps: &str, params: &Params) -> Result<()> {
    let mart = object.name;
    let doing = format!("refreshing {mart}");
    let keys = &object.header.grain;
    let equal: Vec<String> = keys.iter().map(|key| format!("affected.{key} is not distinct from held.{key}")).collect();
    let found = format!("exists (select 1 from affected_{mart} as affected where {})", equal.join(" and "));
    run(conn, &doing, &format!("delete from {mart} as held where source = $source and {found}"), params)?;
    let insert = format!(
        "insert into {mart} {steps} select held.* from ({}) as held where {found} order by {}",
        object.body,
        keys.join(", ")
    );
    run(conn, &doing, &insert, params).map(drop)
}

/// The core views that an object reads as steps over the restricted events and actors; one of them may be at hand.
fn chain(object: &Object, events: &str, actors: &str, shared: Option<&str>) -> String {
    let mut steps =
        vec![format!("event as not materialized ({events})"), format!("event_actor as not materialized ({actors})")];
    let mut cores = Vec::new();
    cores_of(object, &mut cores);
    for core in cores {
        steps.push(if shared == Some(core.name) {
            format!("{} as not materialized (select * from temp.scope_shared)", core.name)
        } else {
            format!("{} as ({})", core.name, core.body)
        });
    }
    format!("with {}", steps.join(", "))
}

/// Core views that an object reads, each after those that it reads itself.
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
fn main_schema(conn: &Connection) -> Result<String> {
    let database: String = conn
        .query_row("select current_database()", [], |row| row.get(0))
        .map_err(|error| Error::engine("naming the database", error))?;
    Ok(format!("\"{}\".main", database.replace('"', "\"\"")))
}
