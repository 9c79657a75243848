-- Events whose reported range does not hold: what the source reports, and the widened range beside it.
--
-- params:
--   since   first start date           [date = 1900-01-01]
--   most    events of each source      [integer = 50]
-- grain:   source, source_event_id
-- source:  event
-- columns:
--   source
--   source_event_id
--   start_date
--   country
--   deaths_low_reported
--   deaths_best_reported
--   deaths_high_reported
--   deaths_low
--   deaths_best
--   deaths_high
-- note:    The best estimate is never changed; the low or the high one is widened to hold it.
select
  source,
  source_event_id,
  start_date,
  country,
  deaths_low_reported,
  deaths_best_reported,
  deaths_high_reported,
  deaths_low,
  deaths_best,
  deaths_high
from event
where start_date >= $since::date
  and range_repaired
qualify row_number() over (
  partition by source
  order by deaths_best desc nulls last, start_date, source_event_id
) <= $most::bigint
order by source, deaths_best desc nulls last, start_date, source_event_id
