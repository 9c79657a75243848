-- Events of earlier loads whose deaths the load's claims or actors change, and those of them in its files.
select
  count(*)::bigint as revised,
  (count(*) filter (where change.kind = 'unchanged'))::bigint as unchanged_before
from tolled
join event
  on event.source = $source
  and event.source_event_id = tolled.source_event_id
  and event.load_id < $load_id
left join change
  on change.source_event_id = tolled.source_event_id
