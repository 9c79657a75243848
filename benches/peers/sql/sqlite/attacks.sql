-- Weekly attacks of the 20 leading groups.
with counted as (
  select
    rowid as event,
    date(event_date, '-6 days', 'weekday 1') as week,
    fatalities,
    event_type in ('Violence against civilians', 'Explosions/Remote violence') as attacker_coded,
    actor1,
    actor2,
    assoc_actor_1,
    assoc_actor_2
  from acled
  where time_precision in (1, 2)
    and (
      event_type in ('Battles', 'Explosions/Remote violence', 'Violence against civilians')
      or sub_event_type in ('Mob violence', 'Excessive force against protesters')
    )
),
named as (
  select event, week, fatalities, attacker_coded as is_attacker, actor1 as name from counted
  union all
  select event, week, fatalities, 0, actor2 from counted where actor2 is not null
  union all
  select event, week, fatalities, 0, assoc_actor_1 from counted where assoc_actor_1 is not null
  union all
  select event, week, fatalities, 0, assoc_actor_2 from counted where assoc_actor_2 is not null
),
grouped as (
  select named.event, group_name.actor_id, named.week, named.fatalities, max(named.is_attacker) as is_attacker
  from named
  join group_name on group_name.name = named.name
  group by named.event, group_name.actor_id
),
weekly as materialized (
  select actor_id, week, count(*) as events, sum(is_attacker) as attacks, sum(fatalities) as deaths_best
  from grouped
  group by actor_id, week
),
leading_group as (
  select actor_id
  from weekly
  group by actor_id
  order by sum(attacks) desc, actor_id
  limit 20
)
select *
from weekly
where actor_id in (select actor_id from leading_group)
order by actor_id, week
