-- Names of a source's groups, areas and kinds as one enumeration, in their order: marts computed whole sort and compare
-- numbers in their place.
create or replace temp type numbered_name as enum (
  select name
  from (
    select $source as name
    union
    select actor_id as name from event_actor where source = $source
    union
    select side as name from event_actor where source = $source
    union
    select shared as name from event_actor where source = $source
    union
    select source_kind as name from event_actor where source = $source
    union
    select member_id as name from actor_member
    union
    select group_id as name from actor_member
    union
    select disorder as name from event where source = $source
    union
    select country as name from event where source = $source
    union
    select country_iso3 as name from event where source = $source
    union
    select admin1 as name from event where source = $source
    union
    select admin1_key as name from event where source = $source
    union
    select region as name from region_member
    union
    select country_iso3 as name from region_member
    union
    select admin1_key as name from region_member
  )
  where name is not null
  order by name
)
