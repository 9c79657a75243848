-- The reference data that the ledger is given, as tables of the peer: spellings with the actor and its kind, and areas.
-- The variable `overlay` is their folder.
create or replace table spelling as
with actors as (
  select actor_id, actor_name, actor_kind from read_csv(getvariable('overlay') || '/actors.csv')
),
spelled as (
  select alias as name, actor_id
  from read_csv(getvariable('overlay') || '/aliases.csv', all_varchar = true)
  where source is null or source = 'acled'
  union
  select actor_name as name, actor_id from actors
)
select
  lower(strip_accents(translate(spelled.name, '''’‘`', ''))) as key,
  min(spelled.actor_id) as actor_id,
  min(actors.actor_kind) as actor_kind
from spelled
join actors on actors.actor_id = spelled.actor_id
group by key
having count(distinct spelled.actor_id) = 1;

create or replace table area as
select
  members.region,
  countries.country_name as country,
  members.admin1,
  members.valid_from,
  members.valid_to
from read_csv(getvariable('overlay') || '/region_members.csv', types = {'valid_from': 'date', 'valid_to': 'date'}) as members
join read_csv(getvariable('overlay') || '/countries.csv') as countries
  on countries.iso3 = members.country_iso3;
