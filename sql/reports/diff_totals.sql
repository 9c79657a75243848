-- Events and deaths of each group in two states, and what makes the difference.
--
-- params:  all_groups
-- grain:   source, group_key
-- source:  former_group, latter_group, former, latter, changed
-- columns:
--   source              source that codes the events; never added to another
--   group_key           the group
--   group_name          its name
--   events_added        events that the earlier state lacks                              [events]
--   events_removed      events that the later state lacks                                [events]
--   events_revised      events of the group in both states, with other content           [events]
--   events_moved_in     events that came from elsewhere: country, day, actor or class was another   [events]
--   events_moved_out    events that went elsewhere                                       [events]
--   events_before       events of political violence in the earlier state                [events]
--   events_after        events of political violence in the later state                  [events]
--   events_change       added and moved in, less removed and moved out                   [events]
--   deaths_low_before   sum of known low estimates, NULL if none is known                [persons]
--   deaths_low_after    the same in the later state                                      [persons]
--   deaths_low_change   change of the sum of known figures                               [persons]
--   deaths_best_before  sum of known best estimates, NULL if none is known               [persons]
--   deaths_best_after   the same in the later state                                      [persons]
--   deaths_best_change  change of the sum of known figures                               [persons]
--   deaths_high_before  sum of known high estimates, NULL if none is known               [persons]
--   deaths_high_after   the same in the later state                                      [persons]
--   deaths_high_change  change of the sum of known figures                               [persons]
--   events_without_figure_before   events without a death figure                         [events]
--   events_without_figure_after    the same in the later state                           [events]
with total_before as (
  select
    source,
    group_key,
    any_value(group_name) as group_name,
    sum(events) as events,
    sum(events_without_figure) as events_without_figure,
    sum(deaths_low) as deaths_low,
    sum(deaths_best) as deaths_best,
    sum(deaths_high) as deaths_high
  from former_group
  group by source, group_key
),
total_after as (
  select
    source,
    group_key,
    any_value(group_name) as group_name,
    sum(events) as events,
    sum(events_without_figure) as events_without_figure,
    sum(deaths_low) as deaths_low,
    sum(deaths_best) as deaths_best,
    sum(deaths_high) as deaths_high
  from latter_group
  group by source, group_key
),
revised as (
  select distinct source, source_event_id from changed
),
step as (
  select
    coalesce(later.source, earlier.source) as source,
    coalesce(later.group_key, earlier.group_key) as group_key,
    coalesce(later.source_event_id, earlier.source_event_id) as source_event_id,
    earlier.source is not null as was_in,
    later.source is not null as is_in
  from (select * from former_group where source_event_id is not null) as earlier
  full join (select * from latter_group where source_event_id is not null) as later
    on later.source = earlier.source
    and later.group_key is not distinct from earlier.group_key
    and later.source_event_id = earlier.source_event_id
),
counted as (
  select
    step.source,
    step.group_key,
    count(*) filter (where is_in and not was_in and former.source is null) as events_added,
    count(*) filter (where was_in and not is_in and latter.source is null) as events_removed,
    count(*) filter (where is_in and was_in and revised.source is not null) as events_revised,
    count(*) filter (where is_in and not was_in and former.source is not null) as events_moved_in,
    count(*) filter (where was_in and not is_in and latter.source is not null) as events_moved_out
  from step
  left join former
    on former.source = step.source
    and former.source_event_id = step.source_event_id
  left join latter
    on latter.source = step.source
    and latter.source_event_id = step.source_event_id
  left join revised
    on revised.source = step.source
    and revised.source_event_id = step.source_event_id
  group by step.source, step.group_key
)
select
  coalesce(after.source, before.source) as source,
  coalesce(after.group_key, before.group_key) as group_key,
  coalesce(after.group_name, before.group_name) as group_name,
  coalesce(counted.events_added, 0)::bigint as events_added,
  coalesce(counted.events_removed, 0)::bigint as events_removed,
  coalesce(counted.events_revised, 0)::bigint as events_revised,
  coalesce(counted.events_moved_in, 0)::bigint as events_moved_in,
  coalesce(counted.events_moved_out, 0)::bigint as events_moved_out,
  coalesce(before.events, 0)::bigint as events_before,
  coalesce(after.events, 0)::bigint as events_after,
  (coalesce(after.events, 0) - coalesce(before.events, 0))::bigint as events_change,
  before.deaths_low::bigint as deaths_low_before,
  after.deaths_low::bigint as deaths_low_after,
  case
    when coalesce(before.deaths_low, after.deaths_low) is not null
      then coalesce(after.deaths_low, 0) - coalesce(before.deaths_low, 0)
  end::bigint as deaths_low_change,
  before.deaths_best::bigint as deaths_best_before,
  after.deaths_best::bigint as deaths_best_after,
  case
    when coalesce(before.deaths_best, after.deaths_best) is not null
      then coalesce(after.deaths_best, 0) - coalesce(before.deaths_best, 0)
  end::bigint as deaths_best_change,
  before.deaths_high::bigint as deaths_high_before,
  after.deaths_high::bigint as deaths_high_after,
  case
    when coalesce(before.deaths_high, after.deaths_high) is not null
      then coalesce(after.deaths_high, 0) - coalesce(before.deaths_high, 0)
  end::bigint as deaths_high_change,
  coalesce(before.events_without_figure, 0)::bigint as events_without_figure_before,
  coalesce(after.events_without_figure, 0)::bigint as events_without_figure_after
from total_before as before
full join total_after as after
  on after.source = before.source
  and after.group_key is not distinct from before.group_key
left join counted
  on counted.source = coalesce(after.source, before.source)
  and counted.group_key is not distinct from coalesce(after.group_key, before.group_key)
where $all_groups::boolean
  or counted.events_added + counted.events_removed + counted.events_revised
    + counted.events_moved_in + counted.events_moved_out > 0
order by source, group_key
