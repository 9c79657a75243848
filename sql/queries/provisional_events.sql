-- Events that the source has not settled yet, the deadliest first.
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
--   place
--   event_class
--   deaths_low
--   deaths_best
--   deaths_high
--   load_id
-- note:    Their figures, dates and sides may change, and some will go. They are in every total; provisional_deaths_best says how much of it they are.
select
  source,
  source_event_id,
  start_date,
  country,
  place,
  event_class,
  deaths_low,
  deaths_best,
  deaths_high,
  load_id
from event
where start_date >= $since::date
  and status = 'provisional'
qualify row_number() over (
  partition by source
  order by deaths_best desc nulls last, start_date, source_event_id
) <= $most::bigint
order by source, deaths_best desc nulls last, start_date, source_event_id
