-- Events that point to no load of their source.
--
-- grain:   source, source_event_id
-- source:  event, load
select event.source, event.source_event_id, event.load_id
from event
anti join load
  on load.load_id = event.load_id
  and load.source in (event.source, 'reference')
