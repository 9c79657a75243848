-- Actors of new and revised events of files with one row per actor; the second row of an event is its side b.
--
-- The rows of an event may say the same again.
insert into event_actor
with taken as (
  select distinct
    actor.source_event_id,
    case when actor.row_number <> change.row_number then 'b' else actor.side end as side,
    actor.role,
    actor.ordinal,
    actor.actor_name,
    actor.is_attacker,
    actor.source_kind
  from stage.actor as actor
  join change
    on change.source_event_id = actor.source_event_id
    and change.kind in ('added', 'revised')
    and change.monadic
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
