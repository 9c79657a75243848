-- A narrow table made by hand for each answer: nothing of the raw table is left to read.
create or replace table fact_day as
select
  country,
  event_date,
  fatalities,
  civilian_targeting is not null or event_type = 'Violence against civilians' as civilian_targeting
from acled
where event_type in ('Battles', 'Explosions/Remote violence', 'Violence against civilians')
  or sub_event_type in ('Mob violence', 'Excessive force against protesters');

create or replace table fact_group as
select event_group.actor_id, date_trunc('week', acled.event_date)::date as week, event_group.is_attacker, acled.fatalities
from acled
join event_group on event_group.event = acled.rowid
where acled.time_precision in (1, 2)
  and (
    acled.event_type in ('Battles', 'Explosions/Remote violence', 'Violence against civilians')
    or acled.sub_event_type in ('Mob violence', 'Excessive force against protesters')
  );

create or replace table fact_region as
select
  event_region.region,
  date_trunc('month', acled.event_date)::date as month,
  acled.fatalities,
  acled.civilian_targeting is not null or acled.event_type = 'Violence against civilians' as civilian_targeting
from acled
join event_region on event_region.event = acled.rowid
where acled.event_type in ('Battles', 'Explosions/Remote violence', 'Violence against civilians')
  or acled.sub_event_type in ('Mob violence', 'Excessive force against protesters');
