-- States of events as the earlier reference data had them.
insert into event_history
select event.*, $load_id as ended_load_id
from event
semi join rederived
  on rederived.source = event.source
  and rederived.source_event_id = event.source_event_id
where event.load_id < $load_id
