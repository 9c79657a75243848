-- All that is recorded of a load.
--
-- params:  load_id
-- grain:   load_id
-- source:  load
select *
from load
where load_id = $load_id::integer
