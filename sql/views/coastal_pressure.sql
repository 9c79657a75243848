-- Events in the coastal states of West Africa and in their northern regions, by quarter, of each group and of all.
--
-- grain:   source, actor_id, quarter
-- source:  group_month, group_measure, event_area, area_month, region_member, coverage_period, group_country, actor, source
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
--   coastal_share           coastal_events by events; NULL for a coded sample and for partial quarters       [share 0..1]
--   coastal_north_share     coastal_north_events by events, likewise                                         [share 0..1]
--   coastal_countries       countries of coastal_west_africa                                                 [countries]
--   covered_countries       of these, those that the loads cover in the whole quarter                        [countries]
--   is_partial              true if not all of these are covered in the whole quarter, or not every country of the group
-- note:    a quarter of a group is there if it has an event anywhere. Events longer than a month are in no quarter. Regions are data: warledger load FILE --source regions
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
at_coast as (
  select
    measured.source,
    measured.actor_id,
    cast(date_trunc('quarter', measured.month) as date) as quarter,
    count(*) filter (where event_area.area = 'coastal_west_africa') as events,
    count(*) filter (where event_area.area = 'coastal_north') as north_events,
    sum(measured.deaths_low) filter (where event_area.area = 'coastal_west_africa') as deaths_low,
    sum(measured.deaths_best) filter (where event_area.area = 'coastal_west_africa') as deaths_best,
    sum(measured.deaths_high) filter (where event_area.area = 'coastal_west_africa') as deaths_high
  from group_measure as measured
  join event_area
    on event_area.source = measured.source
    and event_area.source_event_id = measured.source_event_id
    and event_area.area_kind = 'region'
    and event_area.area in ('coastal_west_africa', 'coastal_north')
  where measured.counted
    and measured.in_month
  group by measured.source, measured.actor_id, cast(date_trunc('quarter', measured.month) as date)
),
everywhere as (
  select source, actor_id, cast(date_trunc('quarter', month) as date) as quarter, sum(events) as events
  from group_month
  group by source, actor_id, cast(date_trunc('quarter', month) as date)
),
by_group as (
  select
    everywhere.source,
    everywhere.actor_id,
    everywhere.quarter,
    everywhere.events,
    at_coast.events as coastal_events,
    at_coast.north_events,
    at_coast.deaths_low,
    at_coast.deaths_best,
    at_coast.deaths_high,
    coalesce(home.countries, 0) = coalesce(needed.countries, -1) as is_covered
  from everywhere
  left join at_coast
    on at_coast.source = everywhere.source
    and at_coast.actor_id = everywhere.actor_id
    and at_coast.quarter = everywhere.quarter
  left join home
    on home.source = everywhere.source
    and home.actor_id = everywhere.actor_id
    and home.quarter = everywhere.quarter
  left join needed
    on needed.source = everywhere.source
    and needed.actor_id = everywhere.actor_id
  where everywhere.events > 0
),
of_all as (
  select
    source,
    cast(null as varchar) as actor_id,
    cast(date_trunc('quarter', month) as date) as quarter,
    sum(events) filter (where area_kind = 'country') as events,
    sum(events) filter (where area_kind = 'region' and area = 'coastal_west_africa') as coastal_events,
    sum(events) filter (where area_kind = 'region' and area = 'coastal_north') as north_events,
    sum(deaths_low) filter (where area_kind = 'region' and area = 'coastal_west_africa') as deaths_low,
    sum(deaths_best) filter (where area_kind = 'region' and area = 'coastal_west_africa') as deaths_best,
    sum(deaths_high) filter (where area_kind = 'region' and area = 'coastal_west_africa') as deaths_high,
    true as is_covered
  from area_month
  where area_kind = 'country' or area in ('coastal_west_africa', 'coastal_north')
  group by source, cast(date_trunc('quarter', month) as date)
),
both_kinds as (
  select * from by_group
  union all
  select * from of_all where events > 0
),
judged as (
  select
    both_kinds.*,
    (select count(*) from coast) as coastal_countries,
    coalesce(covered.countries, 0) as covered_countries,
    not both_kinds.is_covered or coalesce(covered.countries, 0) < (select count(*) from coast) as is_partial,
    source.census,
    source.has_range
  from both_kinds
  join source
    on source.source = both_kinds.source
  left join covered
    on covered.source = both_kinds.source
    and covered.quarter = both_kinds.quarter
)
select
  judged.source,
  judged.actor_id,
  case when judged.actor_id is null then 'all events' else actor.actor_name end as actor_name,
  actor.actor_kind,
  judged.quarter,
  judged.events::bigint as events,
  case
    when judged.covered_countries = judged.coastal_countries then coalesce(judged.coastal_events, 0)
    else nullif(judged.coastal_events, 0)
  end::bigint as coastal_events,
  case
    when judged.covered_countries = judged.coastal_countries then coalesce(judged.north_events, 0)
    when judged.coastal_events > 0 then judged.north_events
  end::bigint as coastal_north_events,
  judged.deaths_low::bigint as coastal_deaths_low,
  judged.deaths_best::bigint as coastal_deaths_best,
  judged.deaths_high::bigint as coastal_deaths_high,
  case
    when judged.census and not judged.is_partial then coalesce(judged.coastal_events, 0) / cast(judged.events as double)
  end as coastal_share,
  case
    when judged.census and not judged.is_partial then coalesce(judged.north_events, 0) / cast(judged.events as double)
  end as coastal_north_share,
  judged.coastal_countries::bigint as coastal_countries,
  judged.covered_countries::bigint as covered_countries,
  judged.is_partial
from judged
left join actor
  on actor.actor_id = judged.actor_id
