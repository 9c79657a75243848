-- What the load does to published sums, in numbers.
select
  (count(*) filter (where change in ('added', 'revised', 'unchanged')))::bigint as accepted,
  (count(*) filter (where change = 'added'))::bigint as added,
  (count(*) filter (where change = 'revised'))::bigint as revised,
  (count(*) filter (where change = 'repeated'))::bigint as repeated,
  min(period_start)::text as first_date,
  max(period_end)::text as last_date
from incoming_aggregate
