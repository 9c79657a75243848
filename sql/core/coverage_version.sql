-- Which countries and days each load covers, and which load ended that.
--
-- grain:   load_id, country
-- source:  coverage
-- columns:
--   load_id         the load
--   source          its source
--   country         country as the source writes it; NULL = every country of the source
--   covers_from     first day
--   covers_to       last day
--   ended_load_id   load that ended it, NULL while it is in force
select version.load_id, version.source, version.country, version.covers_from, version.covers_to, version.ended_load_id
from coverage as version
