-- Events behind an answer, with their sides.
--
-- params:  order_by, most
-- grain:   source, source_event_id
-- source:  event, event_actor, selected
-- columns:
--   source              source that codes the event
--   source_event_id     the source's identifier
--   start_date          first day
--   end_date            last day
--   date_precision      day, days, week, month, longer
--   country             country as the source writes it
--   admin1              first-order area
--   place               place as the source writes it
--   place_precision     exact, near, district, region, area, country, international
--   side_a              parties on side a, as the source names them
--   side_b              parties on side b
--   event_class         the source's class of events
--   event_subtype       the source's own subtype
--   disorder            political_violence, demonstrations, strategic_developments
--   civilian_targeting  true if civilians are coded as the target
--   deaths_low          low estimate    [persons]
--   deaths_best         best estimate   [persons]
--   deaths_high         high estimate   [persons]
--   deaths_rule         unknown_zero, coded_value, none
--   range_repaired      true if low or high had to be widened
--   status              final, provisional
--   latitude            of the place or a centroid, see place_precision   [degrees]
--   longitude           of the place or a centroid, see place_precision   [degrees]
--   load_id             load that brought this state
with side as (
  select
    event_actor.source,
    event_actor.source_event_id,
    string_agg(distinct event_actor.actor_name, '; ' order by event_actor.actor_name)
      filter (where event_actor.side = 'a') as side_a,
    string_agg(distinct event_actor.actor_name, '; ' order by event_actor.actor_name)
      filter (where event_actor.side = 'b') as side_b
  from event_actor
  semi join selected
    on selected.source = event_actor.source
    and selected.source_event_id = event_actor.source_event_id
  where event_actor.role = 'side'
  group by event_actor.source, event_actor.source_event_id
)
select
  event.source,
  event.source_event_id,
  event.start_date,
  event.end_date,
  event.date_precision,
  event.country,
  event.admin1,
  event.place,
  event.place_precision,
  side.side_a,
  side.side_b,
  event.event_class,
  event.event_subtype,
  event.disorder,
  event.civilian_targeting,
  event.deaths_low,
  event.deaths_best,
  event.deaths_high,
  event.deaths_rule,
  event.range_repaired,
  event.status,
  event.latitude,
  event.longitude,
  event.load_id
from event
semi join selected
  on selected.source = event.source
  and selected.source_event_id = event.source_event_id
left join side
  on side.source = event.source
  and side.source_event_id = event.source_event_id
order by
  case when $order_by = 'deaths' then coalesce(event.deaths_best, -1) end desc,
  event.start_date desc,
  event.source,
  event.source_event_id
limit coalesce($most::bigint, 9223372036854775807)
