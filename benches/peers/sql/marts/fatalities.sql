-- Deaths since 2025-05-01 by country, from the mart.
select
  country,
  sum(events)::bigint as events,
  sum(deaths_best)::bigint as deaths_best,
  sum(civilian_targeting_events)::bigint as civilian_targeting_events
from fatalities_by_day
where source = 'acled'
  and start_date >= date '2025-05-01'
group by country
having sum(events) > 0
order by country
