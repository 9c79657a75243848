-- A country month by month, against the year before and the twelve months before.
--
-- params:
--   country   country, by any name or its ISO code   [country = Mali]
--   since     first month, by any day in it          [date = 2025-01-01]
-- grain:   source, country, month
-- source:  regional_trends, event
-- columns:
--   source
--   country
--   month
--   events
--   deaths_low
--   deaths_best
--   deaths_high
--   provisional_deaths_best
--   events_ratio_year_before
--   deaths_ratio_year_before
--   is_partial
--   coverage_to
-- note:    A month without events inside the coverage is a row with 0, one that the loads do not reach a row of NULLs.
select
  source,
  country,
  month,
  events,
  deaths_low,
  deaths_best,
  deaths_high,
  provisional_deaths_best,
  events_ratio_year_before,
  deaths_ratio_year_before,
  is_partial,
  coverage_to
from regional_trends
where area_kind = 'country'
  and month >= date_trunc('month', $since::date)
  and country in (
    select event.country
    from event
    where event.country_iso3 = $country::text or event.country = $country::text
  )
order by source, country, month
