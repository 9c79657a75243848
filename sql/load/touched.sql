-- Events whose state the load changes.
create or replace temp table touched as
select $source as source, source_event_id
from change
where kind in ('added', 'revised', 'removed')
