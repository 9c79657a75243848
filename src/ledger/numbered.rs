//! A source's events and actors under numbers, for marts that are computed whole.
//!
//! Core views tell events apart by the identifiers of their source and groups by their names: texts, of millions of rows, in
//! every join and sum. Here the row of an event in its table stands for its identifier and a place in an enumeration for
//! each name, and the same core views and marts run over temporary tables of them. The marts hold names again.

use duckdb::Connection;

use super::affected::{self, found, main_schema};
use super::params::{Params, as_written, run};
use super::transaction::Transaction;
use crate::catalog::{self, Object};
use crate::error::Result;

const DOING: &str = "gathering events by actor";

/// Measures of events, which the marts of areas and days read.
const MEASURE: &str = "event_measure";

/// Attacks that may be in a cluster.
const ATTACK: &str = "group_attack";

/// The step over the actors.
const ACTORS: &str = "event_actor as not materialized (select * from temp.numbered_actor)";

/// Rows of the source alone.
const OF_SOURCE: &str = " where source = $source";

/// Columns of names as numbers, for `replace`.
fn numbers(columns: &[&str]) -> String {
    columns.iter().map(|column| format!("{column}::numbered_name as {column}")).collect::<Vec<_>>().join(", ")
}

/// The temporary tables of a source's events and actors; marts of groups are computed before those of events alone.
pub(super) struct Numbered<'c> {
    conn: &'c Connection,
    main: String,
}

impl<'c> Numbered<'c> {
    /// Makes the tables from all events of `$source`.
    pub(super) fn make(begun: &mut Transaction<'c>, params: &Params) -> Result<Self> {
        let conn = begun.connection();
        let numbered = Numbered { conn, main: main_schema(conn)? };
        for step in ["numbered_names", "numbered_actors"] {
            run(conn, DOING, catalog::step(step), params)?;
        }
        let measures = format!(
            "create or replace temp table numbered_event as with {} select * from ({})",
            numbered.events(),
            found(MEASURE)?.body
        );
        run(conn, DOING, &measures, params)?;
        begun.go_on()?;
        let core = found(affected::SHARED)?;
        let groups = format!(
            "create or replace temp table numbered_group as {} select * exclude (source_event_id, quarter, in_quarter) from ({})",
            numbered.steps(core),
            core.body
        );
        as_written(conn, || run(conn, DOING, &groups, params))?;
        let attacks = format!(
            "create or replace temp table numbered_attack as {} select * from ({})",
            numbered.attack_steps(),
            found(ATTACK)?.body
        );
        run(conn, DOING, &attacks, params)?;
        run(conn, DOING, "drop table temp.numbered_actor", &Params::new())?;
        begun.go_on()?;
        Ok(numbered)
    }

    /// The events, with the row in place of the identifier.
    fn events(&self) -> String {
        let names = numbers(&["source", "disorder", "country", "country_iso3", "admin1", "admin1_key"]);
        self.held("event", &format!("rowid as source_event_id, {names}"), OF_SOURCE)
    }

    /// What attacks are found in, as steps over the tables.
    fn attack_steps(&self) -> String {
        // Of an actor that no event and no group names nothing is asked; of a part only the event that it lies inside.
        format!(
            "with {}, {ACTORS}, {}, \
             actor as not materialized (select * replace (try_cast(actor_id as numbered_name) as actor_id) from {main}.actor), \
             claim as not materialized ( \
               select held.* replace ( \
                 held.source::numbered_name as source, held.event_source::numbered_name as event_source, \
                 part.rowid as source_event_id, whole.rowid as part_of) \
               from {main}.claim as held \
               join {main}.event as part on part.source = held.source and part.source_event_id = held.source_event_id \
               join {main}.event as whole on whole.source = held.source and whole.source_event_id = held.part_of \
               where held.source = $source and held.event_source = $source)",
            self.events(),
            self.named("actor_member", &["member_id", "group_id"]),
            main = self.main
        )
    }

    /// What the mart of clusters reads beside attacks, as steps over the tables.
    pub(super) fn cluster_steps(&self) -> String {
        let of_source = |table: &str, names: &[&str]| self.held(table, &numbers(names), OF_SOURCE);
        [
            self.events(),
            of_source("group_country", &["source", "actor_id"]),
            of_source("country_coverage", &["source"]),
            of_source("source", &["source"]),
        ]
        .join(", ")
    }

    /// What an object reads, as steps over the tables.
    pub(super) fn steps(&self, object: &Object) -> String {
        let mut steps = vec![
            self.named("actor_member", &["member_id", "group_id"]),
            self.named("region_member", &["region", "country_iso3", "admin1_key"]),
            ACTORS.to_owned(),
        ];
        for core in affected::cores(object) {
            steps.push(match core.name {
                MEASURE => format!("{MEASURE} as not materialized (select * from temp.numbered_event)"),
                affected::SHARED => {
                    format!("{} as not materialized (select * from temp.numbered_group)", affected::SHARED)
                }
                _ => format!("{} as not materialized ({})", core.name, core.body),
            });
        }
        format!("with {}", steps.join(", "))
    }

    /// A table of the reference with its names numbered.
    fn named(&self, table: &str, names: &[&str]) -> String {
        self.held(table, &numbers(names), "")
    }

    /// A table of the ledger with some of its columns replaced.
    fn held(&self, table: &str, replaced: &str, of: &str) -> String {
        format!("{table} as not materialized (select * replace ({replaced}) from {}.{table}{of})", self.main)
    }

    /// Lets go of what the marts of groups have read.
    pub(super) fn end_groups(&self) -> Result<()> {
        run(self.conn, DOING, "drop table temp.numbered_group", &Params::new()).map(drop)
    }

    /// Lets go of what the marts of areas and days have read.
    pub(super) fn end_events(&self) -> Result<()> {
        run(self.conn, DOING, "drop table temp.numbered_event", &Params::new()).map(drop)
    }

    /// Lets go of all.
    pub(super) fn end(self) -> Result<()> {
        run(self.conn, DOING, "drop table temp.numbered_attack", &Params::new())?;
        run(self.conn, DOING, "drop type numbered_name", &Params::new()).map(drop)
    }
}
