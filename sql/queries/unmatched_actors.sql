-- Names that no reference row knows, by how many events they are in.
--
-- params:
--   since   first start date           [date = 1900-01-01]
--   most    names of each source       [integer = 50]
-- grain:   source, actor_name
-- source:  event_actor, event, actor
-- columns:
--   source
--   actor_name
--   events       events that use the name   [events]
--   first_date   first start date
--   last_date    last start date
-- note:    Each is an actor of its own until an alias says whose name it is: `warledger template aliases` begins a table of your own. A frequent name here may be a known group under another spelling.
select
  involved.source,
  involved.actor_name,
  count(distinct involved.source_event_id)::bigint as events,
  min(event.start_date) as first_date,
  max(event.start_date) as last_date
from event_actor as involved
join event
  on event.source = involved.source
  and event.source_event_id = involved.source_event_id
join actor
  on actor.actor_id = involved.actor_id
  and actor.origin = 'source'
where event.start_date >= $since::date
group by involved.source, involved.actor_name
qualify row_number() over (
  partition by involved.source
  order by count(distinct involved.source_event_id) desc, involved.actor_name
) <= $most::bigint
order by involved.source, events desc, involved.actor_name
