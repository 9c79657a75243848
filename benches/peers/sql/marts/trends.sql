-- Events and deaths of regions by month, from the mart.
select
  area as region,
  month,
  events,
  deaths_best,
  civilian_targeting_events
from area_month
where source = 'acled'
  and area_kind = 'region'
  and events > 0
order by region, month
