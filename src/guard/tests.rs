use super::*;

mod session;

fn around() -> Surroundings {
    let of = |source: &str| (format!("{source}_event"), source.to_owned());
    Surroundings { kept: vec![of("acled"), of("ucdp")], ..Surroundings::default() }
}

fn found(statement: &str) -> Vec<Mistake> {
    let around = around();
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
    let mut missed = Vec::new();
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
        ("select avg(deaths_best) from event", Sources),
        ("select country, mean(deaths_best) from event group by country", Sources),
        ("select list_sum(list(deaths_best)) from event", Sources),
        ("select list_reduce(array_agg(deaths_best), (a, b) -> a + b) from event", Sources),
        ("select list_sum(d) from (select country, list(deaths_best) as d from event group by country)", Sources),
        ("pivot event on country using sum(deaths_best) group by event_class", Sources),
        ("pivot (select country, event_class from event) on event_class using count(*)", Sources),
        ("select * from (pivot event on event_class using sum(deaths_best) group by country)", Sources),
        (
            "select * from (select country, event_class, deaths_best from event) pivot (sum(deaths_best) for country in ('Mali', 'Niger'))",
            Sources,
        ),
        (
            "select sum(deaths_best) from (select * from event where source = 'acled' union all select * from event where source = 'acled')",
            MultipliedRows,
        ),
        (
            "select source, count(*) from (select * from event union all select * from event where country = 'Mali') group by source",
            MultipliedRows,
        ),
    ] {
        let found = found(statement);
        if !found.contains(&mistake) {
            missed.push(format!("{statement}: {found:?}"));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn sound_sums_are_left_alone() {
    let mut wrong = Vec::new();
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
        "select max(deaths_best), min(deaths_best) from event",
        "select source, avg(deaths_best) from event group by source",
        "select avg(deaths_best) from event where source = 'acled'",
        "select code_status, count(*) from event join ucdp_event using (source, source_event_id) group by all",
        "select code_status, sum(deaths_best) from event join ucdp_event using (source_event_id) group by code_status",
        "pivot event on event_class using sum(deaths_best) group by source",
        "select sum(deaths_best) from (select * from event where source = 'acled' and country = 'Mali' union all select * from event where source = 'acled' and country = 'Niger')",
        "select source, sum(d) from (select source, deaths_a as d from event union all select source, deaths_b as d from event) group by source",
        "select source, count(*) from (select source, source_event_id from event union select source, source_event_id from event) group by source",
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
        let found = found(statement);
        if !found.is_empty() {
            wrong.push(format!("{statement}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn rows_of_events_are_told_from_sums() {
    let mut wrong = Vec::new();
    let raw = |statement: &str| Session::default().examine(statement, &around()).raw;
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
        "select (select list(e) from event as e)",
        "select (select e.notes) from acled_event as e",
        "select x.n from acled_event as e, (select e.notes as n) as x",
        "values ((select list(e) from event as e))",
        "from unnest((select list(e) from event as e))",
        "select u from event as e, unnest([e]) as t(u)",
        "select columns(*) from event",
        "select max(columns(*)) from event group by country",
        "select acled_event.*, 1 as x from acled_event",
        "select *, 1 as x from acled_event",
        "select e, count(*) from event as e group by e",
        "select max(e) from event as e group by country",
        "select max(source_event_id) from event group by country, start_date",
        "select s, count(*) from (select source_event_id || '' as s from event) group by s",
        "select n from (select upper(notes) as n from acled_event)",
        "pivot event on country using count(*)",
        "unpivot event on deaths_low, deaths_best",
        "from query_table('event')",
        "from some_function('event')",
        "summarize event",
    ] {
        wrong.extend((!raw(statement)).then_some(statement));
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
        "select * from range(3)",
        "from generate_series(1, 3)",
        "select unnest([1, 2])",
        "from duckdb_columns()",
        "from 'data/mine.csv'",
        "from read_csv('data/mine.csv')",
        "describe event",
        "describe select * from event",
        "show tables",
        "explain select * from event",
        "pragma table_info('event')",
        "pivot event on country using count(*) group by source",
        "select source, max(deaths_best) from event group by source",
        "select source, exists (select * from event as e where e.source = s.source) as has from source as s",
        "select source, (select max(deaths_best) from event as e where e.source = s.source) as most from source as s",
        "select count(e), count(distinct source_event_id) from event as e where source = 'acled'",
        "from query_table('regional_trends')",
        "values (1), (2)",
    ] {
        wrong.extend(raw(statement).then_some(statement));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_source_is_told_only_by_the_rows_own_column() {
    let told = |statement: &str| {
        let examined = Session::default().examine(statement, &around());
        (examined.names_source, examined.sources.map(|sources| sources.into_iter().collect::<Vec<_>>().join("+")))
    };
    assert_eq!(told("select * from event"), (true, None));
    assert_eq!(told("select source, place from event where deaths_best > 3"), (true, None));
    assert_eq!(told("select 'sahel_2025' as source, place from event"), (false, None));
    assert_eq!(told("select c.source, e.place from claim as c, event as e"), (false, None));
    assert!(told("select * from event join event_actor using (source, source_event_id)").0);
    assert_eq!(told("select place from event where source = 'ucdp_ged'"), (false, Some("ucdp_ged".to_owned())));
    assert_eq!(told("from acled_event"), (false, Some("acled".to_owned())));
    assert_eq!(
        told("with e as (select * from event where source = 'ucdp_ged') select place from e").1.as_deref(),
        Some("ucdp_ged")
    );
    assert_eq!(told("select e.place from event as e, claim as c where c.source = 'sahel_2025'").1, None);
    let both = "select place from event where source = 'a' union all select place from event where source = 'b'";
    assert_eq!(told(both).1.as_deref(), Some("a+b"));
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
