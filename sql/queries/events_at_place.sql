-- Events at places whose name holds a text.
--
-- params:
--   place   part of the name, in any letter case   [text = boulikessi]
--   since   first start date                       [date = 2025-01-01]
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
--   event_class
--   deaths_low
--   deaths_best
--   deaths_high
-- note:    Places are as the source writes them, and accents count: try a part of the name.
select
  source,
  source_event_id,
  start_date,
  country,
  admin1,
  place,
  place_precision,
  event_class,
  deaths_low,
  deaths_best,
  deaths_high
from event
where start_date >= $since::date
  and contains(lower(place), lower($place::text))
order by source, start_date desc, source_event_id
