-- Who reported an event, as its source says.
--
-- params:  source, source_event_id
-- grain:   source_event_id
-- source:  event
-- columns:
--   source_event_id   the source's identifier
--   reported_by       who reported it
select source_event_id, reported_by
from event
where source = $source::text
  and source_event_id = $source_event_id::text
