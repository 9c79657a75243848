-- States of events that overlap, or that end before they begin.
--
-- grain:   source, source_event_id, load_id, ended_load_id
-- source:  event, event_history
with state as (
  select source, source_event_id, load_id, ended_load_id from event_history
  union all
  select source, source_event_id, load_id, null as ended_load_id from event
),
chain as (
  select
    source,
    source_event_id,
    load_id,
    ended_load_id,
    lead(load_id) over (partition by source, source_event_id order by load_id, ended_load_id) as next_load_id
  from state
)
select source, source_event_id, load_id, ended_load_id, next_load_id
from chain
where ended_load_id <= load_id
  or next_load_id <= load_id
  or (next_load_id is not null and (ended_load_id is null or ended_load_id > next_load_id))
