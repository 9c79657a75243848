-- Loads with what they did, oldest first.
--
-- grain:   load_id
-- source:  load
-- columns:
--   load_id     number of the load
--   loaded_at   when it was loaded, UTC
--   source      source of its files
--   release     release of the source, where known
--   mode        what kind of change it was
--   file        names of the files
--   rows        rows read                                    [rows]
--   rejected    rows not taken                               [rows]
--   added       events that were new                         [events]
--   revised     events that were known with other content    [events]
--   removed     events that it ended                         [events]
--   unchanged   events that were known with the same content [events]
select
  load_id,
  loaded_at,
  source,
  release,
  mode,
  file_name as file,
  rows_read as rows,
  rows_rejected as rejected,
  events_added as added,
  events_revised as revised,
  events_removed as removed,
  events_unchanged as unchanged
from load
order by load_id
