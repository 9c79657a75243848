-- Actors of all current events under changed reference data.
create or replace temp table respelled as
select distinct
  event_actor.source,
  event_actor.source_event_id,
  event_actor.side,
  event_actor.role,
  event_actor.ordinal,
  event_actor.actor_name,
  spelling.actor_id,
  spelling.shared,
  event_actor.is_attacker,
  event_actor.source_kind,
  event_actor.load_id
from event_actor
join actor_spelling as spelling
  on spelling.source = event_actor.source
  and spelling.actor_name = event_actor.actor_name
order by event_actor.source, event_actor.source_event_id, event_actor.side, event_actor.role, event_actor.ordinal
