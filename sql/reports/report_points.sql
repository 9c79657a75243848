-- Places of a map: events of political violence whose coordinates are of the place itself or near it.
--
-- params:  since, until, source, most
-- grain:   latitude, longitude
-- source:  event
-- columns:
--   latitude      of the place                                    [degrees]
--   longitude     of the place                                    [degrees]
--   place         a name that the source gives it
--   country       country as the source writes it
--   country_iso3  ISO 3166 alpha-3 of it, where known
--   events        events there                                    [events]
--   deaths_best   best estimate in these; NULL where none is known   [persons]
--   all_places    places that there are, shown or not             [places]
-- note:    the deadliest places first, at most as many as asked for
select
  latitude,
  longitude,
  min(coalesce(place, admin2, admin1, country)) as place,
  min(country) as country,
  min(country_iso3) as country_iso3,
  count(*)::bigint as events,
  sum(deaths_best)::bigint as deaths_best,
  (count(*) over ())::bigint as all_places
from event
where source = $source::text
  and disorder = 'political_violence'
  and place_precision in ('exact', 'near')
  and latitude is not null
  and longitude is not null
  and start_date >= $since::date
  and ($until::date is null or start_date <= $until::date)
group by latitude, longitude
order by deaths_best desc nulls last, events desc, latitude, longitude
limit $most::bigint
