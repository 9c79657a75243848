-- The days that a known release covers, for every country, and the countries that it names.
insert into coverage by name
select
  $load_id as load_id,
  $source as source,
  country,
  $covers_from::date as covers_from,
  $covers_to::date as covers_to
from (
  select distinct country from stage.event where file_number = $file_number and country is not null
  union all
  select null as country
)
