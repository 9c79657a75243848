-- Columns in which events that two states have differ.
--
-- grain:   source, source_event_id, field
-- source:  former, latter
-- columns:
--   source            source of the event
--   source_event_id   the event
--   field             column of the table event; side_a, side_b, associates for names, actors for identifiers
--   old_value         as it was, NULL if it had none
--   new_value         as it is, NULL if it has none
with old_state as (
  select source, source_event_id, columns(* exclude (source, source_event_id, load_id, content_hash, admin1_key))::text
  from former
  semi join latter using (source, source_event_id)
),
new_state as (
  select source, source_event_id, columns(* exclude (source, source_event_id, load_id, content_hash, admin1_key))::text
  from latter
  semi join former using (source, source_event_id)
),
old_field as (
  unpivot old_state on columns(* exclude (source, source_event_id)) into name field value old_value
),
new_field as (
  unpivot new_state on columns(* exclude (source, source_event_id)) into name field value new_value
)
select
  source,
  source_event_id,
  field,
  old_field.old_value,
  new_field.new_value
from old_field
full join new_field using (source, source_event_id, field)
where old_field.old_value is distinct from new_field.new_value
