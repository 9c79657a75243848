-- Events and deaths of regions by month, from the narrow table.
select
  region,
  month,
  count(*)::bigint as events,
  sum(fatalities)::bigint as deaths_best,
  (count(*) filter (where civilian_targeting))::bigint as civilian_targeting_events
from fact_region
group by region, month
order by region, month
