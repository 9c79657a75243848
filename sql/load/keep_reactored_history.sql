-- Actors of events as the earlier reference data had them.
insert into event_actor_history
select event_actor.*, $load_id as ended_load_id
from event_actor
semi join reactored
  on reactored.source = event_actor.source
  and reactored.source_event_id = event_actor.source_event_id
