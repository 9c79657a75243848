-- Countries and first-order areas that make a region.
--
-- grain:   region, country_iso3, admin1
-- columns:
--   region         the region
--   country_iso3   ISO 3166 alpha-3 of the country
--   admin1         first-order area, NULL = the whole country
--   admin1_key     the same for comparison
--   valid_from     first day, NULL = always
--   valid_to       last day, NULL = still
--   note           what a reader must know
-- example: select country_iso3, admin1 from region_member where region = 'liptako_gourma' order by all
create table region_member (
  region text not null,
  country_iso3 text not null,
  admin1 text,
  admin1_key text,
  valid_from date,
  valid_to date,
  note text
);
