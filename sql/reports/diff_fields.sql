-- Fields of revised events that differ between two states.
--
-- grain:   source, source_event_id, field
-- source:  changed
-- columns:
--   source            source of the event
--   source_event_id   the event
--   field             column of the table event, or table.column for a column of the source under its own name
--   old_value         as it was, NULL if it had none
--   new_value         as it is, NULL if it has none
select source, source_event_id, field, old_value, new_value
from changed
order by source, source_event_id, field
