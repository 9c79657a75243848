-- Deaths since 2025-05-01 by country, from the raw table.
select
  country,
  count(*)::bigint as events,
  sum(fatalities)::bigint as deaths_best,
  (count(*) filter (where civilian_targeting is not null or event_type = 'Violence against civilians'))::bigint
    as civilian_targeting_events
from acled
where event_date >= date '2025-05-01'
  and (
    event_type in ('Battles', 'Explosions/Remote violence', 'Violence against civilians')
    or sub_event_type in ('Mob violence', 'Excessive force against protesters')
  )
group by country
order by country
