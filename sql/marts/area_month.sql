-- Events of each area in each month, for months in which it has any.
--
-- grain:   source, area_kind, area, country, month
-- source:  event_measure, event_area
-- columns:
--   source                  source that codes the events
--   area_kind               region, country, admin1
--   area                    name of the area
--   country                 country of an admin1 or the country itself, NULL for a region
--   month                   first day of the month
--   events                  events of political violence                                [events]
--   attacker_coded_events   of these, those in which the source says who attacked       [events]
--   events_without_figure   of these, without a death figure                            [events]
--   deaths_low              low estimate                                                [persons]
--   deaths_best             best estimate                                               [persons]
--   deaths_high             high estimate                                               [persons]
--   provisional_deaths_best of the best estimate, in events whose status is not final   [persons]
--   civilian_targeting_events        events that target civilians                       [events]
--   civilian_targeting_deaths_best   best estimate in these                             [persons]
--   coded_value_deaths_best          best estimate where the number stands for a word   [persons]
--   unknown_zero_events              events in which 0 may mean unknown                 [events]
--   demonstration_events             demonstrations                                     [events]
--   demonstration_deaths_best        best estimate in these                             [persons]
--   strategic_events                 strategic developments                             [events]
--   strategic_deaths_best            best estimate in these                             [persons]
--   unplaced_events         events that begin in the month but belong to none           [events]
--   unplaced_deaths_best    best estimate in these                                      [persons]
-- note:    an event lies in several areas: areas do not add up across kinds, and regions overlap
-- example: select month, events, deaths_low, deaths_best, deaths_high from area_month where source = 'sahel_2025' and area_kind = 'country' and area = 'Mali' order by month
select
  measured.source,
  event_area.area_kind,
  event_area.area,
  event_area.country,
  measured.month,
  (count(*) filter (where counted and in_month))::bigint as events,
  (count(*) filter (where counted and in_month and attacker_coded))::bigint as attacker_coded_events,
  (count(*) filter (where counted and in_month and not has_figure))::bigint as events_without_figure,
  (sum(deaths_low) filter (where counted and in_month))::bigint as deaths_low,
  (sum(deaths_best) filter (where counted and in_month))::bigint as deaths_best,
  (sum(deaths_high) filter (where counted and in_month))::bigint as deaths_high,
  (sum(provisional_best) filter (where counted and in_month))::bigint as provisional_deaths_best,
  (count(*) filter (where counted and in_month and civilian_targeting))::bigint as civilian_targeting_events,
  (sum(deaths_best) filter (where counted and in_month and civilian_targeting))::bigint as civilian_targeting_deaths_best,
  (sum(coded_value_best) filter (where counted and in_month))::bigint as coded_value_deaths_best,
  (count(*) filter (where counted and in_month and is_unknown_zero))::bigint as unknown_zero_events,
  (count(*) filter (where in_month and disorder = 'demonstrations'))::bigint as demonstration_events,
  (sum(deaths_best) filter (where in_month and disorder = 'demonstrations'))::bigint as demonstration_deaths_best,
  (count(*) filter (where in_month and disorder = 'strategic_developments'))::bigint as strategic_events,
  (sum(deaths_best) filter (where in_month and disorder = 'strategic_developments'))::bigint as strategic_deaths_best,
  (count(*) filter (where counted and not in_month))::bigint as unplaced_events,
  (sum(deaths_best) filter (where counted and not in_month))::bigint as unplaced_deaths_best
from event_measure as measured
join event_area
  on event_area.source = measured.source
  and event_area.source_event_id = measured.source_event_id
group by measured.source, event_area.area_kind, event_area.area, event_area.country, measured.month
