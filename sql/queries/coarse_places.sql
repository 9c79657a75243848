-- Events that no map may show as a point: placed no finer than a district, the deadliest first.
--
-- params:
--   since   first start date           [date = 2025-01-01]
--   most    events of each source      [integer = 50]
-- grain:   source, source_event_id
-- source:  event
-- columns:
--   source
--   source_event_id
--   start_date
--   country
--   admin1
--   place
--   place_precision
--   deaths_low
--   deaths_best
--   deaths_high
-- note:    Where the precision is not given the place is unknown and the event stands here too.
select
  source,
  source_event_id,
  start_date,
  country,
  admin1,
  place,
  place_precision,
  deaths_low,
  deaths_best,
  deaths_high
from event
where start_date >= $since::date
  and (place_precision is null or place_precision not in ('exact', 'near'))
qualify row_number() over (
  partition by source
  order by deaths_best desc nulls last, start_date, source_event_id
) <= $most::bigint
order by source, deaths_best desc nulls last, start_date, source_event_id
