-- What kinds of events there are since a date: classes with their share of events.
--
-- params:
--   since     first start date                          [date = 2025-05-01]
--   country   one country, by any name or its ISO code  [country = any]
-- grain:   source, event_class
-- source:  event
-- columns:
--   source
--   event_class
--   events          events of the class                                 [events]
--   events_share    share of the source's events                        [share 0..1]
--   deaths_low
--   deaths_best
--   deaths_high
--   events_without_figure   events without a death figure               [events]
-- note:    Classes are each source's own and are not translated into each other. Demonstrations and strategic developments are here too, and are in no other total.
select
  source,
  event_class,
  count(*)::bigint as events,
  count(*) / sum(count(*)::double) over (partition by source) as events_share,
  sum(deaths_low)::bigint as deaths_low,
  sum(deaths_best)::bigint as deaths_best,
  sum(deaths_high)::bigint as deaths_high,
  count(*) filter (where deaths_best is null and deaths_high is null)::bigint as events_without_figure
from event
where start_date >= $since::date
  and ($country::text is null or country_iso3 = $country::text or country = $country::text)
group by source, event_class
order by source, events desc, event_class
