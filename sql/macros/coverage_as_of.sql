-- Which countries and days the loads covered, as it stood after a load.
--
-- params:  load_id
-- grain:   load_id, country
-- source:  coverage_version
-- engine:  duckdb: a macro with parameters
-- columns:
--   load_id         the load
--   source          its source
--   country         country as the source writes it; NULL = every country of the source
--   covers_from     first day
--   covers_to       last day
--   ended_load_id   always NULL: it was in force
-- note:    the load that is asked for counts: as of load 3 is after load 3
select version.* replace (null::integer as ended_load_id)
from coverage_version as version
where version.load_id <= load_id::integer
  and (version.ended_load_id is null or version.ended_load_id > load_id::integer)
