-- Published sums over an area, a period and a category, as the newest load has them. They are not events.
--
-- grain:   source, aggregate_id
-- columns:
--   source               source that publishes the sum; never added to another, and never to events
--   aggregate_id         area, period and category as one text
--   area_kind            country, admin1, admin2: how fine the area is
--   area                 name of the area
--   country              country as the source writes it
--   country_key          the same for comparison
--   country_code         code of the country as the source writes it
--   admin1               first-order area as the source writes it, NULL for a country
--   admin1_key           the same for comparison
--   admin1_code          its code as the source writes it
--   admin2               second-order area as the source writes it
--   admin2_code          its code as the source writes it
--   period_kind          week, month
--   period_start         first day of the period
--   period_end           last day of the period
--   category             what is counted, in the source's words; categories may overlap and are never summed
--   subcategory          a part of the category, where the source divides it; the parts do not overlap
--   events               events in the area, the period and the category; NULL where not given       [events]
--   deaths               deaths in these events; NULL where not given                                [persons]
--   population_exposure  people who live near these events, where given                              [persons]
--   content_hash         hash of the row as loaded
--   load_id              load that brought this state
-- example: select country, category, period_start, events, deaths from aggregate where area_kind = 'country' order by all limit 10
create table aggregate (
  source text not null,
  aggregate_id text not null,
  area_kind text not null,
  area text,
  country text,
  country_key text,
  country_code text,
  admin1 text,
  admin1_key text,
  admin1_code text,
  admin2 text,
  admin2_code text,
  period_kind text not null,
  period_start date not null,
  period_end date not null,
  category text not null,
  subcategory text,
  events bigint,
  deaths bigint,
  population_exposure bigint,
  content_hash ubigint not null,
  load_id integer not null
);
