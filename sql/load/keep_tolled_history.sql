-- States of earlier loads whose deaths the load's claims or actors change.
insert into event_history
select event.*, $load_id as ended_load_id
from event
join tolled
  on tolled.source_event_id = event.source_event_id
where event.source = $source
  and event.load_id < $load_id
