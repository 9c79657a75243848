-- Events and deaths by country and the days on which events begin and end.
--
-- grain:   source, country, start_date, end_date
-- source:  event_measure
-- columns:
--   source                  source that codes the events
--   country                 country as the source writes it
--   start_date              first day
--   end_date                last day
--   events                  events of political violence                                [events]
--   events_without_figure   of these, without a death figure                            [events]
--   deaths_low              low estimate                                                [persons]
--   deaths_best             best estimate                                               [persons]
--   deaths_high             high estimate                                               [persons]
--   provisional_deaths_best of the best estimate, in events whose status is not final   [persons]
--   state_forces_best       dead of state forces                                        [persons]
--   auxiliaries_best        dead of auxiliaries                                         [persons]
--   nonstate_best           dead of other armed actors                                  [persons]
--   civilians_best          dead civilians                                              [persons]
--   unspecified_best        dead whose belonging is not stated                          [persons]
--   civilian_targeting_events        events that target civilians                       [events]
--   civilian_targeting_deaths_best   best estimate in these                             [persons]
--   coded_value_deaths_best          best estimate where the number stands for a word   [persons]
--   unknown_zero_events              events in which 0 may mean unknown                 [events]
--   demonstration_events             demonstrations                                     [events]
--   demonstration_deaths_best        best estimate in these                             [persons]
--   strategic_events                 strategic developments                             [events]
--   strategic_deaths_best            best estimate in these                             [persons]
-- example: select start_date, end_date, events, deaths_low, deaths_best, deaths_high from fatalities_by_day where source = 'sahel_2025' and country = 'Mali' order by all
select
  source,
  country,
  start_date,
  end_date,
  (count(*) filter (where counted))::bigint as events,
  (count(*) filter (where counted and not has_figure))::bigint as events_without_figure,
  (sum(deaths_low) filter (where counted))::bigint as deaths_low,
  (sum(deaths_best) filter (where counted))::bigint as deaths_best,
  (sum(deaths_high) filter (where counted))::bigint as deaths_high,
  (sum(provisional_best) filter (where counted))::bigint as provisional_deaths_best,
  (sum(state_forces_best) filter (where counted))::bigint as state_forces_best,
  (sum(auxiliaries_best) filter (where counted))::bigint as auxiliaries_best,
  (sum(nonstate_best) filter (where counted))::bigint as nonstate_best,
  (sum(civilians_best) filter (where counted))::bigint as civilians_best,
  (sum(unspecified_best) filter (where counted))::bigint as unspecified_best,
  (count(*) filter (where counted and civilian_targeting))::bigint as civilian_targeting_events,
  (sum(deaths_best) filter (where counted and civilian_targeting))::bigint as civilian_targeting_deaths_best,
  (sum(coded_value_best) filter (where counted))::bigint as coded_value_deaths_best,
  (count(*) filter (where counted and is_unknown_zero))::bigint as unknown_zero_events,
  (count(*) filter (where disorder = 'demonstrations'))::bigint as demonstration_events,
  (sum(deaths_best) filter (where disorder = 'demonstrations'))::bigint as demonstration_deaths_best,
  (count(*) filter (where disorder = 'strategic_developments'))::bigint as strategic_events,
  (sum(deaths_best) filter (where disorder = 'strategic_developments'))::bigint as strategic_deaths_best
from event_measure
group by source, country, start_date, end_date
