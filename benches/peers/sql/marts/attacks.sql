-- Weekly attacks of the 20 leading groups, from the mart.
with weekly as (
  select group_week.actor_id, group_week.week, group_week.events, group_week.attacks, group_week.deaths_best
  from group_week
  join actor on actor.actor_id = group_week.actor_id
  where group_week.source = 'acled'
    and group_week.events > 0
    and actor.actor_kind = 'organised_group'
),
leading_group as (
  select actor_id
  from weekly
  group by actor_id
  order by sum(attacks) desc, actor_id
  limit 20
)
select weekly.*
from weekly
semi join leading_group on leading_group.actor_id = weekly.actor_id
order by actor_id, week
