//! What differs between the states of two loads: events, their fields, and every total.
//!
//! Only events of which a state begins or ends between the loads are compared. Totals are those of all events, in either
//! state, so that what the changed events add can be held against their difference.

use super::as_of::{AsOf, Moment, identifier, kept_tables};
use super::params::{Params, run};
use super::question::rows;
use super::{Ledger, Rows};
use crate::catalog::{self, Kind};
use crate::error::{Error, Result};

const DOING: &str = "comparing two loads";

/// What totals are given for, beside each source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffBy {
    /// The source alone.
    Source,
    /// Country.
    Country,
    /// Actor, in any role; groups do not add up.
    Actor,
    /// Region; regions overlap.
    Region,
    /// Month in which events begin.
    Month,
}

impl DiffBy {
    fn report(self) -> &'static str {
        match self {
            DiffBy::Source => "placed_by_source",
            DiffBy::Country => "placed_by_country",
            DiffBy::Actor => "placed_by_actor",
            DiffBy::Region => "placed_by_region",
            DiffBy::Month => "placed_by_month",
        }
    }

    /// The group under the names of its columns.
    fn columns(self) -> &'static str {
        match self {
            DiffBy::Source => "",
            DiffBy::Country => "group_key as country,",
            DiffBy::Actor => "group_key as actor_id, group_name as actor_name,",
            DiffBy::Region => "group_key as region, group_name as region_name,",
            DiffBy::Month => "group_key as month,",
        }
    }

    /// The column that names the group to a reader.
    pub fn label(self) -> Option<&'static str> {
        match self {
            DiffBy::Source => None,
            DiffBy::Country => Some("country"),
            DiffBy::Actor => Some("actor_name"),
            DiffBy::Region => Some("region"),
            DiffBy::Month => Some("month"),
        }
    }
}

/// What differs between two states.
#[derive(Clone, Debug)]
pub struct Diff {
    /// The state to compare from.
    pub before: AsOf,
    /// The state to compare with.
    pub after: AsOf,
    /// Events and deaths of each source in both, and what makes the difference.
    pub totals: Rows,
    /// The same for each group that was asked for and has a change.
    pub groups: Option<Rows>,
    /// One row for each event that was added, removed or revised.
    pub events: Rows,
    /// One row for each field of a revised event that differs.
    pub fields: Rows,
}

impl Ledger {
    /// Compares the states of two moments.
    ///
    /// # Errors
    /// [`Error::Usage`] for a moment or a source that the ledger does not have.
    pub fn diff(&self, before: Moment, after: Moment, by: Option<DiffBy>, source: Option<&str>) -> Result<Diff> {
        let (before, after) = (self.load_at(before)?, self.load_at(after)?);
        let source = source.map(|name| self.known_source(name)).transpose()?;
        self.gather_changes(&before, &after, source.as_deref())?;
        let totals = self.totals(&before, &after, DiffBy::Source, source.as_deref())?;
        let groups = by.map(|by| self.totals(&before, &after, by, source.as_deref())).transpose()?;
        let report = |name: &str| rows(&self.conn, DOING, catalog::body(Kind::Report, name), &Params::new());
        Ok(Diff { totals, groups, events: report("diff_events")?, fields: report("diff_fields")?, before, after })
    }

    /// Puts the touched events of both states into `former` and `latter`, and what differs into `changed`.
    fn gather_changes(&self, before: &AsOf, after: &AsOf, source: Option<&str>) -> Result<()> {
        let params = Params::new()
            .with("earlier", before.load_id.min(after.load_id))
            .with("later", before.load_id.max(after.load_id))
            .with("source", source.map(str::to_owned));
        self.keep("touched", catalog::body(Kind::Report, "touched"), &params)?;
        for (name, state) in [("former", before), ("latter", after)] {
            let params = Params::new().with("load_id", state.load_id);
            self.keep(name, catalog::body(Kind::Report, "touched_state"), &params)?;
        }
        self.keep("changed", catalog::body(Kind::Report, "changed_field"), &Params::new())?;
        for table in kept_tables(&self.conn)?.0 {
            self.add_own_columns(&table, before, after)?;
        }
        let elsewhere = format!("insert into changed {}", catalog::body(Kind::Report, "changed_elsewhere"));
        run(&self.conn, DOING, &elsewhere, &Params::new()).map(drop)
    }

    fn keep(&self, name: &str, select: &str, params: &Params) -> Result<()> {
        run(&self.conn, DOING, &format!("create or replace temp table {name} as {select}"), params).map(drop)
    }

    /// Differences in the columns that a source has under its own names.
    ///
    /// The table's columns are those of the files that were loaded: no file of SQL can know them.
    fn add_own_columns(&self, table: &str, before: &AsOf, after: &AsOf) -> Result<()> {
        let columns = "select count(*) from duckdb_columns() where table_name = ? and database_name = current_database() \
                       and column_name not in ('source', 'source_event_id', 'load_id')";
        let columns: i64 =
            self.conn.query_row(columns, [table], |row| row.get(0)).map_err(|error| Error::engine(DOING, error))?;
        if columns == 0 {
            return Ok(());
        }
        let (current, history) = (identifier(table), identifier(&format!("{table}_history")));
        let state = |load: i64| {
            format!(
                "select source, source_event_id, columns(* exclude (source, source_event_id, load_id, ended_load_id))::text \
                 from (select *, null::integer as ended_load_id from {current} union all by name select * from {history}) \
                 semi join former using (source, source_event_id) semi join latter using (source, source_event_id) \
                 where load_id <= {load} and (ended_load_id is null or ended_load_id > {load})"
            )
        };
        let insert = format!(
            "insert into changed \
             with old_state as ({}), new_state as ({}), \
             old_field as (unpivot old_state on columns(* exclude (source, source_event_id)) into name field value old_value), \
             new_field as (unpivot new_state on columns(* exclude (source, source_event_id)) into name field value new_value) \
             select source, source_event_id, '{}.' || field, old_value, new_value \
             from old_field full join new_field using (source, source_event_id, field) \
             where old_value is distinct from new_value",
            state(before.load_id),
            state(after.load_id),
            table.replace('\'', "''")
        );
        run(&self.conn, DOING, &insert, &Params::new()).map(drop)
    }

    fn totals(&self, before: &AsOf, after: &AsOf, by: DiffBy, source: Option<&str>) -> Result<Rows> {
        let placed = catalog::report_as_of(by.report());
        let grouped = format!("with placed as ({placed}) {}", catalog::body(Kind::Report, "placed_group"));
        for (name, state) in [("former_group", before), ("latter_group", after)] {
            let params = Params::new().with("load_id", state.load_id).with("source", source.map(str::to_owned));
            self.keep(name, &grouped, &params)?;
        }
        let sql = format!(
            "select source, {} * exclude (source, group_key, group_name) from ({}) order by source, group_key",
            by.columns(),
            catalog::body(Kind::Report, "diff_totals")
        );
        rows(&self.conn, DOING, &sql, &Params::new().with("all_groups", by == DiffBy::Source))
    }
}
