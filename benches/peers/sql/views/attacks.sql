-- Weekly attacks of the 20 leading groups, as a person asks for them; weeks without events are left out here.
with weekly as (
  select actor_id, week, events, coalesce(attacks, 0) as attacks, deaths_best
  from attack_frequency_by_group
  where source = 'acled'
    and events > 0
    and actor_kind = 'organised_group'
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
