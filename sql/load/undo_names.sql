-- Names of actors in these states that no present event has.
select distinct former.actor_name
from event_actor_history as former
left join actor_spelling
  on actor_spelling.source = former.source
  and actor_spelling.actor_name = former.actor_name
where former.source = $source
  and former.ended_load_id = $undone
  and actor_spelling.actor_name is null
order by former.actor_name
