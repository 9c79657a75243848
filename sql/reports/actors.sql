-- Actors with the events that they are in.
--
-- params:  unmatched, kind
-- grain:   source, actor_id
-- source:  actor, event, event_actor, actor_spelling
-- columns:
--   source       source that names the actor
--   actor_id     identifier
--   actor_name   name to show
--   actor_kind   kind of actor
--   origin       reference, pattern, source (no reference row matches its name)
--   spellings    names under which the source gives it
--   events       events in which one of these stands   [events]
--   first_date   first start date
--   last_date    last start date
with named as (
  select
    event_actor.source,
    event_actor.actor_id,
    count(distinct event_actor.source_event_id) as events,
    min(event.start_date) as first_date,
    max(event.start_date) as last_date
  from event_actor
  join event
    on event.source = event_actor.source
    and event.source_event_id = event_actor.source_event_id
  group by event_actor.source, event_actor.actor_id
),
spelled as (
  select source, actor_id, string_agg(distinct actor_name, '; ' order by actor_name) as spellings
  from actor_spelling
  group by source, actor_id
)
select
  named.source,
  actor.actor_id,
  actor.actor_name,
  actor.actor_kind,
  actor.origin,
  spelled.spellings,
  named.events::bigint as events,
  named.first_date,
  named.last_date
from named
join actor
  on actor.actor_id = named.actor_id
left join spelled
  on spelled.source = named.source
  and spelled.actor_id = named.actor_id
where (not $unmatched::boolean or actor.origin = 'source')
  and ($kind::text is null or actor.actor_kind = $kind::text)
order by named.source, named.events desc, actor.actor_id
