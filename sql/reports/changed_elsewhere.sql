-- Events whose source gives them otherwise, in no column that has been compared.
--
-- grain:   source, source_event_id
-- source:  former, latter, changed
-- columns:
--   source            source of the event
--   source_event_id   the event
--   field             own_columns: columns of the source under its own names
--   old_value         NULL: earlier states of these are not kept
--   new_value         NULL
select
  former.source,
  former.source_event_id,
  'own_columns' as field,
  null::text as old_value,
  null::text as new_value
from former
join latter
  on latter.source = former.source
  and latter.source_event_id = former.source_event_id
  and latter.content_hash <> former.content_hash
anti join changed
  on changed.source = former.source
  and changed.source_event_id = former.source_event_id
