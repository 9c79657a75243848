-- A group week by week: events that it is in, and its attacks where the source says who attacked.
--
-- params:
--   group   group, by identifier or any of its names   [group = JNIM]
--   since   first week, by any day in it               [date = 2025-05-01]
-- grain:   source, week
-- source:  attack_frequency_by_group
-- columns:
--   source
--   actor_name
--   week
--   events
--   attacks
--   deaths_low
--   deaths_best
--   deaths_high
--   civilian_targeting_events
--   unplaced_events
--   is_partial
--   coverage_to
-- note:    Deaths are in these events, on all sides: not "killed by" the group. A week without events inside the coverage is a row with 0.
select
  source,
  actor_name,
  week,
  events,
  attacks,
  deaths_low,
  deaths_best,
  deaths_high,
  civilian_targeting_events,
  unplaced_events,
  is_partial,
  coverage_to
from attack_frequency_by_group
where actor_id = $group::text
  and week >= date_trunc('week', $since::date)
order by source, week
