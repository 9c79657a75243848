-- Troops killed since a date by whose word counts: a sum of known tolls under each policy, not a total.
--
-- params:
--   since   first start date   [date = 2025-05-01]
--   until   last start date    [date = any]
-- grain:   source, area_kind, area, policy
-- source:  troops_killed_since
-- columns:
--   source
--   area_kind
--   area
--   policy
--   deaths_low
--   deaths_best
--   deaths_high
--   events_with_figure
--   events_without_figure
-- note:    The policies are three readings of the same events and never add up; neither do areas. An armed group's figure for the other side's losses is an interested claim, an army's as much.
select
  source,
  area_kind,
  area,
  policy,
  deaths_low,
  deaths_best,
  deaths_high,
  events_with_figure,
  events_without_figure
from troops_killed_since($since::date, until := $until::date)
order by source, area_kind, area, deaths_best desc nulls last, policy
