-- Actors of new and revised events; the second row of an event in a file with one row per actor is its side b.
insert into event_actor
with staged as (
  select
    actor.source_event_id,
    case
      when change.monadic and actor.row_number <> change.row_number then 'b'
      else actor.side
    end as side,
    actor.role,
    actor.ordinal,
    actor.actor_name,
    actor.is_attacker,
    actor.source_kind
  from stage.actor as actor
  join change
    on change.source_event_id = actor.source_event_id
    and change.kind in ('added', 'revised')
    and (change.monadic or (change.file_number = actor.file_number and change.row_number = actor.row_number))
)
select distinct
  $source as source,
  staged.source_event_id,
  staged.side,
  staged.role,
  staged.ordinal,
  staged.actor_name,
  spelling.actor_id,
  spelling.shared,
  staged.is_attacker,
  staged.source_kind,
  $load_id as load_id
from staged
join actor_spelling as spelling
  on spelling.source = $source
  and spelling.actor_name = staged.actor_name
order by staged.source_event_id, staged.side, staged.role, staged.ordinal
