-- Deaths since 2025-05-01 by country, from the narrow table.
select
  country,
  count(*)::bigint as events,
  sum(fatalities)::bigint as deaths_best,
  (count(*) filter (where civilian_targeting))::bigint as civilian_targeting_events
from fact_day
where event_date >= date '2025-05-01'
group by country
order by country
