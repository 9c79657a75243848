-- Actors that only earlier states of events name: their names stay known.
insert into actor
select former_actor.* replace ('former' as origin)
from former_actor
anti join actor
  on actor.actor_id = former_actor.actor_id
semi join event_actor_history
  on event_actor_history.actor_id = former_actor.actor_id
