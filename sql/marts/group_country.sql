-- Countries in which each actor has had an event, with the first and the last day.
--
-- grain:   source, actor_id, country
-- source:  group_measure
-- columns:
--   source       source that codes the events
--   actor_id     the actor
--   country      country as the source writes it
--   events       events of political violence   [events]
--   first_date   first start date of any event
--   last_date    last start date of any event
select
  source,
  actor_id,
  country,
  (count(*) filter (where counted))::bigint as events,
  min(start_date) as first_date,
  max(start_date) as last_date
from group_measure
group by source, actor_id, country
