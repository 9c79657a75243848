-- Events whose names mean other actors than before, under changed reference data.
create or replace temp table reactored as
select distinct source, source_event_id
from (
  (
    select source, source_event_id, side, role, ordinal, actor_name, actor_id, shared from respelled
    except
    select source, source_event_id, side, role, ordinal, actor_name, actor_id, shared from event_actor
  )
  union all
  (
    select source, source_event_id, side, role, ordinal, actor_name, actor_id, shared from event_actor
    except
    select source, source_event_id, side, role, ordinal, actor_name, actor_id, shared from respelled
  )
)
