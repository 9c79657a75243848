-- The newest events of each source: those of its last days.
--
-- params:
--   days      days before the cut-off of the source         [integer = 14]
--   country   one country, by any name or its ISO code      [country = any]
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
--   status
-- note:    The cut-off is the last day of any event of the source. The newest days are the least complete.
with cut_off as (
  select source, max(end_date) as last_date
  from event
  group by source
)
select
  event.source,
  event.source_event_id,
  event.start_date,
  event.end_date,
  event.country,
  event.admin1,
  event.place,
  event.event_class,
  event.deaths_low,
  event.deaths_best,
  event.deaths_high,
  event.status
from event
join cut_off
  on cut_off.source = event.source
where event.end_date > cut_off.last_date - $days::integer
  and ($country::text is null or event.country_iso3 = $country::text or event.country = $country::text)
order by event.source, event.start_date desc, event.source_event_id
