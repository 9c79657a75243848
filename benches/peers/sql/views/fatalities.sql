-- Deaths since 2025-05-01 by country, as a person asks for them.
select country, events, deaths_best, civilian_targeting_events
from fatalities_since(date '2025-05-01')
where source = 'acled'
  and events > 0
order by country
