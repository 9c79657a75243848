-- What kinds of events a source records in a period: its own classes, never translated into another source's.
--
-- params:  since, until, source
-- grain:   disorder, event_class
-- source:  event
-- columns:
--   disorder                political_violence, demonstrations, strategic_developments
--   event_class             the source's class of events
--   events                  events of the class                        [events]
--   events_without_figure   of these, without a death figure           [events]
--   deaths_low              low estimate                               [persons]
--   deaths_best             best estimate                              [persons]
--   deaths_high             high estimate                              [persons]
select
  disorder,
  event_class,
  count(*)::bigint as events,
  (count(*) filter (where coalesce(deaths_best, deaths_high) is null))::bigint as events_without_figure,
  sum(deaths_low)::bigint as deaths_low,
  sum(deaths_best)::bigint as deaths_best,
  sum(deaths_high)::bigint as deaths_high
from event
where source = $source::text
  and start_date >= $since::date
  and ($until::date is null or start_date <= $until::date)
group by disorder, event_class
order by events desc, event_class
