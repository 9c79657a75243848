-- What the load does to claims, in numbers.
select
  (count(*) filter (where kind <> 'removed'))::bigint as accepted,
  (count(*) filter (where kind in ('added', 'revised', 'removed')))::bigint as changed
from claim_change
