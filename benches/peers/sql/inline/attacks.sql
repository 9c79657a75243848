-- Weekly attacks of the 20 leading groups: names are split and matched to spellings inside the query.
with counted as (
  select
    event_id_cnty,
    date_trunc('week', event_date)::date as week,
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
  select event_id_cnty, week, fatalities, attacker_coded as is_attacker, unnest(string_split(actor1, ' and/or ')) as name
  from counted
  union all
  select event_id_cnty, week, fatalities, false as is_attacker, unnest(string_split(actor2, ' and/or ')) as name
  from counted
  union all
  select event_id_cnty, week, fatalities, false as is_attacker, unnest(string_split(replace(assoc_actor_1, ' and/or ', ';'), ';')) as name
  from counted
  union all
  select event_id_cnty, week, fatalities, false as is_attacker, unnest(string_split(replace(assoc_actor_2, ' and/or ', ';'), ';')) as name
  from counted
),
grouped as (
  select
    named.event_id_cnty,
    spelling.actor_id,
    named.week,
    named.fatalities,
    bool_or(named.is_attacker) as is_attacker
  from named
  join spelling on spelling.key = lower(strip_accents(translate(trim(named.name), '''’‘`', '')))
  where spelling.actor_kind = 'organised_group'
  group by all
),
weekly as (
  select
    actor_id,
    week,
    count(*)::bigint as events,
    (count(*) filter (where is_attacker))::bigint as attacks,
    sum(fatalities)::bigint as deaths_best
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
