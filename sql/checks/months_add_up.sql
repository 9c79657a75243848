-- Countries whose months, with what is in no month, do not add up to their days.
--
-- grain:   source, country
-- source:  area_month, fatalities_by_day
with expected as (
  select source, country, sum(events) as events, coalesce(sum(deaths_best), 0) as deaths_best
  from fatalities_by_day
  where country is not null
  group by source, country
),
kept as (
  select
    source,
    area as country,
    sum(events + unplaced_events) as events,
    sum(coalesce(deaths_best, 0) + coalesce(unplaced_deaths_best, 0)) as deaths_best
  from area_month
  where area_kind = 'country'
  group by source, area
)
select expected.source, expected.country, expected.events, kept.events as mart_events, expected.deaths_best, kept.deaths_best as mart_deaths_best
from expected
left join kept
  on kept.source = expected.source
  and kept.country = expected.country
where expected.events is distinct from kept.events
  or expected.deaths_best is distinct from kept.deaths_best
