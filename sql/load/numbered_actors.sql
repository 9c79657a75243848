-- Actors of a source's events under the numbers of their events.
create or replace temp table numbered_actor as
select
  actor.source::numbered_name as source,
  event.rowid as source_event_id,
  actor.actor_id::numbered_name as actor_id,
  actor.side::numbered_name as side,
  actor.shared::numbered_name as shared,
  actor.is_attacker,
  actor.source_kind::numbered_name as source_kind
from event_actor as actor
join event
  on event.source = actor.source
  and event.source_event_id = actor.source_event_id
where actor.source = $source
