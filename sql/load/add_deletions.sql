-- Deletions that the ledger does not know yet.
insert into deletion
select
  $source as source,
  listed.source_event_id,
  listed.deleted_at,
  $load_id as load_id,
  null as ended_load_id
from (
  select source_event_id, max(deleted_at) as deleted_at
  from stage.deletion
  group by source_event_id
) as listed
anti join (select * from deletion where source = $source and ended_load_id is null) as known
  on known.source_event_id = listed.source_event_id
  and known.deleted_at >= listed.deleted_at
order by listed.source_event_id
