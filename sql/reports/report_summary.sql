-- What the source itself says of an event: only printed where it is asked for, since it may name people.
--
-- params:  source, source_event_id
-- grain:   source_event_id
-- source:  event
-- columns:
--   source_event_id   the source's identifier
--   reported_by       who reported it
--   summary           what happened, in the source's words; may name people
select source_event_id, reported_by, summary
from event
where source = $source::text
  and source_event_id = $source_event_id::text
