-- Events without a death figure: unknown, not zero.
--
-- params:
--   since     first start date                          [date = 2025-01-01]
--   country   one country, by any name or its ISO code  [country = any]
-- grain:   source, source_event_id
-- source:  event
-- columns:
--   source
--   source_event_id
--   start_date
--   country
--   admin1
--   place
--   event_class
--   reported_by
-- note:    A source that writes 0 for unknown is not here: see zero_deaths for how many of its zeros these may be.
select
  source,
  source_event_id,
  start_date,
  country,
  admin1,
  place,
  event_class,
  reported_by
from event
where start_date >= $since::date
  and deaths_best is null
  and deaths_high is null
  and ($country::text is null or country_iso3 = $country::text or country = $country::text)
order by source, start_date desc, source_event_id
