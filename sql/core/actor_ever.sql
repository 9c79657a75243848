-- Every actor that any state of an event has: those known now, and those that earlier states alone have.
--
-- grain:   actor_id
-- source:  actor, event_actor_history
-- columns:
--   actor_id     identifier
--   actor_name   name to show
--   actor_kind   kind of actor; unknown for those that earlier states alone have
--   origin       reference, pattern, source
--   note         what a reader must know
select actor_id, actor_name, actor_kind, origin, note
from actor
union all
select
  former.actor_id,
  min(former.actor_name) as actor_name,
  'unknown' as actor_kind,
  'source' as origin,
  'only earlier states of events have it' as note
from event_actor_history as former
where former.actor_id not in (select known.actor_id from actor as known)
group by former.actor_id
