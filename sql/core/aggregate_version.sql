-- Every state that a published sum has had, earlier ones and the present one.
--
-- grain:   source, aggregate_id, load_id
-- source:  aggregate, aggregate_history
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
--   ended_load_id        load that replaced or removed it, NULL while it stands
-- note:    a state stands as of a load if its load_id is not greater, and its ended_load_id is NULL or greater
select aggregate.*, cast(null as integer) as ended_load_id
from aggregate
union all
select *
from aggregate_history
