//! Keeping clusters of simultaneous attacks exact from what a load touches.
//!
//! A cluster follows from the attacks of its group in two days and in the 84 days before them. So an attack that comes,
//! goes or moves changes the clusters that begin from a day before it to 84 days after it, and no others: they are
//! computed anew from the attacks of that group around these days. A load that changes only deaths moves no attack.

use duckdb::Connection;

use super::affected::{chain, found, main_schema};
use super::numbered::Numbered;
use super::params::{Params, run};
use super::refresh::CoverageChange;
use super::sync::one_number;
use super::transaction::Transaction;
use crate::catalog;
use crate::error::Result;

/// The attacks of each cluster, and the clusters that are made of them.
pub(super) const MARTS: [&str; 2] = ["simultaneous_attack_event", "simultaneous_attacks"];

const DOING: &str = "refreshing simultaneous_attacks";

/// Notes where and when the touched groups had been, before their countries are brought up to date.
///
/// Reads `former_group_country` and `present_group_country`, which tell the groups that the load touches.
pub(super) fn note_reach(conn: &Connection, params: &Params) -> Result<()> {
    run(conn, DOING, catalog::step("former_reach"), params).map(drop)
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
    let uncovered = (covers == CoverageChange::Grows).then_some("not_covered");
    run(conn, DOING, catalog::step("affected_clusters"), &params.clone().with("uncovered", uncovered))?;
    make_clusters(
        conn,
        main,
        "exists (select 1 from affected_simultaneous_attacks as affected \
         where affected.actor_id = held.actor_id and affected.first_date = held.first_date)",
        params,
    )
}

/// Computes both marts of a source from all of its numbered events.
pub(super) fn refresh_source(begun: &mut Transaction<'_>, numbered: &Numbered<'_>, params: &Params) -> Result<()> {
    let conn = begun.connection();
    let main = main_schema(conn)?;
    let attacks = found(MARTS[0])?;
    let make = format!(
        "create or replace temp table numbered_cluster as \
         with group_attack as not materialized (select * from temp.numbered_attack) select * from ({})",
        attacks.body
    );
    run(conn, DOING, &make, params)?;
    begun.go_on()?;
    for mart in MARTS {
        run(conn, DOING, &format!("delete from {mart} where source = $source"), params)?;
    }
    let put = format!(
        "insert into simultaneous_attack_event \
         select * from ( \
           select made.* replace (event.source_event_id as source_event_id) \
           from temp.numbered_cluster as made join {main}.event on event.rowid = made.source_event_id) \
         order by {}",
        attacks.header.grain.join(", ")
    );
    run(conn, DOING, &put, params)?;
    let steps = numbered.cluster_steps();
    put_clusters(
        conn,
        &format!("{steps}, simultaneous_attack_event as not materialized (select * from temp.numbered_cluster)"),
        params,
    )?;
    run(conn, DOING, "drop table temp.numbered_cluster", &Params::new()).map(drop)
}

/// Puts the clusters of a source that fit a condition in the place of those that stand.
fn make_clusters(conn: &Connection, main: &str, among: &str, params: &Params) -> Result<()> {
    let take = format!("delete from simultaneous_attacks as held where held.source = $source and {among}");
    run(conn, DOING, &take, params)?;
    let attacks =
        format!("select held.* from {main}.simultaneous_attack_event as held where held.source = $source and {among}");
    put_clusters(conn, &format!("simultaneous_attack_event as ({attacks})"), params)
}

/// Writes the clusters that are made of what some steps give.
fn put_clusters(conn: &Connection, steps: &str, params: &Params) -> Result<()> {
    let object = found(MARTS[1])?;
    let put = format!(
        "insert into simultaneous_attacks with {steps} select * from ({}) order by {}",
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
    run(conn, DOING, catalog::step("cluster_range"), params)?;
    if one_number(conn, DOING, "select count(*)::bigint from cluster_range", params)? == Some(0) {
        return Ok(());
    }
    run(conn, DOING, catalog::step("scope_clusters"), params)?;
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
