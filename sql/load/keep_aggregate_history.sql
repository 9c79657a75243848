-- The sums that the load replaces.
insert into aggregate_history
select held.*, $load_id as ended_load_id
from aggregate as held
join incoming_aggregate as incoming
  on incoming.aggregate_id = held.aggregate_id
  and incoming.change = 'revised'
where held.source = $source
