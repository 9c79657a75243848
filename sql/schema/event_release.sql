-- The latest release that has given each event, for sources whose releases have an order.
--
-- grain:   source, source_event_id
-- columns:
--   source            source of the event
--   source_event_id   the event
--   release_rank      order of the release among those of its source
create table event_release (
  source text not null,
  source_event_id text not null,
  release_rank bigint not null
);
