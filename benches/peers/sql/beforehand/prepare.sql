-- The raw table joined to its groups and regions beforehand: one row for each event and group, and each event and region,
-- under the row number of the event.
create or replace table event_group as
with named as (
  select rowid as event, actor1 as name, event_type in ('Violence against civilians', 'Explosions/Remote violence') as is_attacker
  from acled
  union all
  select rowid, actor2, false from acled
  union all
  select rowid, assoc_actor_1, false from acled where assoc_actor_1 is not null
  union all
  select rowid, assoc_actor_2, false from acled where assoc_actor_2 is not null
)
select named.event, group_name.actor_id, bool_or(named.is_attacker) as is_attacker
from named
join group_name on group_name.name = named.name
group by named.event, group_name.actor_id
order by named.event;

create or replace table event_region as
select distinct acled.rowid as event, region_area.region
from acled
join region_area
  on region_area.country = acled.country
  and region_area.admin1 = acled.admin1
  and acled.event_date between region_area.valid_from and region_area.valid_to
order by event;
