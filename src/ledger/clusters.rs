//! Keeping clusters of simultaneous attacks exact from what a load touches.
//!
//! A cluster follows from the attacks of its group in two days and in the 84 days before them. So an attack that comes,
//! goes or moves changes the clusters that begin from a day before it to 84 days after it, and no others: they are
//! computed anew from the attacks of that group around these days. A load that changes only deaths moves no attack.

use duckdb::Connection;

use super::affected::{chain, found, main_schema};
use super::params::{Params, run};
use super::refresh::CoverageChange;
use super::sync::one_number;
use crate::error::Result;

/// The attacks of each cluster, and the clusters that are made of them.
pub(super) const MARTS: [&str; 2] = ["simultaneous_attack_event", "simultaneous_attacks"];

const DOING: &str = "refreshing simultaneous_attacks";

/// Notes where and when the touched groups had been, before their countries are brought up to date.
///
/// Reads `former_group_country` and `present_group_country`, which tell the groups that the load touches.
pub(super) fn note_reach(conn: &Connection, params: &Params) -> Result<()> {
    let make = "create or replace temp table former_reach as \
                select actor_id, country, first_date, last_date from group_country where source = $source \
                and actor_id in (select actor_id from former_group_country union select actor_id from present_group_country)";
    run(conn, DOING, make, params).map(drop)
}

/// Brings both marts up to date, after the load has written its states and ended others.
///
/// Where the loads cover more days than before, clusters that had no chance level for that may have one; where they
/// cover fewer, any cluster may lose it.
pub(super) fn refresh(conn: &Connection, main: &str, covers: CoverageChange, params: &Params) -> Result<()> {
    move_attacks(conn, main, params)?;
    if covers == CoverageChange::Shrinks {
        return make_clusters(conn, main, "true", params);
    }
    let uncovered = if covers == CoverageChange::Grows { "'not_covered'" } else { "null" };
    // A group that has been longer in a country, or in another one, needs that to be covered around these days.
    let affected = format!(
        "create or replace temp table affected_simultaneous_attacks as \
         with reach as (select actor_id, country, first_date, last_date from group_country where source = $source \
             and actor_id in (select actor_id from former_group_country union select actor_id from present_group_country)), \
           travelled as (select coalesce(reach.actor_id, former.actor_id) as actor_id, \
               reach.first_date, reach.last_date, former.first_date as former_first, former.last_date as former_last \
             from reach full join former_reach as former \
             on former.actor_id = reach.actor_id and former.country is not distinct from reach.country), \
           span as (select actor_id, first_from, first_to from cluster_range \
             union all select actor_id, coalesce(first_date, former_first) - 1, coalesce(last_date, former_last) + 84 \
               from travelled where first_date is null or former_first is null \
             union all select actor_id, least(first_date, former_first) - 1, greatest(first_date, former_first) - 2 \
               from travelled where first_date <> former_first \
             union all select actor_id, least(last_date, former_last) + 85, greatest(last_date, former_last) + 84 \
               from travelled where last_date <> former_last) \
         select held.actor_id, held.first_date from simultaneous_attacks as held \
         where held.source = $source and held.chance_missing = {uncovered} \
         union select held.actor_id, held.first_date from simultaneous_attack_event as held \
         semi join touched on touched.source = held.source and touched.source_event_id = held.source_event_id \
         where held.source = $source \
         union select held.actor_id, held.first_date from simultaneous_attack_event as held \
           semi join span on span.actor_id = held.actor_id \
             and held.first_date between span.first_from and span.first_to where held.source = $source \
         union select held.actor_id, held.first_date from simultaneous_attacks as held \
           semi join span on span.actor_id = held.actor_id \
             and held.first_date between span.first_from and span.first_to where held.source = $source"
    );
    run(conn, DOING, &affected, params)?;
    make_clusters(
        conn,
        main,
        "exists (select 1 from affected_simultaneous_attacks as affected \
         where affected.actor_id = held.actor_id and affected.first_date = held.first_date)",
        params,
    )
}

/// Computes both marts of a source from all of its events.
pub(super) fn refresh_source(conn: &Connection, params: &Params) -> Result<()> {
    let main = main_schema(conn)?;
    let of_source = ["event", "event_actor"]
        .map(|table| format!("select held.* from {main}.{table} as held where held.source = $source"));
    make_attacks(conn, "true", &of_source, params)?;
    make_clusters(conn, &main, "true", params)
}

/// Puts the clusters of a source that fit a condition in the place of those that stand.
fn make_clusters(conn: &Connection, main: &str, among: &str, params: &Params) -> Result<()> {
    let object = found(MARTS[1])?;
    let take = format!("delete from simultaneous_attacks as held where held.source = $source and {among}");
    run(conn, DOING, &take, params)?;
    let put = format!(
        "insert into simultaneous_attacks \
         with simultaneous_attack_event as ( \
           select held.* from {main}.simultaneous_attack_event as held where held.source = $source and {among}) \
         select * from ({}) order by {}",
        object.body,
        object.header.grain.join(", ")
    );
    run(conn, DOING, &put, params).map(drop)
}

/// Puts the attacks of the clusters that fit a condition in the place of those that stand, from some events and actors.
fn make_attacks(conn: &Connection, among: &str, [events, actors]: &[String; 2], params: &Params) -> Result<()> {
    let object = found(MARTS[0])?;
    let take = format!("delete from simultaneous_attack_event as held where held.source = $source and {among}");
    run(conn, DOING, &take, params)?;
    let put = format!(
        "insert into simultaneous_attack_event {} select held.* from ({}) as held where {among} order by {}",
        chain(object, events, actors, None),
        object.body,
        object.header.grain.join(", ")
    );
    run(conn, DOING, &put, params).map(drop)
}

/// Computes anew the clusters around attacks that came, went or moved, whose first days lie in `cluster_range`.
fn move_attacks(conn: &Connection, main: &str, params: &Params) -> Result<()> {
    let core = found("group_attack")?;
    for when in ["former", "present"] {
        let steps =
            chain(core, &format!("select * from temp.{when}_event"), &format!("select * from temp.{when}_actor"), None);
        let make = format!("create or replace temp table {when}_attack as {steps} select * from ({})", core.body);
        run(conn, DOING, &make, params)?;
    }
    // Days that reach the same clusters are one range.
    let make = "create or replace temp table cluster_range as \
                with moved as ((from former_attack except from present_attack) \
                    union all (from present_attack except from former_attack)), \
                  day as (select distinct actor_id, start_date from moved), \
                  begun as (select *, start_date - lag(start_date) over (partition by actor_id order by start_date) as gap from day), \
                  island as (select *, count(*) filter (where gap is null or gap > 86) \
                      over (partition by actor_id order by start_date) as island from begun) \
                select actor_id, min(start_date) - 1 as first_from, max(start_date) + 84 as first_to \
                from island group by actor_id, island";
    run(conn, DOING, make, params)?;
    if one_number(conn, DOING, "select count(*)::bigint from cluster_range", params)? == Some(0) {
        return Ok(());
    }
    // What these clusters are made of: attacks of the group and its members in them and in the 84 days before.
    let named = "(select actor_id, first_from, first_to from cluster_range \
                  union all select actor_member.member_id, first_from, first_to from cluster_range \
                  join actor_member on actor_member.group_id = cluster_range.actor_id and actor_member.relation = 'member')";
    let scope = format!(
        "create or replace temp table scope as \
         select distinct event.source, event.source_event_id from event \
         join event_actor on event_actor.source = event.source and event_actor.source_event_id = event.source_event_id \
         semi join {named} as range on range.actor_id = event_actor.actor_id \
           and event.start_date between range.first_from - 85 and range.first_to + 1 \
         where event.source = $source"
    );
    run(conn, DOING, &scope, params)?;
    let around = ["event", "event_actor"].map(|table| {
        format!(
            "select held.* from {main}.{table} as held \
             semi join temp.scope on scope.source = held.source and scope.source_event_id = held.source_event_id"
        )
    });
    let among = "exists (select 1 from cluster_range as span where span.actor_id = held.actor_id \
                 and held.first_date between span.first_from and span.first_to)";
    make_attacks(conn, among, &around, params)
}
