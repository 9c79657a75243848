-- Weekly attacks of the 20 leading groups: events are counted by their names first, and the names' groups joined after.
with combined as (
  select
    date_trunc('week', event_date)::date as week,
    actor1,
    actor2,
    assoc_actor_1,
    assoc_actor_2,
    event_type in ('Violence against civilians', 'Explosions/Remote violence') as attacker_coded,
    count(*) as events,
    sum(fatalities) as deaths
  from acled
  where time_precision in (1, 2)
    and (
      event_type in ('Battles', 'Explosions/Remote violence', 'Violence against civilians')
      or sub_event_type in ('Mob violence', 'Excessive force against protesters')
    )
  group by all
),
numbered as (
  select row_number() over () as combination, * from combined
),
named as (
  select combination, week, events, deaths, attacker_coded as is_attacker, actor1 as name from numbered
  union all
  select combination, week, events, deaths, false as is_attacker, actor2 as name from numbered
  union all
  select combination, week, events, deaths, false as is_attacker, assoc_actor_1 as name from numbered where assoc_actor_1 is not null
  union all
  select combination, week, events, deaths, false as is_attacker, assoc_actor_2 as name from numbered where assoc_actor_2 is not null
),
grouped as (
  select named.combination, group_name.actor_id, named.week, named.events, named.deaths, bool_or(named.is_attacker) as is_attacker
  from named
  join group_name on group_name.name = named.name
  group by all
),
weekly as (
  select
    actor_id,
    week,
    sum(events)::bigint as events,
    coalesce(sum(events) filter (where is_attacker), 0)::bigint as attacks,
    sum(deaths)::bigint as deaths_best
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
select weekly.*
from weekly
semi join leading_group on leading_group.actor_id = weekly.actor_id
order by actor_id, week
