//! Events, the actors in them and the areas that they lie in, as Polars frames.

use polars::prelude::*;
use warledger::ledger::Ledger;

use super::calendar::Period;
use super::table::frame;
use super::tally::first_and_last;

/// What identifies an event.
pub(crate) const EVENT: [&str; 2] = ["source", "source_event_id"];

/// Columns by name.
pub(crate) fn cols(names: &[&str]) -> Vec<Expr> {
    names.iter().map(|name| col(*name)).collect()
}

/// Rows of both sides whose keys are equal; NULL is equal to NULL.
pub(crate) fn joined(left: LazyFrame, right: LazyFrame, on: &[&str], how: JoinType) -> LazyFrame {
    let mut how = JoinArgs::new(how);
    how.nulls_equal = true;
    left.join(right, cols(on), cols(on), how)
}

/// Events, with figures by what they mean and the periods that they start in.
pub(crate) fn events(ledger: &Ledger) -> LazyFrame {
    let events = frame(
        ledger,
        "select source, source_event_id, start_date, end_date, date_precision, disorder, civilian_targeting, country, \
         country_iso3, admin1, admin1_key, deaths_low, deaths_best, deaths_high, deaths_a, deaths_b, deaths_civilians, \
         deaths_rule, status, attacker_coded as event_attacker_coded, state_forces_best, \
         auxiliaries_best, nonstate_best, civilians_best, unspecified_best \
         from event",
    );
    let only_where =
        |condition: Expr, name: &str| when(condition).then(col("deaths_best")).otherwise(lit(0)).alias(name);
    let one_where = |condition: Expr, name: &str| condition.cast(DataType::Int64).alias(name);
    let periods: Vec<Expr> = Period::ALL.iter().map(|period| period.of_event()).collect();
    events.with_columns(periods).with_columns([
        only_where(col("status").neq(lit("final")), "provisional"),
        only_where(col("deaths_rule").eq(lit("coded_value")), "coded_value"),
        one_where(col("deaths_rule").eq(lit("unknown_zero")), "unknown_zero"),
        one_where(col("deaths_best").is_null().and(col("deaths_high").is_null()), "without_figure"),
        col("civilian_targeting").fill_null(lit(false)),
    ])
}

/// Events of actors: named in them, or with a member named in them on a day of its membership.
pub(crate) fn actor_events(ledger: &Ledger, events: &LazyFrame) -> LazyFrame {
    let named = frame(ledger, "select source, source_event_id, actor_id, side, is_attacker from event_actor");
    let members =
        frame(ledger, "select member_id, group_id, valid_from, valid_to from actor_member where relation = 'member'");
    let days = events.clone().select(cols(&["source", "source_event_id", "start_date"]));
    let on_the_day = col("valid_from").is_null().or(col("valid_from").lt_eq(col("start_date")));
    let on_the_day = on_the_day.and(col("valid_to").is_null().or(col("valid_to").gt_eq(col("start_date"))));
    let through_members = joined(named.clone(), days, &EVENT, JoinType::Inner)
        .join(members, [col("actor_id")], [col("member_id")], JoinArgs::new(JoinType::Inner))
        .filter(on_the_day)
        .select([
            col("source"),
            col("source_event_id"),
            col("group_id").alias("actor_id"),
            col("side"),
            col("is_attacker"),
        ]);
    let both = concat([named, through_members], UnionArgs::default()).expect("the same columns");
    let taken = both.group_by(cols(&["source", "source_event_id", "actor_id"])).agg([
        col("side").eq(lit("a")).any(true).alias("on_a"),
        col("side").eq(lit("b")).any(true).alias("on_b"),
        col("is_attacker").is_not_null().any(true).cast(DataType::Int64).alias("attacker_coded"),
        col("is_attacker").any(true).cast(DataType::Int64).alias("is_attacker"),
    ]);
    let own = when(col("on_a").and(col("on_b")))
        .then(col("deaths_a") + col("deaths_b"))
        .when(col("on_a"))
        .then(col("deaths_a"))
        .otherwise(col("deaths_b"));
    let opponent = when(col("on_a").and(col("on_b")))
        .then(lit(NULL))
        .when(col("on_a"))
        .then(col("deaths_b"))
        .otherwise(col("deaths_a"));
    joined(taken, events.clone(), &EVENT, JoinType::Inner).with_columns([own.alias("own"), opponent.alias("opponent")])
}

/// Areas of events: the country, the first-order area and the regions.
pub(crate) fn event_areas(ledger: &Ledger, events: &LazyFrame) -> LazyFrame {
    let area = |kind: &str, area: &str, country: Expr| {
        let id = [col("source"), col("source_event_id")];
        let place = [lit(kind).alias("area_kind"), col(area).alias("area"), country.alias("country")];
        id.into_iter().chain(place).collect::<Vec<_>>()
    };
    let countries =
        events.clone().filter(col("country").is_not_null()).select(area("country", "country", col("country")));
    let admins = events.clone().filter(col("admin1").is_not_null()).select(area("admin1", "admin1", col("country")));
    let members =
        frame(ledger, "select region, country_iso3, admin1_key as member_key, valid_from, valid_to from region_member");
    let here = col("member_key").is_null().or(col("member_key").eq(col("admin1_key")));
    let then = col("valid_from").is_null().or(col("valid_from").lt_eq(col("start_date")));
    let then = then.and(col("valid_to").is_null().or(col("valid_to").gt_eq(col("start_date"))));
    let on = [col("country_iso3")];
    let regions = events
        .clone()
        .filter(col("country_iso3").is_not_null())
        .join(members, on.clone(), on, JoinArgs::new(JoinType::Inner))
        .filter(here.and(then))
        .select(area("region", "region", lit(NULL).cast(DataType::String)))
        .unique_generic(None, UniqueKeepStrategy::Any);
    concat([countries, admins, regions], UnionArgs::default()).expect("the same columns")
}

/// Events with each of their areas.
pub(crate) fn placed(ledger: &Ledger, events: &LazyFrame) -> LazyFrame {
    let bare = events.clone().drop(by_name(["country"], true, false));
    joined(event_areas(ledger, events), bare, &EVENT, JoinType::Inner)
}

/// Countries in which actors have been.
pub(crate) fn actor_countries(actor_events: LazyFrame) -> LazyFrame {
    let violence = col("disorder").eq(lit("political_violence"));
    actor_events.group_by(cols(&["source", "actor_id", "country"])).agg(
        [violence.cast(DataType::Int64).sum().alias("events")].into_iter().chain(first_and_last()).collect::<Vec<_>>(),
    )
}
