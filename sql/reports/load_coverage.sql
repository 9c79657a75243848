-- Countries and days that a load covers.
--
-- params:  load_id
-- grain:   country
-- source:  coverage_version
-- columns:
--   country         country as the source writes it; NULL = every country of the source
--   covers_from     first day
--   covers_to       last day
--   ended_load_id   load that ended it, NULL while it is in force
select country, covers_from, covers_to, ended_load_id
from coverage_version
where load_id = $load_id::integer
order by country nulls first, covers_from, covers_to
