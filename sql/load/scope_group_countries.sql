-- Events of the actors and countries whose rows a load touches, with members' events.
create or replace temp table scope as
with named as (
  select actor_id, country from affected_group_country
  union
  select actor_member.member_id as actor_id, affected_group_country.country
  from affected_group_country
  join actor_member
    on actor_member.group_id = affected_group_country.actor_id
    and actor_member.relation = 'member'
)
select distinct event.source, event.source_event_id
from event
join event_actor
  on event_actor.source = event.source
  and event_actor.source_event_id = event.source_event_id
semi join named
  on named.actor_id = event_actor.actor_id
  and named.country is not distinct from event.country
where event.source = $source
