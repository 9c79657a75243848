//! Questions and their answers: the precomputed ones where they serve, the same SQL over selected events where not.

use arrow::array::RecordBatch;
use duckdb::Connection;

use super::filter::{Filter, Resolved};
use super::params::{Params, prepare, run};
use super::wide::Wide;
use super::{Ledger, Rows};
use crate::catalog::{self, Kind};
use crate::error::{Error, Result};

/// The periods in which attack frequencies are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// ISO week, Monday to Sunday.
    Week,
    /// ACLED's week, Saturday to Friday.
    AcledWeek,
    /// Calendar month.
    Month,
}

impl Period {
    fn view(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Period::Week => ("attack_frequency_by_group", "group_week", "week"),
            Period::AcledWeek => ("attack_frequency_by_group_by_acled_week", "group_acled_week", "acled_week"),
            Period::Month => ("attack_frequency_by_group_by_month", "group_month", "month"),
        }
    }
}

/// Runs a statement and gives all its rows.
pub(crate) fn rows(conn: &Connection, doing: &str, sql: &str, params: &Params) -> Result<Rows> {
    let fail = |error: duckdb::Error| Error::engine(doing, error);
    let mut statement = prepare(conn, doing, sql, params)?;
    statement.raw_execute().map_err(fail)?;
    let schema = statement.schema();
    let wide = Wide::of(&statement, &schema);
    let mut batches = Vec::new();
    while let Some(chunk) = statement.step().map_err(fail)? {
        let batch = wide.batch(&RecordBatch::from(chunk));
        batches.push(batch.map_err(|error| Error::internal("reading a result", error))?);
    }
    let schema = wide.schema(&schema);
    Ok(Rows { schema, batches })
}

impl Ledger {
    /// Deaths since a date, per source and country: columns of the macro `fatalities_since`.
    ///
    /// # Errors
    /// [`Error::Usage`] for names that the ledger does not know.
    pub fn fatalities(&self, filter: &Filter) -> Result<Rows> {
        let found = filter.resolve(self)?;
        let params = found.params();
        let since = "coalesce($since::date, date '0001-01-01')";
        if filter.is_coarse() {
            let sql = format!(
                "select * from fatalities_since({since}, until := $until::date) where ($source::text is null or source = $source::text)"
            );
            return rows(&self.conn, "fatalities", &sql, &params);
        }
        self.select(&found, false, false)?;
        self.make_selected("fatalities_since", &found, &["event_measure", "fatalities_by_day"])?;
        let sql = format!(
            "select * from selected_fatalities_since({since}, until := $until::date) where ($source::text is null or source = $source::text)"
        );
        rows(&self.conn, "fatalities", &sql, &params)
    }

    /// Actors ranked by the events that they are in: columns of the report `attacks`.
    ///
    /// # Errors
    /// As [`Ledger::fatalities`].
    pub fn attacks(&self, filter: &Filter, all_kinds: bool) -> Result<Rows> {
        let found = filter.resolve(self)?;
        self.select(&found, true, false)?;
        let chain = self.chain(&found, &["event_measure", "group_event", "group_measure"])?;
        let sql = format!("{chain} select * from ({})", catalog::body(Kind::Report, "attacks"));
        rows(&self.conn, "attacks", &sql, &found.params().with("all_kinds", all_kinds))
    }

    /// How many actors with events are of a kind that nothing tells: rankings leave them out.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn actors_of_unknown_kind(&self) -> Result<i64> {
        self.conn
            .query_row("select count(*) from actor where actor_kind = 'unknown'", [], |row| row.get(0))
            .map_err(|error| Error::engine("actors", error))
    }

    /// Attack frequency by period: columns of the view `attack_frequency_by_group` and its sisters.
    ///
    /// # Errors
    /// As [`Ledger::fatalities`].
    pub fn attacks_by(&self, filter: &Filter, period: Period, all_kinds: bool) -> Result<Rows> {
        let found = filter.resolve(self)?;
        let (view, mart, column) = period.view();
        let only_group = Filter { group: None, ..filter.clone() }.is_coarse();
        let from = if only_group {
            view.to_owned()
        } else {
            self.select(&found, false, false)?;
            let needed = ["event_measure", "group_event", "group_measure", "group_country", mart];
            format!("({} select * from ({}))", self.chain(&found, &needed)?, catalog::body(Kind::View, view))
        };
        let sql = format!(
            "select * from {from} as frequency \
             where ($source::text is null or source = $source::text) \
             and ($since::date is null or {column} >= $since::date) \
             and ($until::date is null or {column} <= $until::date) \
             and case when $actor_id::text is not null then actor_id = $actor_id::text \
                 else $all_kinds::boolean or actor_kind = 'organised_group' end \
             order by source, actor_id, {column}"
        );
        rows(&self.conn, "attacks", &sql, &found.params().with("all_kinds", all_kinds))
    }

    /// Months of areas: columns of the view `regional_trends`; of a source of published sums those of `aggregate_trends`.
    ///
    /// # Errors
    /// As [`Ledger::fatalities`].
    pub fn trends(&self, filter: &Filter) -> Result<Rows> {
        if let Some(source) = &filter.source
            && self.is_aggregate(source)?
        {
            return self.aggregate_trends(filter);
        }
        let found = filter.resolve(self)?;
        // A region narrows a country or first-order area: then the area's months are of the events in both.
        let narrowed = found.region.is_some() && (filter.country.is_some() || filter.admin1.is_some());
        let coarse = !narrowed && Filter { country: None, admin1: None, region: None, ..filter.clone() }.is_coarse();
        let body = catalog::body(Kind::Report, "trends");
        let sql = if coarse {
            body.to_owned()
        } else {
            let region = found.region.clone().filter(|_| narrowed);
            let events = Resolved { country: None, country_iso3: None, admin1_key: None, region, ..found.clone() };
            self.select(&events, false, false)?;
            let chain = self.chain(&found, &["event_measure", "event_area", "area_month", "regional_trends"])?;
            format!("{chain} select * from ({body})")
        };
        let params = if narrowed { found.params().with("region", None::<String>) } else { found.params() };
        rows(&self.conn, "trends", &sql, &params)
    }

    /// The events behind an answer, newest or deadliest first.
    ///
    /// # Errors
    /// As [`Ledger::fatalities`].
    pub fn events(&self, filter: &Filter, order_by: &str, most: Option<i64>, only: EventsOf) -> Result<Rows> {
        let found = filter.resolve(self)?;
        self.select(&found, true, false)?;
        let narrow = match only {
            EventsOf::Any => None,
            EventsOf::Groups => Some(
                "delete from selected where not exists (select 1 from event_actor join actor using (actor_id) \
                 where event_actor.source = selected.source and event_actor.source_event_id = selected.source_event_id \
                 and actor.actor_kind = 'organised_group')",
            ),
            EventsOf::Troops => Some(
                "delete from selected where not exists (select 1 from event_toll \
                 where event_toll.source = selected.source and event_toll.source_event_id = selected.source_event_id \
                 and event_toll.victim_side = 'state_forces')",
            ),
        };
        if let Some(narrow) = narrow {
            run(&self.conn, "events", narrow, &Params::new())?;
        }
        let params = found.params().with("order_by", order_by).with("most", most);
        rows(&self.conn, "events", catalog::body(Kind::Report, "events"), &params)
    }

    /// Actors with the events that they are in.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn actors(&self, unmatched: bool, kind: Option<&str>) -> Result<Rows> {
        let params = Params::new().with("unmatched", unmatched).with("kind", kind);
        rows(&self.conn, "actors", catalog::body(Kind::Report, "actors"), &params)
    }

    /// What to cite for each source, with its cut-off.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn citations(&self) -> Result<Rows> {
        let body = catalog::body(Kind::Report, "citations");
        // Where another engine keeps the events, what they span has been asked there.
        if self.is_stand_in {
            return rows(&self.conn, "citations", body, &Params::new());
        }
        let span = catalog::body(Kind::Report, "source_span");
        let sql = format!("with source_span as ({span}) select * from ({body})");
        rows(&self.conn, "citations", &sql, &Params::new())
    }

    /// Makes a macro `selected_NAME` that answers as the stored one does, from the selected events alone.
    pub(super) fn make_selected(&self, name: &str, found: &Resolved, needed: &[&str]) -> Result<()> {
        let chain = self.chain(found, needed)?;
        let body = catalog::body(Kind::Macro, name);
        let make = format!(
            "create or replace temp macro selected_{name}(since, until := null) as table {chain} select * from ({body})"
        );
        run(&self.conn, name, &make, &Params::new()).map(drop)
    }

    /// The SQL of core views and marts as named steps over the selected events alone.
    ///
    /// A step shadows the stored object of the same name, so that the text which makes the precomputed answers makes the
    /// filtered ones too.
    pub(super) fn chain(&self, found: &Resolved, names: &[&str]) -> Result<String> {
        let (main, state) = (self.home()?, self.state_home()?);
        let relation = if found.with_allies { "'member'" } else { "relation" };
        let members = if found.no_members { "false" } else { "true" };
        let mut steps = vec![
            format!(
                "event as (select held.* from {state}.event as held semi join selected on selected.source = held.source and selected.source_event_id = held.source_event_id)"
            ),
            format!(
                "event_actor as (select held.* from {state}.event_actor as held semi join selected on selected.source = held.source and selected.source_event_id = held.source_event_id)"
            ),
            format!(
                "actor_member as (select member_id, group_id, {relation} as relation, valid_from, valid_to from {main}.actor_member where {members})"
            ),
        ];
        if names.contains(&"fatalities_by_day") {
            steps.push(format!("country_coverage as (select held.* from {state}.country_coverage as held where held.country is null or exists (select 1 from event where event.source = held.source and event.country = held.country))"));
        }
        for name in names {
            let body = catalog::find(name).map(|object| object.body.as_str()).unwrap_or_default();
            steps.push(format!("{name} as ({body})"));
        }
        Ok(format!("with {}", steps.join(",\n")))
    }
}

/// Which events stand behind an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventsOf {
    /// All that the filters let through.
    Any,
    /// Those with an organised group.
    Groups,
    /// Those with a claim on troops killed.
    Troops,
}
