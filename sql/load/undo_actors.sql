-- The actors of these states, as the present reference data have them.
insert into event_actor
select distinct
  former.source,
  former.source_event_id,
  former.side,
  former.role,
  former.ordinal,
  former.actor_name,
  spelling.actor_id,
  spelling.shared,
  former.is_attacker,
  former.source_kind,
  $load_id::integer as load_id
from event_actor_history as former
join actor_spelling as spelling
  on spelling.source = former.source
  and spelling.actor_name = former.actor_name
where former.source = $source
  and former.ended_load_id = $undone
order by former.source_event_id, former.side, former.role, former.ordinal
