-- Published sums that the undone load brought or replaced: what stands of them ends.
create or replace temp table incoming_aggregate as
select distinct aggregate_id, 'revised' as change
from (
  select aggregate_id from aggregate where source = $source and load_id = $undone
  union
  select aggregate_id from aggregate_history where source = $source and $undone in (load_id, ended_load_id)
)
