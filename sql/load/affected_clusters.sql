-- Clusters that a load may change: those of touched events and around moved attacks; those of a group that has been longer
-- in a country, or in another one, for it needs that to be covered around these days; and those that lacked a chance
-- level for a reason that is gone ($uncovered).
create or replace temp table affected_simultaneous_attacks as
with reach as (
  select actor_id, country, first_date, last_date
  from group_country
  where source = $source
    and actor_id in (
      select actor_id from former_group_country
      union
      select actor_id from present_group_country
    )
),
travelled as (
  select
    coalesce(reach.actor_id, former.actor_id) as actor_id,
    reach.first_date,
    reach.last_date,
    former.first_date as former_first,
    former.last_date as former_last
  from reach
  full join former_reach as former
    on former.actor_id = reach.actor_id
    and former.country is not distinct from reach.country
),
span as (
  select actor_id, first_from, first_to
  from cluster_range
  union all
  select actor_id, coalesce(first_date, former_first) - 1, coalesce(last_date, former_last) + 84
  from travelled
  where first_date is null or former_first is null
  union all
  select actor_id, least(first_date, former_first) - 1, greatest(first_date, former_first) - 2
  from travelled
  where first_date <> former_first
  union all
  select actor_id, least(last_date, former_last) + 85, greatest(last_date, former_last) + 84
  from travelled
  where last_date <> former_last
)
select held.actor_id, held.first_date
from simultaneous_attacks as held
where held.source = $source
  and held.chance_missing = $uncovered::text
union
select held.actor_id, held.first_date
from simultaneous_attack_event as held
semi join touched
  on touched.source = held.source
  and touched.source_event_id = held.source_event_id
where held.source = $source
union
select held.actor_id, held.first_date
from simultaneous_attack_event as held
semi join span
  on span.actor_id = held.actor_id
  and held.first_date between span.first_from and span.first_to
where held.source = $source
union
select held.actor_id, held.first_date
from simultaneous_attacks as held
semi join span
  on span.actor_id = held.actor_id
  and held.first_date between span.first_from and span.first_to
where held.source = $source
