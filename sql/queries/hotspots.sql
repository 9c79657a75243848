-- First-order areas ranked by deaths since a date.
--
-- params:
--   since     first start date                              [date = 2025-05-01]
--   country   one country, by any name or its ISO code      [country = any]
--   most      areas of each source                          [integer = 20]
-- grain:   source, country, admin1
-- source:  event_measure
-- columns:
--   source
--   country
--   admin1
--   events                      events of political violence                          [events]
--   deaths_low
--   deaths_best
--   deaths_high
--   civilian_targeting_events   events that target civilians                          [events]
--   last_date                   last start date
-- note:    Events that the source places no finer than a country have no area and stand in the row without one. Areas are as each source names them.
select
  source,
  country,
  admin1,
  count(*)::bigint as events,
  sum(deaths_low)::bigint as deaths_low,
  sum(deaths_best)::bigint as deaths_best,
  sum(deaths_high)::bigint as deaths_high,
  count(*) filter (where civilian_targeting)::bigint as civilian_targeting_events,
  max(start_date) as last_date
from event_measure
where counted
  and start_date >= $since::date
  and ($country::text is null or country_iso3 = $country::text or country = $country::text)
group by source, country, admin1
qualify row_number() over (
  partition by source
  order by sum(deaths_best) desc nulls last, count(*) desc, country, admin1
) <= $most::bigint
order by source, deaths_best desc nulls last, events desc, country, admin1
