-- Kinds of actors that only sources name: the kind that a source codes most often, an organised group first.
update actor
set actor_kind = coded.source_kind
from (
  select actor_id, source_kind
  from (
    select
      event_actor.actor_id,
      event_actor.source_kind,
      count(*) as named
    from event_actor
    where event_actor.source_kind is not null
      and event_actor.source_kind <> 'unknown'
    group by event_actor.actor_id, event_actor.source_kind
  )
  qualify row_number() over (partition by actor_id order by named desc, source_kind) = 1
) as coded
where actor.origin = 'source'
  and actor.actor_id = coded.actor_id
  and actor.actor_kind <> coded.source_kind
