-- Events of each area in each week, for weeks in which it has any.
--
-- grain:   source, area_kind, area, country, week
-- source:  event_measure, event_area
-- columns:
--   source                  source that codes the events
--   area_kind               region, country, admin1
--   area                    name of the area
--   country                 country of an admin1 or the country itself, NULL for a region
--   week                    Monday of the ISO week
--   events                  events of political violence                                [events]
--   events_without_figure   of these, without a death figure                            [events]
--   deaths_low              low estimate                                                [persons]
--   deaths_best             best estimate                                               [persons]
--   deaths_high             high estimate                                               [persons]
--   provisional_deaths_best of the best estimate, in events whose status is not final   [persons]
--   unplaced_events         events that begin in the week but belong to none            [events]
--   unplaced_deaths_best    best estimate in these                                      [persons]
-- note:    an event lies in several areas: areas do not add up across kinds, and regions overlap
select
  measured.source,
  event_area.area_kind,
  event_area.area,
  event_area.country,
  measured.week,
  (count(*) filter (where counted and in_week))::bigint as events,
  (count(*) filter (where counted and in_week and not has_figure))::bigint as events_without_figure,
  (sum(deaths_low) filter (where counted and in_week))::bigint as deaths_low,
  (sum(deaths_best) filter (where counted and in_week))::bigint as deaths_best,
  (sum(deaths_high) filter (where counted and in_week))::bigint as deaths_high,
  (sum(provisional_best) filter (where counted and in_week))::bigint as provisional_deaths_best,
  (count(*) filter (where counted and not in_week))::bigint as unplaced_events,
  (sum(deaths_best) filter (where counted and not in_week))::bigint as unplaced_deaths_best
from event_measure as measured
join event_area
  on event_area.source = measured.source
  and event_area.source_event_id = measured.source_event_id
where measured.counted
group by measured.source, event_area.area_kind, event_area.area, event_area.country, measured.week
