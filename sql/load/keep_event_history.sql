-- The states that the load replaces or removes.
insert into event_history
select event.*, $load_id as ended_load_id
from event
join change
  on change.source_event_id = event.source_event_id
  and change.kind in ('revised', 'removed')
where event.source = $source
