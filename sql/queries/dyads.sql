-- Who fights whom: pairs of actors on the two sides of events since a date.
--
-- params:
--   since   first start date                            [date = 2025-05-01]
--   group   one group, by identifier or any of its names   [group = any]
-- grain:   source, actor_a_id, actor_b_id
-- source:  event_actor, event_measure, actor
-- columns:
--   source
--   actor_a_id    one actor, first in the alphabet
--   actor_a       its name
--   actor_b_id    the other actor
--   actor_b       its name
--   events        events of political violence between the two      [events]
--   deaths_low
--   deaths_best
--   deaths_high
--   last_date     last start date
-- note:    Which of the two attacked is not said. An event that names several actors on a side stands in several pairs: pairs do not add up.
with pair as (
  select distinct
    a.source,
    a.source_event_id,
    least(a.actor_id, b.actor_id) as actor_a_id,
    greatest(a.actor_id, b.actor_id) as actor_b_id
  from event_actor as a
  join event_actor as b
    on b.source = a.source
    and b.source_event_id = a.source_event_id
    and b.side = 'b'
    and b.role = 'side'
  where a.side = 'a'
    and a.role = 'side'
    and ($group::text is null or $group::text in (a.actor_id, b.actor_id))
)
select
  pair.source,
  pair.actor_a_id,
  one.actor_name as actor_a,
  pair.actor_b_id,
  other.actor_name as actor_b,
  count(*)::bigint as events,
  sum(measured.deaths_low)::bigint as deaths_low,
  sum(measured.deaths_best)::bigint as deaths_best,
  sum(measured.deaths_high)::bigint as deaths_high,
  max(measured.start_date) as last_date
from pair
join event_measure as measured
  on measured.source = pair.source
  and measured.source_event_id = pair.source_event_id
join actor as one
  on one.actor_id = pair.actor_a_id
join actor as other
  on other.actor_id = pair.actor_b_id
where measured.counted
  and measured.start_date >= $since::date
group by pair.source, pair.actor_a_id, one.actor_name, pair.actor_b_id, other.actor_name
order by pair.source, events desc, deaths_best desc nulls last, pair.actor_a_id, pair.actor_b_id
