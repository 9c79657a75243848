-- Replaced sums leave the current table; they are in the history by now.
delete from aggregate
where source = $source
  and aggregate_id in (select aggregate_id from incoming_aggregate where change = 'revised')
