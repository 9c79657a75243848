-- Touched events as they stood after a load, with their actors in one line each.
--
-- params:  load_id
-- grain:   source, source_event_id
-- source:  event_as_of, event_actor_as_of, touched
with named as (
  select
    state.source,
    state.source_event_id,
    string_agg(distinct state.actor_name, '; ' order by state.actor_name)
      filter (where state.role = 'side' and state.side = 'a') as side_a,
    string_agg(distinct state.actor_name, '; ' order by state.actor_name)
      filter (where state.role = 'side' and state.side = 'b') as side_b,
    string_agg(distinct state.actor_name, '; ' order by state.actor_name)
      filter (where state.role <> 'side') as associates,
    string_agg(distinct state.actor_id, '; ' order by state.actor_id) as actors
  from event_actor_as_of($load_id::integer) as state
  semi join touched
    on touched.source = state.source
    and touched.source_event_id = state.source_event_id
  group by state.source, state.source_event_id
)
select
  state.*,
  named.side_a,
  named.side_b,
  named.associates,
  named.actors
from event_as_of($load_id::integer) as state
semi join touched
  on touched.source = state.source
  and touched.source_event_id = state.source_event_id
left join named
  on named.source = state.source
  and named.source_event_id = state.source_event_id
