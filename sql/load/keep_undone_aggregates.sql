-- The sums that the undone load brought.
insert into aggregate_history
select aggregate.*, $load_id as ended_load_id
from aggregate
where source = $source
  and load_id = $undone
