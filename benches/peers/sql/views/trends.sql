-- Events and deaths of regions by month, as a person asks for them; months without events are left out here.
select area as region, month, events, deaths_best, civilian_targeting_events
from regional_trends
where source = 'acled'
  and area_kind = 'region'
  and events > 0
order by region, month
