-- The published sums before the undone load stand again.
insert into aggregate
select aggregate_history.* exclude (ended_load_id) replace ($load_id::integer as load_id)
from aggregate_history
where source = $source
  and ended_load_id = $undone
order by period_start, aggregate_id
