-- Events and deaths of each country by month.
--
-- params:
--   since     first month, by any day in it             [date = 2025-01-01]
--   country   one country, by any name or its ISO code  [country = any]
-- grain:   source, country, month
-- source:  event_measure
-- columns:
--   source
--   country
--   month
--   events                 events of political violence that belong to the month           [events]
--   deaths_low
--   deaths_best
--   deaths_high
--   unplaced_events        events that begin in the month but are too long or too vague to belong to it, not counted above   [events]
--   unplaced_deaths_best   best estimate in these, not counted above                       [persons]
-- note:    A month that is not here has no event in the ledger; whether it was covered tells country_trend. Long events are kept apart so that no month looks deadly because of one row that spans several.
select
  source,
  country,
  month,
  count(*) filter (where in_month)::bigint as events,
  sum(deaths_low) filter (where in_month)::bigint as deaths_low,
  sum(deaths_best) filter (where in_month)::bigint as deaths_best,
  sum(deaths_high) filter (where in_month)::bigint as deaths_high,
  count(*) filter (where not in_month)::bigint as unplaced_events,
  sum(deaths_best) filter (where not in_month)::bigint as unplaced_deaths_best
from event_measure
where counted
  and month >= date_trunc('month', $since::date)
  and ($country::text is null or country_iso3 = $country::text or country = $country::text)
group by source, country, month
order by source, country, month
