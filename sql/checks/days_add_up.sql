-- Sources whose days do not add up to their events.
--
-- grain:   source
-- source:  event, fatalities_by_day
with expected as (
  select source, count(*) as events, coalesce(sum(deaths_best), 0) as deaths_best
  from event
  where disorder = 'political_violence'
  group by source
),
kept as (
  select source, sum(events) as events, coalesce(sum(deaths_best), 0) as deaths_best
  from fatalities_by_day
  group by source
)
select
  expected.source,
  expected.events,
  kept.events as mart_events,
  expected.deaths_best,
  kept.deaths_best as mart_deaths_best
from expected
left join kept
  on kept.source = expected.source
where expected.events is distinct from kept.events
  or expected.deaths_best is distinct from kept.deaths_best
