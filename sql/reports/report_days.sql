-- Events and deaths of a source by the day on which events begin: what cumulative deaths are summed from.
--
-- params:  since, until, source
-- grain:   start_date
-- source:  fatalities_by_day
-- columns:
--   start_date              first day
--   events                  events of political violence               [events]
--   events_without_figure   of these, without a death figure           [events]
--   deaths_low              low estimate                               [persons]
--   deaths_best             best estimate                              [persons]
--   deaths_high             high estimate                              [persons]
select
  start_date,
  sum(events)::bigint as events,
  sum(events_without_figure)::bigint as events_without_figure,
  sum(deaths_low)::bigint as deaths_low,
  sum(deaths_best)::bigint as deaths_best,
  sum(deaths_high)::bigint as deaths_high
from fatalities_by_day
where source = $source::text
  and start_date >= $since::date
  and ($until::date is null or start_date <= $until::date)
group by start_date
having sum(events) > 0
order by start_date
