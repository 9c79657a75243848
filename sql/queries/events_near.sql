-- Events within a distance of a point, the nearest first.
--
-- params:
--   latitude    of the point, in degrees                [number = 14.35]
--   longitude   of the point, in degrees                [number = -0.60]
--   km          distance                                [number = 150]
--   since       first start date                        [date = 2025-05-01]
-- grain:   source, source_event_id
-- source:  event
-- columns:
--   source
--   source_event_id
--   distance_km       along the surface of the earth    [km]
--   start_date
--   end_date
--   country
--   place
--   place_precision
--   event_class
--   deaths_low
--   deaths_best
--   deaths_high
-- note:    Only places known exactly or nearly are compared: the coordinates of coarser ones are the middle of an area, where nothing may have happened. See coarse_places for how many these are.
with placed as (
  select
    *,
    2 * 6371.0088 * asin(least(1, sqrt(
      pow(sin(radians(latitude - $latitude::double) / 2), 2)
      + cos(radians($latitude::double)) * cos(radians(latitude))
      * pow(sin(radians(longitude - $longitude::double) / 2), 2)
    ))) as distance_km
  from event
  where start_date >= $since::date
    and place_precision in ('exact', 'near')
)
select
  source,
  source_event_id,
  round(distance_km, 1) as distance_km,
  start_date,
  end_date,
  country,
  place,
  place_precision,
  event_class,
  deaths_low,
  deaths_best,
  deaths_high
from placed
where distance_km <= $km::double
order by distance_km, source, start_date, source_event_id
