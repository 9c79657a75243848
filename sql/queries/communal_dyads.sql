-- Violence between communities by pair and year: communities are not ranked as armed groups.
--
-- params:
--   since     first year, by any day in it              [date = 2000-01-01]
--   country   one country, by any name or its ISO code  [country = any]
-- grain:   source, country, actor_a, actor_b, year
-- source:  communal_violence_by_dyad, event
-- columns:
--   source
--   country
--   actor_a
--   actor_b
--   year
--   events
--   deaths_low
--   deaths_best
--   deaths_high
--   last_date
-- note:    In alphabetical order, on purpose: who began is not coded.
select
  source,
  country,
  actor_a,
  actor_b,
  year,
  events,
  deaths_low,
  deaths_best,
  deaths_high,
  last_date
from communal_violence_by_dyad
where year >= year($since::date)
  and (
    $country::text is null
    or country in (
      select event.country
      from event
      where event.country_iso3 = $country::text or event.country = $country::text
    )
  )
order by source, country, actor_a, actor_b, year
