-- Events that the clusters in reach are made of: attacks of the group and its members in them and in the 84 days before.
create or replace temp table scope as
select distinct event.source, event.source_event_id
from event
join event_actor
  on event_actor.source = event.source
  and event_actor.source_event_id = event.source_event_id
semi join (
  select actor_id, first_from, first_to
  from cluster_range
  union all
  select actor_member.member_id, first_from, first_to
  from cluster_range
  join actor_member
    on actor_member.group_id = cluster_range.actor_id
    and actor_member.relation = 'member'
) as range
  on range.actor_id = event_actor.actor_id
  and event.start_date between range.first_from - 85 and range.first_to + 1
where event.source = $source
