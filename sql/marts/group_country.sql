-- Countries in which each actor has had an event, with the first and the last day.
--
-- grain:   source, actor_id, country
-- source:  group_event, event_measure
-- columns:
--   source       source that codes the events
--   actor_id     the actor
--   country      country as the source writes it
--   events       events of political violence   [events]
--   first_date   first start date of any event
--   last_date    last start date of any event
select
  group_event.source,
  group_event.actor_id,
  measured.country,
  (count(*) filter (where measured.counted))::bigint as events,
  min(measured.start_date) as first_date,
  max(measured.start_date) as last_date
from group_event
join event_measure as measured
  on measured.source = group_event.source
  and measured.source_event_id = group_event.source_event_id
group by group_event.source, group_event.actor_id, measured.country
