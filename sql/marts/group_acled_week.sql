-- Events of each actor in each ACLED week, for ACLED weeks in which it has any.
--
-- grain:   source, actor_id, acled_week
-- source:  group_measure
-- columns:
--   source                  source that codes the events
--   actor_id                the actor
--   acled_week              Saturday of the week, Saturday to Friday
--   events                  events of political violence in which it is a side, in any role   [events]
--   attacks                 of these, coded by the source as its attack                       [events]
--   attacker_coded_events   of these, those in which the source says who attacked             [events]
--   events_without_figure   of these, without a death figure                                  [events]
--   deaths_low              low estimate, in these events, all sides                          [persons]
--   deaths_best             best estimate, in these events, all sides                         [persons]
--   deaths_high             high estimate, in these events, all sides                         [persons]
--   provisional_deaths_best of the best estimate, in events whose status is not final         [persons]
--   own_deaths_best         dead of its own side                                              [persons]
--   opponent_deaths_best    dead of the other side                                            [persons]
--   civilian_deaths_best    dead civilians                                                    [persons]
--   civilian_targeting_events        events that target civilians                             [events]
--   civilian_targeting_deaths_best   best estimate in these                                   [persons]
--   coded_value_deaths_best          best estimate where the number stands for a word         [persons]
--   unknown_zero_events              events in which 0 may mean unknown                       [events]
--   demonstration_events             demonstrations                                           [events]
--   strategic_events                 strategic developments                                   [events]
--   active_days             days on which an event begins                                     [days]
--   first_date              first of these days
--   last_date               last of these days
--   unplaced_events         events that begin in the ACLED week but belong to none               [events]
--   unplaced_deaths_best    best estimate in these                                            [persons]
-- note:    an event with two groups is counted once for each: groups do not add up
-- example: select acled_week, events, attacks, deaths_best from group_acled_week where source = 'sahel_2025' and actor_id = 'jnim' order by acled_week
select
  source,
  actor_id,
  acled_week as acled_week,
  (count(*) filter (where counted and in_week))::bigint as events,
  (count(*) filter (where counted and in_week and is_attacker))::bigint as attacks,
  (count(*) filter (where counted and in_week and attacker_coded))::bigint as attacker_coded_events,
  (count(*) filter (where counted and in_week and not has_figure))::bigint as events_without_figure,
  (sum(deaths_low) filter (where counted and in_week))::bigint as deaths_low,
  (sum(deaths_best) filter (where counted and in_week))::bigint as deaths_best,
  (sum(deaths_high) filter (where counted and in_week))::bigint as deaths_high,
  (sum(provisional_best) filter (where counted and in_week))::bigint as provisional_deaths_best,
  (sum(own_deaths_best) filter (where counted and in_week))::bigint as own_deaths_best,
  (sum(opponent_deaths_best) filter (where counted and in_week))::bigint as opponent_deaths_best,
  (sum(civilian_deaths_best) filter (where counted and in_week))::bigint as civilian_deaths_best,
  (count(*) filter (where counted and in_week and civilian_targeting))::bigint as civilian_targeting_events,
  (sum(deaths_best) filter (where counted and in_week and civilian_targeting))::bigint as civilian_targeting_deaths_best,
  (sum(coded_value_best) filter (where counted and in_week))::bigint as coded_value_deaths_best,
  (count(*) filter (where counted and in_week and is_unknown_zero))::bigint as unknown_zero_events,
  (count(*) filter (where in_week and disorder = 'demonstrations'))::bigint as demonstration_events,
  (count(*) filter (where in_week and disorder = 'strategic_developments'))::bigint as strategic_events,
  bit_count(coalesce(bit_or(case when counted and in_week then 1::integer << (start_date - acled_week)::integer end), 0))::bigint as active_days,
  min(start_date) filter (where counted and in_week) as first_date,
  max(start_date) filter (where counted and in_week) as last_date,
  (count(*) filter (where counted and not in_week))::bigint as unplaced_events,
  (sum(deaths_best) filter (where counted and not in_week))::bigint as unplaced_deaths_best
from group_measure
group by source, actor_id, acled_week
