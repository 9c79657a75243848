-- What the last loads changed: events added, revised and removed.
--
-- params:
--   most   loads   [integer = 10]
-- grain:   load_id
-- source:  load
-- columns:
--   load_id
--   loaded_at
--   source
--   release
--   mode
--   file_name
--   events_added
--   events_revised
--   events_removed
--   events_unchanged
--   rows_rejected
--   last_event_date
-- note:    changed_events lists the events of one load; `warledger diff` compares any two states.
select
  load_id,
  loaded_at,
  source,
  release,
  mode,
  file_name,
  events_added,
  events_revised,
  events_removed,
  events_unchanged,
  rows_rejected,
  last_event_date
from load
order by load_id desc
limit $most::bigint
