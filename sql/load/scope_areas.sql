-- Events of the areas and months that hold the months and weeks whose rows a load touches; a region's period needs all events
-- of its countries.
create or replace temp table scope as
with period as (
  select area_kind, area, country, month from affected_area_month
  union
  select area_kind, area, country, date_trunc('month', week)::date as month from affected_area_week
  union
  select area_kind, area, country, date_trunc('month', week + 6)::date as month from affected_area_week
)
select event.source, event.source_event_id
from event
semi join (
  select distinct country, month
  from period
  where area_kind in ('country', 'admin1')
) as place
  on place.country is not distinct from event.country
  and place.month = date_trunc('month', event.start_date)::date
where event.source = $source
union
select event.source, event.source_event_id
from event
semi join (
  select distinct region_member.country_iso3, period.month
  from period
  join region_member
    on region_member.region = period.area
  where period.area_kind = 'region'
) as place
  on place.country_iso3 = event.country_iso3
  and place.month = date_trunc('month', event.start_date)::date
where event.source = $source
