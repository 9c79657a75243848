-- What each side of the staged events is, for the dead by side: state, auxiliary, nonstate, unclear.
create or replace temp table side_kind as
with part as (
  select
    staged.source_event_id,
    staged.side,
    case
      when actor.actor_kind = 'state_forces' then 'state'
      when actor.actor_kind = 'auxiliary' then 'auxiliary'
      when actor.actor_kind = 'placeholder' then 'unclear'
      else 'nonstate'
    end as kind
  from stage.actor as staged
  join source
    on source.source = $source
    and source.has_sides
  join actor_spelling as spelling
    on spelling.source = $source
    and spelling.actor_name = staged.actor_name
  join actor
    on actor.actor_id = spelling.actor_id
  where staged.role = 'side'
),
side as (
  select
    source_event_id,
    side,
    case when min(kind) = max(kind) then min(kind) else 'unclear' end as kind
  from part
  group by source_event_id, side
)
select
  source_event_id,
  coalesce(max(kind) filter (where side = 'a'), 'unclear') as kind_a,
  coalesce(max(kind) filter (where side = 'b'), 'unclear') as kind_b
from side
group by source_event_id
