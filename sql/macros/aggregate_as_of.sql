-- Published sums as they stood after a load.
--
-- params:  load_id
-- grain:   source, aggregate_id
-- source:  aggregate_version
-- engine:  duckdb: a macro with parameters
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
-- note:    the load that is asked for counts: as of load 3 is after load 3
select version.* exclude (ended_load_id)
from aggregate_version as version
where version.load_id <= load_id::integer
  and (version.ended_load_id is null or version.ended_load_id > load_id::integer)
