-- What the load does to each of its events: added, revised, unchanged.
create or replace temp table change as
select
  incoming.source_event_id,
  incoming.file_number,
  incoming.row_number,
  incoming.content_hash,
  incoming.monadic,
  case
    when event.source_event_id is null then 'added'
    when event.content_hash = incoming.content_hash then 'unchanged'
    else 'revised'
  end as kind
from incoming
left join event
  on event.source = $source
  and event.source_event_id = incoming.source_event_id
