-- Who states of which events that they were coordinated: one row for each event that a statement names.
--
-- grain:   statement_key, source, source_event_id
-- columns:
--   statement_key     the statement; it counts for a cluster if it names two or more of its events
--   source            source that codes the event
--   source_event_id   the event
--   said_by           who says so: the outlet, monitor or authority
--   wording           what is said: coordinated, simultaneous, within_hours
--   url               page that says so
--   note              what a reader must know
create table coordination_statement (
  statement_key text not null,
  source text not null,
  source_event_id text not null,
  said_by text not null,
  wording text not null,
  url text not null,
  note text
);
