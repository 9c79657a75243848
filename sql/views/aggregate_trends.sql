-- Published sums by area, period and category: an aggregate, not counted from events.
--
-- grain:   source, area_kind, area, country, period_start, period_end, category
-- source:  aggregate, country, country_alias, region_member
-- columns:
--   source         source that publishes the sums
--   area_kind      region, country, admin1, admin2
--   area           name of the area
--   country        country of the area, NULL for a region
--   country_iso3   ISO 3166 alpha-3 of that country, where known
--   admin1_key     first-order area for comparison, NULL for countries and regions
--   period_kind    week, month
--   period_start   first day of the period
--   period_end     last day of the period
--   category       what is counted, in the source's words
--   events         events; NULL where one of the parts is not given          [events]
--   deaths         deaths in these events; NULL where one of the parts is not given   [persons]
--   parts          published sums that these figures are made of             [sums]
-- note:    categories may overlap and are never summed; areas do not add up across kinds, and regions overlap. Only the finest published areas are added up
-- example: from aggregate_trends limit 10
with coded as (
  select
    aggregate.*,
    coalesce(country.country_iso3, country_alias.country_iso3) as country_iso3,
    case area_kind when 'country' then 1 when 'admin1' then 2 else 3 end as depth
  from aggregate
  left join country
    on country.country_iso3 = upper(aggregate.country_code)
  left join country_alias
    on country_alias.country_key = aggregate.country_key
),
placed as (
  select
    coded.*,
    coalesce(country, country_code) as country_name,
    max(depth) over (
      partition by source, coalesce(country_iso3, country_key, country_code), period_start, period_end, category
    ) as finest
  from coded
),
part as (
  select * from placed where depth = finest
),
area_part as (
  select
    source, 'country' as area_kind, country_name as area, country_name as country, country_iso3,
    null::text as admin1_key, period_kind, period_start, period_end, category, events, deaths
  from part
  union all
  select
    source, 'admin1', coalesce(admin1, admin1_code), country_name, country_iso3,
    admin1_key, period_kind, period_start, period_end, category, events, deaths
  from part
  where coalesce(admin1, admin1_code) is not null
  union all
  select
    source, 'admin2', area, country_name, country_iso3,
    admin1_key, period_kind, period_start, period_end, category, events, deaths
  from part
  where area_kind = 'admin2'
  union all
  select
    source, 'region', region, null, null,
    null, period_kind, period_start, period_end, category, events, deaths
  from (
    select distinct part.source, part.aggregate_id, region_member.region, part.period_kind, part.period_start,
      part.period_end, part.category, part.events, part.deaths
    from part
    join region_member
      on region_member.country_iso3 = part.country_iso3
      and (region_member.admin1_key is null or region_member.admin1_key = part.admin1_key)
      and (region_member.valid_from is null or region_member.valid_from <= part.period_start)
      and (region_member.valid_to is null or region_member.valid_to >= part.period_start)
  )
)
select
  source,
  area_kind,
  area,
  country,
  min(country_iso3) as country_iso3,
  min(admin1_key) as admin1_key,
  min(period_kind) as period_kind,
  period_start,
  period_end,
  category,
  case when count(events) = count(*) then sum(events)::bigint end as events,
  case when count(deaths) = count(*) then sum(deaths)::bigint end as deaths,
  count(*)::bigint as parts
from area_part
group by source, area_kind, area, country, period_start, period_end, category
