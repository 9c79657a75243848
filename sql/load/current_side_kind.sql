-- What each side of the current events is, for sources that give deaths by side themselves.
create or replace temp table current_side_kind as
with part as (
  select
    event_actor.source,
    event_actor.source_event_id,
    event_actor.side,
    case
      when actor.actor_kind = 'state_forces' then 'state'
      when actor.actor_kind = 'auxiliary' then 'auxiliary'
      when actor.actor_kind = 'placeholder' then 'unclear'
      else 'nonstate'
    end as kind
  from event_actor
  join actor
    on actor.actor_id = event_actor.actor_id
  join source
    on source.source = event_actor.source
    and source.has_sides
    and not source.has_claims
  where event_actor.role = 'side'
),
side as (
  select
    source,
    source_event_id,
    side,
    case when min(kind) = max(kind) then min(kind) else 'unclear' end as kind
  from part
  group by source, source_event_id, side
)
select
  source,
  source_event_id,
  coalesce(max(kind) filter (where side = 'a'), 'unclear') as kind_a,
  coalesce(max(kind) filter (where side = 'b'), 'unclear') as kind_b
from side
group by source, source_event_id
