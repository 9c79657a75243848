-- Every name that a source has used for a group, with the events and days of each.
--
-- params:
--   group   group, by identifier or any of its names   [group = JNIM]
-- grain:   source, actor_name, shared
-- source:  event_actor, event
-- columns:
--   source
--   actor_name
--   shared
--   events       events that use the name   [events]
--   first_date   first start date
--   last_date    last start date
-- note:    Names change over the years. A name that lists several actors, or one of several, is marked joint or uncertain.
select
  involved.source,
  involved.actor_name,
  involved.shared,
  count(distinct involved.source_event_id)::bigint as events,
  min(event.start_date) as first_date,
  max(event.start_date) as last_date
from event_actor as involved
join event
  on event.source = involved.source
  and event.source_event_id = involved.source_event_id
where involved.actor_id = $group::text
group by involved.source, involved.actor_name, involved.shared
order by involved.source, first_date, involved.actor_name, involved.shared
