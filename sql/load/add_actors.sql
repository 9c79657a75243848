-- Actors of new and revised events of files with one row per event: a row names a side, a role and an ordinal once.
insert into event_actor
with taken as (
  select actor.*
  from stage.actor_row as actor
  join change
    on change.file_number = actor.file_number
    and change.row_number = actor.row_number
    and change.kind in ('added', 'revised')
    and not change.monadic
)
select
  $source as source,
  taken.source_event_id,
  taken.side,
  taken.role,
  taken.ordinal,
  taken.actor_name,
  spelling.actor_id,
  spelling.shared,
  taken.is_attacker,
  taken.source_kind,
  $load_id as load_id
from taken
join actor_spelling as spelling
  on spelling.source = $source
  and spelling.actor_name = taken.actor_name
