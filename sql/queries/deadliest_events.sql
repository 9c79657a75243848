-- The deadliest events of each source since a date.
--
-- params:
--   since     first start date                              [date = 2025-05-01]
--   country   one country, by any name or its ISO code      [country = any]
--   most      events of each source                         [integer = 20]
-- grain:   source, source_event_id
-- source:  event
-- columns:
--   source
--   source_event_id
--   start_date
--   end_date
--   country
--   admin1
--   place
--   event_class
--   deaths_low
--   deaths_best
--   deaths_high
--   date_precision
--   place_precision
--   status
-- note:    An event may be the summary of days or weeks of fighting: look at its end and at date_precision before calling it the deadliest day. The same event stands here once for each source that records it.
select
  source,
  source_event_id,
  start_date,
  end_date,
  country,
  admin1,
  place,
  event_class,
  deaths_low,
  deaths_best,
  deaths_high,
  date_precision,
  place_precision,
  status
from event
where start_date >= $since::date
  and deaths_best is not null
  and ($country::text is null or country_iso3 = $country::text or country = $country::text)
qualify row_number() over (
  partition by source
  order by deaths_best desc, start_date, source_event_id
) <= $most::bigint
order by source, deaths_best desc, start_date, source_event_id
