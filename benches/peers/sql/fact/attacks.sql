-- Weekly attacks of the 20 leading groups, from the narrow table.
with weekly as (
  select
    actor_id,
    week,
    count(*)::bigint as events,
    (count(*) filter (where is_attacker))::bigint as attacks,
    sum(fatalities)::bigint as deaths_best
  from fact_group
  group by actor_id, week
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
