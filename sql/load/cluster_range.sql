-- First days of the clusters that attacks which came, went or moved can be in; days that reach the same clusters are one
-- range.
create or replace temp table cluster_range as
with moved as (
  (from former_attack except from present_attack)
  union all
  (from present_attack except from former_attack)
),
day as (
  select distinct actor_id, start_date
  from moved
),
begun as (
  select
    *,
    start_date - lag(start_date) over (partition by actor_id order by start_date) as gap
  from day
),
island as (
  select
    *,
    count(*) filter (where gap is null or gap > 86) over (partition by actor_id order by start_date) as island
  from begun
)
select
  actor_id,
  min(start_date) - 1 as first_from,
  max(start_date) + 84 as first_to
from island
group by actor_id, island
