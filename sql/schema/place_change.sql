-- Changes of who holds a place, for events whose source does not code them in its types.
--
-- grain:   source, source_event_id
-- columns:
--   source            source that codes the event
--   source_event_id   the event
--   change            overtaken, regained, transferred, left, base_established
--   changed_by        who did it, as the source names them
--   note              what a reader must know
create table place_change (
  source text not null,
  source_event_id text not null,
  change text not null,
  changed_by text not null,
  note text
);
