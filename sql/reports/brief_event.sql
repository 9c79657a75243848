-- One event with its parties, as a brief tells it.
--
-- params:  source, source_event_id
-- grain:   source, source_event_id
-- source:  event, event_actor, actor, source
-- columns:
--   source            source that codes the event
--   source_event_id   the source's identifier
--   start_date        first day
--   end_date          last day
--   date_precision    day, days, week, month, longer
--   country           country as the source writes it
--   admin1            first-order area
--   place             place as the source writes it
--   place_precision   exact, near, district, region, area, country, international
--   event_class       the source's class of events
--   event_subtype     the source's own subtype
--   status            final, provisional
--   attackers         parties that the source codes as attacking
--   side_a            parties on side a
--   side_b            parties on side b
--   has_state         true if state forces or auxiliaries are a party
--   has_militants     true if an organised or unidentified armed group is one
--   has_civilians     true if civilians are one
--   has_claims        true if the source's deaths are computed from claims
--   deaths_low        low estimate     [persons]
--   deaths_best       best estimate    [persons]
--   deaths_high       high estimate    [persons]
--   summary           the source's own words
with side as (
  select
    string_agg(distinct event_actor.actor_name, '; ' order by event_actor.actor_name)
      filter (where event_actor.is_attacker) as attackers,
    string_agg(distinct event_actor.actor_name, '; ' order by event_actor.actor_name)
      filter (where event_actor.side = 'a' and event_actor.role = 'side') as side_a,
    string_agg(distinct event_actor.actor_name, '; ' order by event_actor.actor_name)
      filter (where event_actor.side = 'b' and event_actor.role = 'side') as side_b,
    bool_or(actor.actor_kind in ('state_forces', 'auxiliary')) as has_state,
    bool_or(actor.actor_kind in ('organised_group', 'unidentified')) as has_militants,
    bool_or(actor.actor_kind = 'civilians') as has_civilians
  from event_actor
  join actor
    on actor.actor_id = event_actor.actor_id
  where event_actor.source = $source::text
    and event_actor.source_event_id = $source_event_id::text
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
  event.event_class,
  event.event_subtype,
  event.status,
  side.attackers,
  side.side_a,
  side.side_b,
  coalesce(side.has_state, false) as has_state,
  coalesce(side.has_militants, false) as has_militants,
  coalesce(side.has_civilians, false) or coalesce(event.civilian_targeting, false) as has_civilians,
  source.has_claims,
  event.deaths_low,
  event.deaths_best,
  event.deaths_high,
  event.summary
from event
join source
  on source.source = event.source
cross join side
where event.source = $source::text
  and event.source_event_id = $source_event_id::text
