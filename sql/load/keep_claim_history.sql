-- The claims that the load replaces or removes.
insert into claim_history
select claim.*, $load_id as ended_load_id
from claim
join claim_change
  on claim_change.claim_id = claim.claim_id
  and claim_change.kind in ('revised', 'removed')
where claim.source = $source
