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
        let events = format!(
            "with event as not materialized (select * replace (rowid as source_event_id, {}) from {}.event \
             where source = $source)",
            ["source", "disorder", "country", "country_iso3", "admin1", "admin1_key"]
                .map(|column| format!("{column}::numbered_name as {column}"))
                .join(", "),
            numbered.main
        );
        let measures =
            format!("create or replace temp table numbered_event as {events} select * from ({})", found(MEASURE)?.body);
        run(conn, DOING, &measures, params)?;
        begun.go_on()?;
        let core = found(affected::SHARED)?;
        let groups = format!(
            "create or replace temp table numbered_group as {} select * exclude (source_event_id, quarter, in_quarter) from ({})",
            numbered.steps(core),
            core.body
        );
        as_written(conn, || run(conn, DOING, &groups, params))?;
        run(conn, DOING, "drop table temp.numbered_actor", &Params::new())?;
        begun.go_on()?;
        Ok(numbered)
    }

    /// What an object reads, as steps over the tables.
    pub(super) fn steps(&self, object: &Object) -> String {
        let mut steps = vec![
            self.named("actor_member", &["member_id", "group_id"]),
            self.named("region_member", &["region", "country_iso3", "admin1_key"]),
            "event_actor as not materialized (select * from temp.numbered_actor)".to_owned(),
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
        let names: Vec<String> = names.iter().map(|name| format!("{name}::numbered_name as {name}")).collect();
        format!("{table} as not materialized (select * replace ({}) from {}.{table})", names.join(", "), self.main)
    }

    /// Lets go of what the marts of groups have read.
    pub(super) fn end_groups(&self) -> Result<()> {
        run(self.conn, DOING, "drop table temp.numbered_group", &Params::new()).map(drop)
    }

    /// Lets go of all.
    pub(super) fn end(self) -> Result<()> {
        run(self.conn, DOING, "drop table temp.numbered_event", &Params::new())?;
        run(self.conn, DOING, "drop type numbered_name", &Params::new()).map(drop)
    }
}
