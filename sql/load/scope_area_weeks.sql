-- Events of the areas and weeks whose rows a load touches; a region's week needs all events of its countries.
create or replace temp table scope as
select event.source, event.source_event_id
from event
semi join (
  select distinct country, week
  from affected_area_week
  where area_kind in ('country', 'admin1')
) as place
  on place.country is not distinct from event.country
  and place.week = date_trunc('week', event.start_date)::date
where event.source = $source
union
select event.source, event.source_event_id
from event
semi join (
  select distinct region_member.country_iso3, affected_area_week.week
  from affected_area_week
  join region_member
    on region_member.region = affected_area_week.area
  where affected_area_week.area_kind = 'region'
) as place
  on place.country_iso3 = event.country_iso3
  and place.week = date_trunc('week', event.start_date)::date
where event.source = $source
