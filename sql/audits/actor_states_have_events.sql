-- Actors of events, at any load, where there is no such event.
--
-- grain:   source, source_event_id, actor_id, load_id
-- source:  event, event_history, event_actor, event_actor_history
with event_state as (
  select source, source_event_id, load_id, ended_load_id from event_history
  union all
  select source, source_event_id, load_id, 2147483647 as ended_load_id from event
),
actor_state as (
  select source, source_event_id, actor_id, load_id, ended_load_id from event_actor_history
  union all
  select source, source_event_id, actor_id, load_id, 2147483647 as ended_load_id from event_actor
)
select actor_state.source, actor_state.source_event_id, actor_state.actor_id, actor_state.load_id
from actor_state
left join event_state as first_state
  on first_state.source = actor_state.source
  and first_state.source_event_id = actor_state.source_event_id
  and first_state.load_id <= actor_state.load_id
  and first_state.ended_load_id > actor_state.load_id
left join event_state as last_state
  on last_state.source = actor_state.source
  and last_state.source_event_id = actor_state.source_event_id
  and last_state.load_id < actor_state.ended_load_id
  and last_state.ended_load_id >= actor_state.ended_load_id
where first_state.load_id is null
  or last_state.load_id is null
