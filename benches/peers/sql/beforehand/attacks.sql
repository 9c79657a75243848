-- Weekly attacks of the 20 leading groups: groups stand beside the events.
with weekly as (
  select
    event_group.actor_id,
    date_trunc('week', acled.event_date)::date as week,
    count(*)::bigint as events,
    (count(*) filter (where event_group.is_attacker))::bigint as attacks,
    sum(acled.fatalities)::bigint as deaths_best
  from acled
  join event_group on event_group.event = acled.rowid
  where acled.time_precision in (1, 2)
    and (
      acled.event_type in ('Battles', 'Explosions/Remote violence', 'Violence against civilians')
      or acled.sub_event_type in ('Mob violence', 'Excessive force against protesters')
    )
  group by event_group.actor_id, week
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
