-- Events of the areas and months whose rows a load touches; a region's month needs all events of its countries.
create or replace temp table scope as
select event.source, event.source_event_id
from event
semi join (
  select distinct country, month
  from affected_area_month
  where area_kind in ('country', 'admin1')
) as place
  on place.country is not distinct from event.country
  and place.month = date_trunc('month', event.start_date)::date
where event.source = $source
union
select event.source, event.source_event_id
from event
semi join (
  select distinct region_member.country_iso3, affected_area_month.month
  from affected_area_month
  join region_member
    on region_member.region = affected_area_month.area
  where affected_area_month.area_kind = 'region'
) as place
  on place.country_iso3 = event.country_iso3
  and place.month = date_trunc('month', event.start_date)::date
where event.source = $source
