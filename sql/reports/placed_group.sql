-- Groups of a state: one row for all events that the comparison does not touch, and one for each event that it does.
--
-- grain:   source, group_key, source_event_id
-- source:  placed, touched
select
  placed.source,
  placed.group_key,
  any_value(placed.group_name) as group_name,
  touched.source_event_id,
  count(*)::bigint as events,
  (count(*) filter (where not placed.has_figure))::bigint as events_without_figure,
  sum(placed.deaths_low)::bigint as deaths_low,
  sum(placed.deaths_best)::bigint as deaths_best,
  sum(placed.deaths_high)::bigint as deaths_high
from placed
left join touched
  on touched.source = placed.source
  and touched.source_event_id = placed.source_event_id
where ($source::text is null or placed.source = $source::text)
group by placed.source, placed.group_key, touched.source_event_id
