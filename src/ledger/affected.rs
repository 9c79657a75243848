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

/// Marts with the step that gathers the events of their affected groups; neighbours share one scope.
const SCOPES: &[(&str, &str)] = &[
    ("fatalities_by_day", "scope_days"),
    ("area_month", "scope_areas"),
    ("group_week", "scope_groups"),
    ("group_acled_week", "scope_groups"),
    ("group_month", "scope_groups"),
    ("group_country", "scope_group_countries"),
];

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
        let doing = "finding what the load touches";
        let touched = one_number(conn, doing, "select count(*)::bigint from touched", params)?.unwrap_or(0);
        let standing =
            one_number(conn, doing, "select count(*)::bigint from event where source = $source", params)?.unwrap_or(0);
        if touched * MUCH > standing {
            return Ok(None);
        }
        let affected = Affected { main: main_schema(conn)? };
        affected.gather(conn, params, true)?;
        Ok(Some(affected))
    }

    fn gather(&self, conn: &Connection, params: &Params, begin: bool) -> Result<()> {
        let doing = "finding what the load touches";
        for (small, table) in [("touched_event", "event"), ("touched_actor", "event_actor")] {
            let make = format!(
                "create or replace temp table {small} as select held.* from {table} as held \
                 semi join touched on touched.source = held.source and touched.source_event_id = held.source_event_id"
            );
            run(conn, doing, &make, params)?;
        }
        for (mart, _) in SCOPES {
            let grain = grain(mart).join(", ");
            let chain = self.chain(mart, "select * from temp.touched_event", "select * from temp.touched_actor")?;
            let start = if begin {
                format!("create or replace temp table affected_{mart} as")
            } else {
                format!("insert into affected_{mart}")
            };
            run(conn, doing, &format!("{start} {chain} select distinct {grain} from marted"), params)?;
        }
        Ok(())
    }

    /// Recomputes the affected groups of every mart that has a scope.
    pub(crate) fn refresh(&self, conn: &Connection, params: &Params) -> Result<()> {
        self.gather(conn, params, false)?;
        let mut scope_of = "";
        for (mart, scope) in SCOPES {
            let doing = format!("refreshing {mart}");
            if *scope != scope_of {
                run(conn, &doing, catalog::step(scope), params)?;
                scope_of = scope;
            }
            let keys = grain(mart);
            let equal: Vec<String> =
                keys.iter().map(|key| format!("affected.{key} is not distinct from held.{key}")).collect();
            let found = format!("exists (select 1 from affected_{mart} as affected where {})", equal.join(" and "));
            run(conn, &doing, &format!("delete from {mart} as held where source = $source and {found}"), params)?;
            let within = |table: &str| {
                format!(
                    "select held.* from {}.{table} as held \
                     semi join temp.scope on scope.source = held.source and scope.source_event_id = held.source_event_id",
                    self.main
                )
            };
            let chain = self.chain(mart, &within("event"), &within("event_actor"))?;
            let insert = format!(
                "insert into {mart} {chain} select held.* from marted as held where {found} order by {}",
                keys.join(", ")
            );
            run(conn, &doing, &insert, params)?;
        }
        Ok(())
    }

    /// True for a mart whose affected groups alone are recomputed.
    pub(crate) fn has(mart: &str) -> bool {
        SCOPES.iter().any(|(name, _)| *name == mart)
    }

    /// A mart as the step `marted`, over the given events and actors instead of all.
    fn chain(&self, mart: &str, events: &str, actors: &str) -> Result<String> {
        let object = catalog::find(mart).ok_or_else(|| Error::internal("refreshing", mart))?;
        let mut steps = vec![
            format!("event as not materialized ({events})"),
            format!("event_actor as not materialized ({actors})"),
        ];
        let mut cores = Vec::new();
        cores_of(object, &mut cores);
        steps.extend(cores.iter().map(|core| format!("{} as ({})", core.name, core.body)));
        steps.push(format!("marted as ({})", object.body));
        Ok(format!("with {}", steps.join(", ")))
    }
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

fn grain(mart: &str) -> Vec<String> {
    catalog::find(mart).map(|object| object.header.grain.clone()).unwrap_or_default()
}

/// The schema of the ledger's own tables, for statements in which steps have their names.
pub(crate) fn main_schema(conn: &Connection) -> Result<String> {
    let database: String = conn
        .query_row("select current_database()", [], |row| row.get(0))
        .map_err(|error| Error::engine("naming the database", error))?;
    Ok(format!("\"{}\".main", database.replace('"', "\"\"")))
}
