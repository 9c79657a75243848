-- What to cite for the sources in the ledger, with their cut-off.
--
-- grain:   source
-- source:  source, load, source_span
-- columns:
--   source        identifier of the source
--   title         full name
--   releases      releases that were loaded
--   events        events in the ledger      [events]
--   loads         loads of it               [loads]
--   first_date    first start date
--   last_date     last end date: the cut-off
--   newest_load   newest load
--   census        true if it aims at every event of its kind, false for a coded sample
--   licence       licence in one line
--   citation      what to cite
--   note          what a reader of figures must know
with loaded as (
  select
    source,
    count(*) as loads,
    max(load_id) as newest_load,
    string_agg(distinct release, ', ' order by release) as releases
  from load
  group by source
)
select
  source.source,
  source.title,
  loaded.releases,
  coalesce(held.events, 0)::bigint as events,
  coalesce(loaded.loads, 0)::bigint as loads,
  held.first_date,
  held.last_date,
  loaded.newest_load,
  source.census,
  source.licence,
  source.citation,
  source.note
from source
left join source_span as held
  on held.source = source.source
left join loaded
  on loaded.source = source.source
order by source.source
