-- Actors of events that the table of actors lacks.
--
-- grain:   actor_id
-- source:  event_actor, actor
select distinct event_actor.actor_id
from event_actor
anti join actor
  on actor.actor_id = event_actor.actor_id
