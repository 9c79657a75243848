-- Which releases have given each event, for sources whose releases have an order; the highest tells how new it is.
--
-- grain:   source, source_event_id, load_id
-- columns:
--   source            source of the event
--   source_event_id   the event
--   release_rank      order of the release among those of its source
--   load_id           load of that release
create table event_release (
  source text not null,
  source_event_id text not null,
  release_rank bigint not null,
  load_id integer not null
);
