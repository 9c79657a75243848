-- Loads whose counts of added, revised and removed events are not what the states of events say.
--
-- grain:   load_id
-- source:  load, event, event_history
with began as (
  select source, source_event_id, load_id from event
  union
  select source, source_event_id, load_id from event_history
),
ended as (
  select distinct source, source_event_id, ended_load_id as load_id from event_history
),
change as (
  select
    coalesce(began.load_id, ended.load_id) as load_id,
    began.load_id is not null as begins,
    ended.load_id is not null as ends
  from began
  full join ended
    on ended.source = began.source
    and ended.source_event_id = began.source_event_id
    and ended.load_id = began.load_id
),
counted as (
  select
    load_id,
    count(*) filter (where begins and not ends) as added,
    count(*) filter (where begins and ends) as revised,
    count(*) filter (where ends and not begins) as removed
  from change
  group by load_id
)
select
  load.load_id,
  load.events_added,
  coalesce(counted.added, 0) as found_added,
  load.events_revised,
  coalesce(counted.revised, 0) as found_revised,
  load.events_removed,
  coalesce(counted.removed, 0) as found_removed
from load
left join counted
  on counted.load_id = load.load_id
where load.events_added <> coalesce(counted.added, 0)
  or load.events_revised <> coalesce(counted.revised, 0)
  or load.events_removed <> coalesce(counted.removed, 0)
