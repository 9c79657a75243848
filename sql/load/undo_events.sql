-- The states of events before the undone load stand again.
insert into event
select event_history.* exclude (ended_load_id) replace ($load_id::integer as load_id)
from event_history
where source = $source
  and ended_load_id = $undone
order by start_date, source_event_id
