-- Events of political violence that are known to lie in an area and no nearer: counts beside a map, never points on it.
--
-- params:  since, until, source
-- grain:   country_iso3, country, area
-- source:  event
-- columns:
--   country_iso3   ISO 3166 alpha-3, where known
--   country        country as the source writes it
--   area           first-order area; NULL for events known by country alone, or by more than one area
--   events         events known no nearer                               [events]
--   deaths_best    best estimate in these; NULL where none is known     [persons]
with placed as (
  select
    country_iso3,
    country,
    case when coalesce(place_precision, 'country') not in ('area', 'country', 'international') then admin1 end as area,
    deaths_best
  from event
  where source = $source::text
    and disorder = 'political_violence'
    and start_date >= $since::date
    and ($until::date is null or start_date <= $until::date)
    and (
      coalesce(place_precision, 'country') not in ('exact', 'near')
      or latitude is null
      or longitude is null
    )
)
select
  country_iso3,
  country,
  area,
  count(*)::bigint as events,
  sum(deaths_best)::bigint as deaths_best
from placed
group by country_iso3, country, area
order by events desc, country, area
