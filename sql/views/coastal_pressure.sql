-- Events in the coastal states of West Africa and in their northern regions, by quarter, of each group and of all.
--
-- grain:   source, actor_id, quarter
-- source:  event_measure, group_measure, event_area, region_member, coverage_period, group_country, actor, source
-- columns:
--   source                  source that codes the events
--   actor_id                the group, with its members' events; NULL for all events
--   actor_name              its name; all events
--   actor_kind              its kind
--   quarter                 first day of the quarter
--   events                  events of political violence everywhere in the source                            [events]
--   coastal_events          of these, in the region coastal_west_africa; NULL where none is known and it is not covered   [events]
--   coastal_north_events    of these, in the region coastal_north                                            [events]
--   coastal_deaths_low      low estimate, in the coastal events, all sides                                   [persons]
--   coastal_deaths_best     best estimate, in the coastal events, all sides                                  [persons]
--   coastal_deaths_high     high estimate, in the coastal events, all sides                                  [persons]
--   unplaced_events         events that begin in the quarter and reach beyond it, or may: in none of the above    [events]
--   unplaced_coastal_events of these, in the region coastal_west_africa                                      [events]
--   unplaced_coastal_deaths_best   best estimate in these                                                    [persons]
--   coastal_share           coastal_events by events; NULL for a coded sample and for partial quarters       [share 0..1]
--   coastal_north_share     coastal_north_events by events, likewise                                         [share 0..1]
--   coastal_countries       countries of coastal_west_africa                                                 [countries]
--   covered_countries       of these, those that the loads cover in the whole quarter                        [countries]
--   is_partial              true if not all of these are covered in the whole quarter, or not every country of the group
-- note:    a quarter of a group is there if an event begins in it anywhere. An event that crosses the end of a quarter is in none, nor is one that is dated to more than a month without a first and a last day: unplaced. Regions are data: warledger load FILE --source regions
with coast as (
  select distinct country_iso3 from region_member where region = 'coastal_west_africa'
),
whole as (
  select
    source,
    country,
    country_iso3,
    cast(date_trunc('quarter', period_start) as date) as quarter
  from coverage_period
  where period_kind = 'month'
    and is_whole
  group by source, country, country_iso3, cast(date_trunc('quarter', period_start) as date)
  having count(*) = 3
),
covered as (
  select source.source, whole.quarter, count(distinct coast.country_iso3) as countries
  from source
  cross join coast
  join whole
    on whole.source = source.source
    and (whole.country is null or whole.country_iso3 = coast.country_iso3)
  group by source.source, whole.quarter
),
been as (
  select source, actor_id, country
  from group_country
  where country is not null
),
home as (
  select been.source, been.actor_id, whole.quarter, count(distinct been.country) as countries
  from been
  join whole
    on whole.source = been.source
    and (whole.country is null or whole.country = been.country)
  group by been.source, been.actor_id, whole.quarter
),
needed as (
  select source, actor_id, count(*) as countries
  from been
  group by source, actor_id
),
coastal as (
  select
    source,
    source_event_id,
    bool_or(area = 'coastal_west_africa') as is_coastal,
    bool_or(area = 'coastal_north') as is_north
  from event_area
  where area_kind = 'region'
    and area in ('coastal_west_africa', 'coastal_north')
  group by source, source_event_id
),
placed as (
  select
    source,
    source_event_id,
    actor_id,
    quarter,
    in_quarter,
    deaths_low,
    deaths_best,
    deaths_high
  from group_measure
  where counted
  union all
  select
    source,
    source_event_id,
    cast(null as string) as actor_id,
    quarter,
    in_quarter,
    deaths_low,
    deaths_best,
    deaths_high
  from event_measure
  where counted
),
summed as (
  select
    placed.source,
    placed.actor_id,
    placed.quarter,
    count(*) filter (where placed.in_quarter) as events,
    count(*) filter (where placed.in_quarter and coastal.is_coastal) as coastal_events,
    count(*) filter (where placed.in_quarter and coastal.is_north) as north_events,
    sum(placed.deaths_low) filter (where placed.in_quarter and coastal.is_coastal) as deaths_low,
    sum(placed.deaths_best) filter (where placed.in_quarter and coastal.is_coastal) as deaths_best,
    sum(placed.deaths_high) filter (where placed.in_quarter and coastal.is_coastal) as deaths_high,
    count(*) filter (where not placed.in_quarter) as unplaced_events,
    count(*) filter (where not placed.in_quarter and coastal.is_coastal) as unplaced_coastal_events,
    sum(placed.deaths_best) filter (where not placed.in_quarter and coastal.is_coastal) as unplaced_coastal_deaths_best
  from placed
  left join coastal
    on coastal.source = placed.source
    and coastal.source_event_id = placed.source_event_id
  group by placed.source, placed.actor_id, placed.quarter
),
judged as (
  select
    summed.*,
    (select count(*) from coast) as coastal_countries,
    coalesce(covered.countries, 0) as covered_countries,
    (summed.actor_id is not null and coalesce(home.countries, 0) <> coalesce(needed.countries, -1))
      or coalesce(covered.countries, 0) < (select count(*) from coast) as is_partial,
    source.census
  from summed
  join source
    on source.source = summed.source
  left join covered
    on covered.source = summed.source
    and covered.quarter = summed.quarter
  left join home
    on home.source = summed.source
    and home.actor_id = summed.actor_id
    and home.quarter = summed.quarter
  left join needed
    on needed.source = summed.source
    and needed.actor_id = summed.actor_id
)
select
  judged.source,
  judged.actor_id,
  case when judged.actor_id is null then 'all events' else actor.actor_name end as actor_name,
  actor.actor_kind,
  judged.quarter,
  judged.events::bigint as events,
  case
    when judged.covered_countries = judged.coastal_countries then judged.coastal_events
    else nullif(judged.coastal_events, 0)
  end::bigint as coastal_events,
  case
    when judged.covered_countries = judged.coastal_countries then judged.north_events
    when judged.coastal_events > 0 then judged.north_events
  end::bigint as coastal_north_events,
  judged.deaths_low::bigint as coastal_deaths_low,
  judged.deaths_best::bigint as coastal_deaths_best,
  judged.deaths_high::bigint as coastal_deaths_high,
  judged.unplaced_events::bigint as unplaced_events,
  judged.unplaced_coastal_events::bigint as unplaced_coastal_events,
  judged.unplaced_coastal_deaths_best::bigint as unplaced_coastal_deaths_best,
  case
    when judged.census and not judged.is_partial then judged.coastal_events / cast(nullif(judged.events, 0) as double)
  end as coastal_share,
  case
    when judged.census and not judged.is_partial then judged.north_events / cast(nullif(judged.events, 0) as double)
  end as coastal_north_share,
  judged.coastal_countries::bigint as coastal_countries,
  judged.covered_countries::bigint as covered_countries,
  judged.is_partial
from judged
left join actor
  on actor.actor_id = judged.actor_id
