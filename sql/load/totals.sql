-- Sums over the events of the staged files, as they stand in the ledger now.
select
  sum(deaths_best)::bigint as deaths_best,
  sum(deaths_low)::bigint as deaths_low,
  sum(deaths_high)::bigint as deaths_high,
  sum(deaths_low_reported)::bigint as deaths_low_reported,
  sum(deaths_high_reported)::bigint as deaths_high_reported,
  (count(*) filter (where range_repaired))::bigint as ranges_repaired,
  (count(*) filter (where status <> 'final'))::bigint as provisional_events,
  (sum(deaths_best) filter (where status <> 'final'))::bigint as provisional_deaths_best
from event
join change
  on change.source_event_id = event.source_event_id
where event.source = $source
