-- Actors whose weeks, with what is in no week, do not add up to their events.
--
-- grain:   source, actor_id
-- source:  group_week, group_country
with expected as (
  select source, actor_id, sum(events) as events
  from group_country
  group by source, actor_id
),
kept as (
  select source, actor_id, sum(events + unplaced_events) as events
  from group_week
  group by source, actor_id
)
select expected.source, expected.actor_id, expected.events, kept.events as mart_events
from expected
left join kept
  on kept.source = expected.source
  and kept.actor_id = expected.actor_id
where expected.events is distinct from kept.events
