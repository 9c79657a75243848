-- What a region is made of: countries and first-order areas.
--
-- params:
--   region   region, such as central_sahel or liptako_gourma   [region = liptako_gourma]
-- grain:   region, country_iso3, admin1
-- source:  region_member
-- columns:
--   region
--   country_iso3
--   admin1
--   valid_from
--   valid_to
--   note
-- note:    Regions overlap: an event may lie in several, and their figures do not add up.
select
  region,
  country_iso3,
  admin1,
  valid_from,
  valid_to,
  note
from region_member
where region = $region::text
order by country_iso3, admin1
