-- Actors of new and revised events; the second row of an event in a file with one row per actor is its side b.
--
-- A row of a file with one row per event names a side, a role and an ordinal once. In a file with one row per actor the rows
-- of an event may say the same again.
insert into event_actor
with single as (
  select
    actor.source_event_id,
    actor.side,
    actor.role,
    actor.ordinal,
    actor.actor_name,
    actor.is_attacker,
    actor.source_kind
  from stage.actor as actor
  join change
    on change.file_number = actor.file_number
    and change.row_number = actor.row_number
    and change.kind in ('added', 'revised')
    and not change.monadic
),
several as (
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
),
staged as (
  select * from single
  union all
  select * from several
)
select
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
