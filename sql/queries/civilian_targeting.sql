-- Events that target civilians, by country and month.
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
--   civilian_targeting_events         events that target civilians                      [events]
--   civilian_targeting_deaths_low     low estimate in these, all who died               [persons]
--   civilian_targeting_deaths_best    best estimate in these, all who died              [persons]
--   civilian_targeting_deaths_high    high estimate in these, all who died              [persons]
--   civilians_best                    dead civilians in all events; NULL where the source does not say   [persons]
--   events                            events of political violence                      [events]
-- note:    What counts as targeting is the source's own coding. Civilians also die in events that target others, and the dead of these events need not all be civilians.
select
  source,
  country,
  month,
  count(*) filter (where civilian_targeting)::bigint as civilian_targeting_events,
  sum(deaths_low) filter (where civilian_targeting)::bigint as civilian_targeting_deaths_low,
  sum(deaths_best) filter (where civilian_targeting)::bigint as civilian_targeting_deaths_best,
  sum(deaths_high) filter (where civilian_targeting)::bigint as civilian_targeting_deaths_high,
  sum(civilians_best)::bigint as civilians_best,
  count(*)::bigint as events
from event_measure
where counted
  and in_month
  and month >= date_trunc('month', $since::date)
  and ($country::text is null or country_iso3 = $country::text or country = $country::text)
group by source, country, month
having count(*) filter (where civilian_targeting) > 0
order by source, country, month
