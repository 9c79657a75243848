-- Events in which claims lie furthest apart, for each side that died.
--
-- params:
--   policy   whose claims count, such as as_reported or official   [policy = as_reported]
--   since    first start date                                                [date = 2025-01-01]
--   most     rows of each source                                             [integer = 30]
-- grain:   source, event_source, source_event_id, victim_side
-- source:  event_toll, event
-- columns:
--   source
--   event_source
--   source_event_id
--   start_date
--   country
--   place
--   victim_side
--   claims
--   deaths_low
--   deaths_best
--   deaths_high
--   spread         from the smallest to the largest figure   [persons]
-- note:    The table claim holds each figure with who says it: select claimant, value_best, verification, url from claim where source_event_id = '...'
select
  toll.source,
  toll.event_source,
  toll.source_event_id,
  event.start_date,
  event.country,
  event.place,
  toll.victim_side,
  toll.claims,
  toll.deaths_low,
  toll.deaths_best,
  toll.deaths_high,
  (toll.deaths_high - toll.deaths_low)::bigint as spread
from event_toll as toll
join event
  on event.source = toll.event_source
  and event.source_event_id = toll.source_event_id
where toll.policy = $policy::text
  and event.start_date >= $since::date
  and toll.deaths_high > toll.deaths_low
qualify row_number() over (
  partition by toll.source
  order by toll.deaths_high - toll.deaths_low desc, toll.event_source, toll.source_event_id, toll.victim_side
) <= $most::bigint
order by toll.source, spread desc, toll.event_source, toll.source_event_id, toll.victim_side
