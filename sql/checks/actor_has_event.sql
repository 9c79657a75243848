-- Actors of events that do not exist.
--
-- grain:   source, source_event_id, actor_id
-- source:  event_actor, event
select event_actor.source, event_actor.source_event_id, event_actor.actor_id
from event_actor
anti join event
  on event.source = event_actor.source
  and event.source_event_id = event_actor.source_event_id
