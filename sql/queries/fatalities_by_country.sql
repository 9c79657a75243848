-- Deaths since a date in each country, with their range.
--
-- params:
--   since     first start date                          [date = 2025-05-01]
--   until     last start date                           [date = any]
--   country   one country, by any name or its ISO code  [country = any]
-- grain:   source, country
-- source:  fatalities_since, event
-- columns:
--   source
--   country
--   events
--   deaths_low
--   deaths_best
--   deaths_high
--   provisional_deaths_best
--   civilian_targeting_deaths_best
--   events_without_figure
--   coverage_to
--   covers_period
-- note:    Each source counts under its own rules: read the rows of one source, never add sources up. A country that is covered and without events is a row with 0, a source that does not reach is a row of NULLs.
select
  source,
  country,
  events,
  deaths_low,
  deaths_best,
  deaths_high,
  provisional_deaths_best,
  civilian_targeting_deaths_best,
  events_without_figure,
  coverage_to,
  covers_period
from fatalities_since($since::date, until := $until::date)
where $country::text is null
  or country in (
    select event.country
    from event
    where event.country_iso3 = $country::text or event.country = $country::text
  )
order by source, deaths_best desc nulls last, country
