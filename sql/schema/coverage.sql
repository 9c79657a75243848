-- Which countries and days a load covers.
--
-- grain:   load_id, country
-- columns:
--   load_id       the load
--   source        its source
--   country       country as the source writes it; NULL = every country of the source
--   covers_from   first day
--   covers_to     last day
--   ended_load_id   load that undid it, NULL = in force
-- example: select source, country, covers_from, covers_to from coverage where ended_load_id is null order by all
create table coverage (
  load_id integer not null,
  source text not null,
  country text,
  covers_from date not null,
  covers_to date not null,
  ended_load_id integer
);
