-- Events of the actors and months that hold the weeks and months whose rows a load touches, with members' events.
create or replace temp table scope as
with period as (
  select actor_id, month from affected_group_month
  union
  select actor_id, date_trunc('month', week)::date as month from affected_group_week
  union
  select actor_id, date_trunc('month', week + 6)::date as month from affected_group_week
  union
  select actor_id, date_trunc('month', acled_week)::date as month from affected_group_acled_week
  union
  select actor_id, date_trunc('month', acled_week + 6)::date as month from affected_group_acled_week
),
named as (
  select actor_id, month from period
  union
  select actor_member.member_id as actor_id, period.month
  from period
  join actor_member
    on actor_member.group_id = period.actor_id
    and actor_member.relation = 'member'
)
select distinct event.source, event.source_event_id
from event
join event_actor
  on event_actor.source = event.source
  and event_actor.source_event_id = event.source_event_id
semi join named
  on named.actor_id = event_actor.actor_id
  and named.month = date_trunc('month', event.start_date)::date
where event.source = $source
  and date_trunc('month', event.start_date)::date in (select month from named)
