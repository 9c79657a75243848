-- The first later load that has touched what a load has touched, and in how many events or claims.
--
-- A load that was undone, and its undoing, count for nothing together.
with event_state as (
  select source_event_id, load_id, null as ended_load_id from event where source = $source
  union all
  select source_event_id, load_id, ended_load_id from event_history where source = $source
),
actor_state as (
  select source_event_id, load_id, null as ended_load_id from event_actor where source = $source
  union all
  select source_event_id, load_id, ended_load_id from event_actor_history where source = $source
),
claim_state as (
  select claim_id, load_id, null as ended_load_id from claim where source = $source
  union all
  select claim_id, load_id, ended_load_id from claim_history where source = $source
),
aggregate_state as (
  select aggregate_id, load_id, null as ended_load_id from aggregate where source = $source
  union all
  select aggregate_id, load_id, ended_load_id from aggregate_history where source = $source
),
touched_event as (
  select distinct source_event_id from event_state where $undone in (load_id, ended_load_id)
),
touched_claim as (
  select distinct claim_id from claim_state where $undone in (load_id, ended_load_id)
),
touched_aggregate as (
  select distinct aggregate_id from aggregate_state where $undone in (load_id, ended_load_id)
),
later as (
  select source_event_id as id, unnest([load_id, ended_load_id]) as load_id
  from event_state
  where source_event_id in (select source_event_id from touched_event)
  union
  select source_event_id as id, unnest([load_id, ended_load_id]) as load_id
  from actor_state
  where source_event_id in (select source_event_id from touched_event)
  union
  select claim_id as id, unnest([load_id, ended_load_id]) as load_id
  from claim_state
  where claim_id in (select claim_id from touched_claim)
  union
  select aggregate_id as id, unnest([load_id, ended_load_id]) as load_id
  from aggregate_state
  where aggregate_id in (select aggregate_id from touched_aggregate)
  union
  select 'list of deletions' as id, load_id
  from load
  where source = $source
    and mode = 'deletions'
    and load_id not in (select undoes from load where undoes is not null)
    and exists (select 1 from deletion where deletion.load_id = $undone)
)
select
  min(load_id)::bigint as load_id,
  count(distinct id)::bigint as touched
from later
where load_id > $undone
  and load_id not in (select undoes from load where undoes > $undone)
  and load_id not in (select load_id from load where undoes > $undone)
