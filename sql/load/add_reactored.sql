-- Actors of events as the present reference data have them.
insert into event_actor
select respelled.* replace ($load_id::integer as load_id)
from respelled
semi join reactored
  on reactored.source = respelled.source
  and reactored.source_event_id = respelled.source_event_id
order by source, source_event_id, side, role, ordinal
