-- The actors of the states that the load replaces or removes.
insert into event_actor_history
select event_actor.*, $load_id as ended_load_id
from event_actor
join change
  on change.source_event_id = event_actor.source_event_id
  and change.kind in ('revised', 'removed')
where event_actor.source = $source
