-- Names of countries in the sources.
--
-- grain:   country_key
-- columns:
--   alias          the name
--   country_key    the same for comparison
--   country_iso3   ISO 3166 alpha-3
create table country_alias (
  alias text not null,
  country_key text not null,
  country_iso3 text not null
);
