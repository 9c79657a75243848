-- Events that their source has deleted, so that an older file does not bring them back.
--
-- grain:   source, source_event_id, load_id
-- columns:
--   source            source of the event
--   source_event_id   the event
--   deleted_at        when the source deleted it   [seconds since 1970-01-01 UTC]
--   load_id           load that brought the deletion
--   ended_load_id     load that undid it, NULL = in force
create table deletion (
  source text not null,
  source_event_id text not null,
  deleted_at bigint not null,
  load_id integer not null,
  ended_load_id integer
);
