-- Names of countries that the reference data do not know.
select distinct country
from event
where source = $source
  and country is not null
  and country_iso3 is null
order by country
