-- States that a load began or ended of which there is no record.
--
-- grain:   table_name, load_id
-- source:  event, event_history, event_actor, event_actor_history, claim, claim_history, coverage, deletion, event_release, rejected_row, load
with named as (
  select 'event' as table_name, load_id from event
  union
  select 'event_history' as table_name, unnest([load_id, ended_load_id]) as load_id from event_history
  union
  select 'event_actor' as table_name, load_id from event_actor
  union
  select 'event_actor_history' as table_name, unnest([load_id, ended_load_id]) as load_id from event_actor_history
  union
  select 'claim' as table_name, load_id from claim
  union
  select 'claim_history' as table_name, unnest([load_id, ended_load_id]) as load_id from claim_history
  union
  select 'coverage' as table_name, unnest([load_id, ended_load_id]) as load_id from coverage
  union
  select 'deletion' as table_name, unnest([load_id, ended_load_id]) as load_id from deletion
  union
  select 'event_release' as table_name, load_id from event_release
  union
  select 'rejected_row' as table_name, load_id from rejected_row
)
select named.table_name, named.load_id
from named
anti join load
  on load.load_id = named.load_id
where named.load_id is not null
