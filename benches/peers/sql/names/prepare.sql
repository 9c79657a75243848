-- Every name of the raw table with the groups that it means, and every area with its regions, matched once.
create or replace table group_name as
with names as (
  select actor1 as name from acled
  union select actor2 from acled
  union select assoc_actor_1 from acled
  union select assoc_actor_2 from acled
),
parts as (
  select name, unnest(string_split(replace(name, ' and/or ', ';'), ';')) as part
  from names
  where name is not null
)
select distinct parts.name, spelling.actor_id
from parts
join spelling on spelling.key = lower(strip_accents(translate(trim(parts.part), '''’‘`', '')))
where spelling.actor_kind = 'organised_group';

create or replace table region_area as
with areas as (
  select distinct country, admin1 from acled
)
select distinct
  areas.country,
  areas.admin1,
  area.region,
  coalesce(area.valid_from, date '0001-01-01') as valid_from,
  coalesce(area.valid_to, date '9999-12-31') as valid_to
from areas
join area
  on area.country = areas.country
  and (area.admin1 is null or lower(strip_accents(area.admin1)) = lower(strip_accents(areas.admin1)));
