use super::*;

fn found(statement: &str) -> Vec<Mistake> {
    let around = Surroundings { kept: vec![("acled_event".to_owned(), "acled".to_owned())], views: Vec::new() };
    let mut found: Vec<Mistake> =
        Session::default().examine(statement, &around).findings.into_iter().map(|finding| finding.mistake).collect();
    found.retain(|mistake| *mistake != Mistake::Releases);
    found.sort();
    found.dedup();
    found
}

#[test]
fn classic_mistakes_are_found() {
    use Mistake::*;
    for (statement, mistake) in [
        ("select sum(deaths_best) from event", Sources),
        ("select country, sum(deaths_best) from event group by country", Sources),
        ("select count(*) from event where country = 'Mali'", Sources),
        ("select count(distinct source_event_id) from event", Sources),
        (
            "with a as (select source, country, sum(deaths_best) as d from event group by all) select country, sum(d) from a group by 1",
            Sources,
        ),
        ("select country, sum(deaths_best) from event group by rollup (source, country)", Sources),
        ("select sum(deaths_best) from event where source in ('acled', 'ucdp_ged')", Sources),
        (
            "select (select sum(deaths_best) from event where source = 'acled') + (select sum(deaths_best) from event where source = 'ucdp_ged')",
            Sources,
        ),
        (
            "with a as (select month, sum(deaths_best) d from event_measure where source = 'acled' group by month), u as (select month, sum(deaths_best) d from event_measure where source = 'ucdp_ged' group by month) select a.d + u.d from a join u using (month)",
            Sources,
        ),
        (
            "select sum(d) from (select deaths_best d from event where source = 'acled' union all select deaths_best from event where source = 'ucdp_ged')",
            Sources,
        ),
        ("select sum(events) from group_month where source = 'acled'", Groups),
        ("select week, sum(deaths_best) from attack_frequency_by_group where source = 'acled' group by week", Groups),
        ("select sum(deaths_best) from area_month where source = 'acled'", Areas),
        (
            "select month, sum(deaths_best) from regional_trends where source = 'acled' and area_kind = 'region' group by month",
            Areas,
        ),
        ("select area_kind, sum(deaths_best) from area_month where source = 'acled' group by area_kind", Areas),
        ("select sum(deaths_best) from event join region_member using (country_iso3) where source = 'acled'", Areas),
        (
            "select sum(deaths_best) from event join event_area using (source, source_event_id) where source = 'acled'",
            Areas,
        ),
        (
            "select sum(deaths_best) from event join event_actor using (source, source_event_id) where source = 'acled'",
            MultipliedRows,
        ),
        (
            "select count(*) from event e, event_actor a where e.source = a.source and e.source_event_id = a.source_event_id and e.source = 'acled'",
            MultipliedRows,
        ),
        (
            "select actor_kind, sum(e.deaths_best) from event e join event_actor a using (source, source_event_id) join actor using (actor_id) where e.source = 'acled' group by actor_kind",
            MultipliedRows,
        ),
        ("select sum(fatalities) from acled_event join event_actor using (source_event_id)", MultipliedRows),
        ("select sum(deaths_best) from week_toll where source = 'acled'", Areas),
        (
            "select week, sum(deaths_best) from week_toll where source = 'acled' and subject_kind = 'group' group by week",
            Groups,
        ),
        ("select sum(events) from aggregate where source = 'acled_hdx'", Categories),
        ("select category, sum(events) from aggregate where source = 'acled_hdx' group by category", Categories),
        (
            "select period_start, sum(deaths) from aggregate_trends where source = 'acled_hdx' and area_kind = 'country' group by period_start",
            Categories,
        ),
        ("select source, sum(deaths_best) from event_version group by source", States),
        (
            "select sum(deaths_best) from (select * from event union all by name select * from event_history) where source = 'acled'",
            States,
        ),
        (
            "select source, sum(deaths_best) from event join event_release using (source, source_event_id) group by source",
            States,
        ),
        ("select source, sum(deaths_best) from event_toll_total group by source", Claims),
        ("select sum(value_best) from claim where source = 'sahel_2025'", Claims),
    ] {
        assert!(found(statement).contains(&mistake), "{statement}: {:?}", found(statement));
    }
}

#[test]
fn sound_sums_are_left_alone() {
    for statement in [
        "select source, sum(deaths_best) from event group by source",
        "select source, country, count(*) from event group by all",
        "select sum(deaths_best) from event where source = 'acled'",
        "select sum(deaths_best) from event where source in ('acled')",
        "select country, sum(deaths_best) filter (where source = 'acled') as a, sum(deaths_best) filter (where source = 'ucdp_ged') as u from event group by country",
        "select sum(case when source = 'acled' then deaths_best end) from event",
        "select actor_id, source, sum(events) from group_month group by actor_id, source",
        "select sum(events) from group_month where source = 'acled' and actor_id = 'jnim'",
        "select actor_name, sum(events) from attack_frequency_by_group where source = 'acled' group by actor_name",
        "select sum(deaths_best) from area_month where source = 'acled' and area_kind = 'country'",
        "select area, month, sum(deaths_best) from area_month where source = 'acled' and area_kind = 'region' group by area, month",
        "select sum(deaths_best) from event e semi join event_actor a using (source, source_event_id) where e.source = 'acled'",
        "select sum(deaths_best) from event e where e.source = 'acled' and exists (select 1 from event_actor a where a.source = e.source and a.source_event_id = e.source_event_id and a.actor_id = 'jnim')",
        "select source, count(distinct source_event_id) from event join event_actor using (source, source_event_id) group by source",
        "select count(*) from event_actor",
        "select * from event",
        "select max(deaths_best), avg(deaths_best) from event",
        "select a.d - u.d from (select sum(deaths_best) d from event where source = 'acled') a, (select sum(deaths_best) d from event where source = 'ucdp_ged') u",
        "select deaths_a + deaths_b + deaths_civilians from event",
        "select source, sum(deaths_best) from event_version where ended_load_id is null group by source",
        "select source, sum(deaths_best) from event_toll_total where policy = 'official' group by source",
        "select source, title, sum(deaths_best) from event join source using (source) group by all",
        "select title, sum(deaths_best) from event join source using (source) group by title",
        "select category, area, sum(events) from aggregate where source = 'x' and area_kind = 'admin1' and period_kind = 'month' group by all",
        "select source, week, sum(events) over (partition by source, actor_id order by week) from group_week",
        "with s as (select distinct source, source_event_id, deaths_best from event join event_actor using (source, source_event_id)) select source, sum(deaths_best) from s group by source",
        "select source, sum(events) from load group by source",
        "select count(*) from actor",
        "select week, sum(deaths_best) from week_toll where source = 'acled' and subject_kind = 'country' group by week",
        "select 1",
        "not sql at all",
    ] {
        assert!(found(statement).is_empty(), "{statement}: {:?}", found(statement));
    }
}

#[test]
fn rows_of_events_are_told_from_sums() {
    let raw = |statement: &str| {
        let around = Surroundings { kept: vec![("acled_event".to_owned(), "acled".to_owned())], views: Vec::new() };
        Session::default().examine(statement, &around).raw
    };
    for statement in [
        "select * from event",
        "from event",
        "select source_event_id, deaths_best from event",
        "with a as (select * from event) select * from a",
        "select e.place from event e join actor a on true",
        "select source_event_id, max(place) from event group by source_event_id",
        "select list(place) from event",
        "select string_agg(source_event_id, ',') from event_actor",
        "select notes from acled_event",
        "select max(summary) from event group by country",
        "select start_date, latitude, longitude, count(*) from event group by all",
        "select * from rejected_row",
        "select distinct start_date, place, latitude from event",
        "pivot event on country using count(*) nonsense",
    ] {
        assert!(raw(statement), "{statement}");
    }
    for statement in [
        "select source, count(*) from event group by source",
        "select * from regional_trends",
        "select * from fatalities_by_day",
        "select distinct country from event",
        "select place, count(*) from event group by place",
        "select start_date, country, count(*) from event group by all",
        "select sum(fatalities) from acled_event",
        "select * from actor",
        "select 1",
        "with a as (select source, week, count(*) n from event_measure group by all) select * from a order by n",
    ] {
        assert!(!raw(statement), "{statement}");
    }
}

#[test]
fn temporary_tables_are_remembered() {
    let mut session = Session::default();
    let around = Surroundings::default();
    session.examine("create temp table t as select * from event", &around);
    let examined = session.examine("select sum(deaths_best) from t", &around);
    assert!(examined.findings.iter().any(|finding| finding.mistake == Mistake::Sources));
    session.examine(
        "create or replace temp view v as select source, sum(deaths_best) as d from event group by 1",
        &around,
    );
    assert!(session.examine("select sum(d) from v", &around).findings.iter().any(|f| f.mistake == Mistake::Sources));
    assert!(
        session
            .examine("select source, sum(d) from v group by 1", &around)
            .findings
            .iter()
            .all(|f| f.mistake != Mistake::Sources)
    );
}

#[test]
fn no_statement_breaks_the_guard() {
    let deep = format!("select {}1 from event", "1 + ".repeat(20_000));
    let nested = format!("select {}1{}", "(".repeat(400), ")".repeat(400));
    for statement in [
        "",
        ";",
        "select",
        "select * from (",
        "\u{0}",
        "select '",
        deep.as_str(),
        nested.as_str(),
        "with recursive r as (select 1 union all select * from r) select * from r",
    ] {
        Session::default().examine(statement, &Surroundings::default());
    }
}
