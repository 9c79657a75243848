-- Loads of a source with what of their files was not taken.
--
-- params:  source
-- grain:   load_id
-- source:  load
-- columns:
--   load_id          number of the load
--   mode             what kind of change it was
--   release          release of the source, where known
--   rows_read        rows in the files        [rows]
--   rows_rejected    rows not taken           [rows]
--   events_accepted  events in the files      [events]
--   newest_event     last end date in the files
select
  load_id,
  mode,
  release,
  rows_read,
  rows_rejected,
  events_accepted,
  last_event_date as newest_event
from load
where source = $source::text
order by load_id
