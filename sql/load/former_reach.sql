-- Where and when the groups that the load touches had been, before their countries are brought up to date.
create or replace temp table former_reach as
select actor_id, country, first_date, last_date
from group_country
where source = $source
  and actor_id in (
    select actor_id from former_group_country
    union
    select actor_id from present_group_country
  )
