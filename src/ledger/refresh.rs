//! Keeping what is precomputed: marts of a source, tolls of claims data, and the checks that must find nothing.

use duckdb::Connection;

use super::affected::{self, Affected, main_schema};
use super::clusters;
use super::numbered::Numbered;
use super::params::{Params, Value, prepare, run};
use super::reference;
use super::sync::{numbers, one_number};
use super::transaction::Transaction;
use crate::catalog::{self, Kind, Object};
use crate::error::{Error, Result};

/// Marts that the deaths of claims data are made from; the others read those deaths.
const TOLL_MARTS: &[&str] = &["event_toll", "event_toll_total"];

/// Marts that follow from what loads cover; the second is made from the first.
const COVERAGE_MARTS: &[&str] = &["country_coverage", "coverage_period"];

/// Events of earlier loads whose deaths a load's claims or actors changed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tolled {
    /// How many.
    pub revised: i64,
    /// Of these, in the load's files and otherwise unchanged.
    pub unchanged_before: i64,
}

/// Recomputes everything that is derived from a source's events. What the caller's transaction has done is committed first,
/// and what is gathered on the way: only for a draft.
///
/// Takes the parameters `source` and `load_id`: an event whose deaths follow from changed claims gets a new state.
///
/// With `affected`, only the groups that the load touches; claims change deaths all over, so their source is whole.
pub(crate) fn refresh_source(
    begun: &mut Transaction<'_>,
    has_claims: bool,
    affected: Option<&Affected>,
    params: &Params,
) -> Result<Tolled> {
    let conn = begun.connection();
    let mut tolled = Tolled::default();
    begun.go_on()?;
    if has_claims {
        let doing = "computing tolls from claims";
        TOLL_MARTS.iter().try_for_each(|mart| refresh_mart(conn, mart, None, params))?;
        run(conn, doing, catalog::step("tolled"), params)?;
        let counts = numbers(conn, doing, catalog::step("toll_counts"), params)?;
        tolled.revised = counts.first().copied().flatten().unwrap_or(0);
        tolled.unchanged_before = counts.get(1).copied().flatten().unwrap_or(0);
        for step in ["keep_tolled_history", "toll_events"] {
            run(conn, doing, catalog::step(step), params)?;
        }
    }
    for row in reference::texts(
        conn,
        "select distinct source, event_source from claim where event_source <> source order by all",
    )? {
        // Whom an event accuses says which claims on it are interested, whatever data set they are of.
        if let ([claims, events], Some(Value::Text(source))) = (row.as_slice(), params.value("source"))
            && events == source
        {
            let of_claims = Params::new().with("source", claims.as_str());
            TOLL_MARTS.iter().try_for_each(|mart| refresh_mart(conn, mart, None, &of_claims))?;
        }
    }
    let affected = affected.filter(|_| !has_claims);
    let numbered = if affected.is_none() { Some(Numbered::make(begun, params)?) } else { None };
    let apart = |mart: &str| TOLL_MARTS.contains(&mart) || clusters::MARTS.contains(&mart);
    let (of_groups, of_events): (Vec<_>, Vec<_>) = catalog::of_kind(Kind::Mart)
        .filter(|mart| !apart(mart.name))
        .filter(|mart| affected.is_none() || !(Affected::has(mart.name) || COVERAGE_MARTS.contains(&mart.name)))
        .partition(|mart| affected::reads_shared(mart.name));
    of_groups.iter().try_for_each(|mart| refresh_mart(conn, mart.name, numbered.as_ref(), params))?;
    if let Some(numbered) = &numbered {
        numbered.end_groups()?;
        begun.go_on()?;
    }
    of_events.iter().try_for_each(|mart| refresh_mart(conn, mart.name, numbered.as_ref(), params))?;
    if let Some(numbered) = numbered {
        numbered.end_events()?;
        begun.go_on()?;
        clusters::refresh_source(begun, &numbered, params)?;
        numbered.end()?;
    }
    if let Some(affected) = affected {
        let covers = coverage_change(conn, params)?;
        if covers != CoverageChange::None {
            COVERAGE_MARTS.iter().try_for_each(|mart| refresh_mart(conn, mart, None, params))?;
        }
        affected.refresh(conn, covers, params)?;
    }
    Ok(tolled)
}

/// How the days that the loads cover differ from those that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CoverageChange {
    /// Not at all.
    None,
    /// Every day that was covered still is.
    Grows,
    /// A day is no longer covered.
    Shrinks,
}

fn coverage_change(conn: &Connection, params: &Params) -> Result<CoverageChange> {
    let doing = "comparing the coverage";
    let body = catalog::body(Kind::Mart, "country_coverage");
    let differing = format!(
        "select count(*)::bigint from ( \
           (select * from ({body}) where source = $source except all select * from country_coverage where source = $source) \
           union all \
           (select * from country_coverage where source = $source except all select * from ({body}) where source = $source))"
    );
    if one_number(conn, doing, &differing, params)? == Some(0) {
        return Ok(CoverageChange::None);
    }
    let gone = format!(
        "select count(*)::bigint from country_coverage as kept where source = $source and not exists ( \
           select 1 from ({body}) as made where made.source = kept.source \
           and made.country is not distinct from kept.country \
           and made.coverage_from <= kept.coverage_from and made.coverage_to >= kept.coverage_to)"
    );
    Ok(if one_number(conn, doing, &gone, params)? == Some(0) { CoverageChange::Grows } else { CoverageChange::Shrinks })
}

/// Computes the rows of a source in a mart anew, from the source's numbered events and actors where these are at hand.
fn refresh_mart(conn: &Connection, mart: &str, numbered: Option<&Numbered<'_>>, params: &Params) -> Result<()> {
    let doing = format!("refreshing {mart}");
    run(conn, &doing, &format!("delete from {mart} where source = $source"), params)?;
    let object = affected::found(mart)?;
    let statement = format!(
        "insert into {mart} {} select * from ({}) where source = $source order by {}",
        numbered.map(|numbered| numbered.steps(object)).unwrap_or_default(),
        object.body,
        object.header.grain.join(", ")
    );
    run(conn, &doing, &statement, params).map(drop)
}

/// Runs every check; the first that finds a row ends the load.
pub(crate) fn check(conn: &Connection) -> Result<()> {
    catalog::of_kind(Kind::Check).try_for_each(|object| must_find_nothing(conn, object, ""))
}

/// Runs every check; those on single events look at the touched ones alone, for the others were sound before.
///
/// The temporary table `touched` names the events.
pub(crate) fn check_touched(conn: &Connection) -> Result<()> {
    let main = main_schema(conn)?;
    let [events, actors] = ["event", "event_actor"].map(|table| {
        format!(
            "{table} as (select held.* from {main}.{table} as held semi join temp.touched as touched \
             on touched.source = held.source and touched.source_event_id = held.source_event_id)"
        )
    });
    let steps = format!("with {events}, {actors}");
    for object in catalog::of_kind(Kind::Check) {
        let on_events = object.header.grain.iter().any(|column| column == "source_event_id")
            || object.header.sources.iter().any(|source| source == "event_actor");
        must_find_nothing(conn, object, if on_events { &steps } else { "" })?;
    }
    Ok(())
}

fn must_find_nothing(conn: &Connection, object: &Object, steps: &str) -> Result<()> {
    let fail = |error: duckdb::Error| Error::engine(format!("running the check {}", object.name), error);
    let sql = format!("{steps} select found::text from ({}) as found limit 3", object.body);
    let mut statement = prepare(conn, object.name, &sql, &Params::new())?;
    let mut rows = statement.query([]).map_err(fail)?;
    let mut found: Vec<String> = Vec::new();
    while let Some(row) = rows.next().map_err(fail)? {
        found.push(row.get(0).map_err(fail)?);
    }
    if found.is_empty() {
        return Ok(());
    }
    Err(Error::Check { check: object.name.to_owned(), rows: found.join("; ") })
}
