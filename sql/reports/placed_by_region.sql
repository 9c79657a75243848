-- Events of political violence with each region that they lie in.
--
-- grain:   source, source_event_id, group_key
-- source:  event_measure, event_area, region
select
  measured.source,
  measured.source_event_id,
  event_area.area as group_key,
  region.region_name as group_name,
  measured.has_figure,
  measured.deaths_low,
  measured.deaths_best,
  measured.deaths_high
from event_measure as measured
join event_area
  on event_area.source = measured.source
  and event_area.source_event_id = measured.source_event_id
  and event_area.area_kind = 'region'
left join region
  on region.region = event_area.area
where measured.counted
