-- Deaths since 2025-05-01 by country.
select
  country,
  count(*) as events,
  sum(fatalities) as deaths_best,
  sum(civilian_targeting is not null or event_type = 'Violence against civilians') as civilian_targeting_events
from acled
where event_date >= '2025-05-01'
  and (
    event_type in ('Battles', 'Explosions/Remote violence', 'Violence against civilians')
    or sub_event_type in ('Mob violence', 'Excessive force against protesters')
  )
group by country
order by country
