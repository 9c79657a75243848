-- The claims before the undone load stand again.
insert into claim
select claim_history.* exclude (ended_load_id) replace ($load_id::integer as load_id)
from claim_history
where source = $source
  and ended_load_id = $undone
order by claim_id
