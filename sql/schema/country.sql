-- Countries with their codes.
--
-- grain:   country_iso3
-- columns:
--   country_iso3   ISO 3166 alpha-3
--   country_name   name to show
--   gwno           Gleditsch-Ward number
create table country (
  country_iso3 text not null,
  country_name text not null,
  gwno text
);
