-- The deadliest events of political violence of a source in a period, with their sides.
--
-- params:  since, until, source, most
-- grain:   source_event_id
-- source:  event, event_actor
-- columns:
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
--   deaths_low          low estimate    [persons]
--   deaths_best         best estimate   [persons]
--   deaths_high         high estimate   [persons]
--   status              final, provisional
--   reported_by         who reported it
with deadliest as (
  select *
  from event
  where source = $source::text
    and disorder = 'political_violence'
    and deaths_best > 0
    and start_date >= $since::date
    and ($until::date is null or start_date <= $until::date)
  order by deaths_best desc, start_date desc, source_event_id
  limit $most::bigint
),
side as (
  select
    event_actor.source_event_id,
    string_agg(distinct event_actor.actor_name, '; ' order by event_actor.actor_name)
      filter (where event_actor.side = 'a') as side_a,
    string_agg(distinct event_actor.actor_name, '; ' order by event_actor.actor_name)
      filter (where event_actor.side = 'b') as side_b
  from event_actor
  join deadliest
    on deadliest.source = event_actor.source
    and deadliest.source_event_id = event_actor.source_event_id
  where event_actor.role = 'side'
  group by event_actor.source_event_id
)
select
  deadliest.source_event_id,
  deadliest.start_date,
  deadliest.end_date,
  deadliest.date_precision,
  deadliest.country,
  deadliest.admin1,
  deadliest.place,
  deadliest.place_precision,
  side.side_a,
  side.side_b,
  deadliest.deaths_low,
  deadliest.deaths_best,
  deadliest.deaths_high,
  deadliest.status,
  deadliest.reported_by
from deadliest
left join side
  on side.source_event_id = deadliest.source_event_id
order by deadliest.deaths_best desc, deadliest.start_date desc, deadliest.source_event_id
