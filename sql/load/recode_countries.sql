-- Codes of countries whose names the reference data have learned.
update event
set country_iso3 = named.country_iso3
from (
  select spelled.country, country_alias.country_iso3
  from (select distinct country from event where country is not null and country_iso3 is null) as spelled
  join country_alias
    on lower(country_alias.alias) = lower(spelled.country)
) as named
where event.country = named.country
  and event.country_iso3 is null
