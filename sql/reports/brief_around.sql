-- Events around one event in the same source: of a group that is in it, within three days; and at its place, at any time.
--
-- params:  source, source_event_id
-- grain:   how, source_event_id
-- source:  event, event_actor, actor
-- columns:
--   how               same group, same place
--   source_event_id   the event
--   start_date        first day
--   place             place as the source writes it
--   country           country as the source writes it
--   event_subtype     the source's own subtype, else its class
--   group_name        a group that is in both
--   deaths_low        low estimate     [persons]
--   deaths_best       best estimate    [persons]
--   deaths_high       high estimate    [persons]
with it as (
  select source, source_event_id, start_date, country, strip_accents(lower(place)) as place_key, place_precision
  from event
  where source = $source::text
    and source_event_id = $source_event_id::text
),
its_group as (
  select distinct event_actor.actor_id, actor.actor_name
  from event_actor
  join actor
    on actor.actor_id = event_actor.actor_id
    and actor.actor_kind = 'organised_group'
  where event_actor.source = $source::text
    and event_actor.source_event_id = $source_event_id::text
),
near as (
  select
    'same group' as how,
    event.source_event_id,
    min(its_group.actor_name) as group_name
  from event
  join it
    on it.source = event.source
    and it.source_event_id <> event.source_event_id
    and event.start_date between it.start_date - 3 and it.start_date + 3
  join event_actor
    on event_actor.source = event.source
    and event_actor.source_event_id = event.source_event_id
  join its_group
    on its_group.actor_id = event_actor.actor_id
  group by event.source_event_id
  union all
  select
    'same place' as how,
    event.source_event_id,
    null::text as group_name
  from event
  join it
    on it.source = event.source
    and it.source_event_id <> event.source_event_id
    and it.country = event.country
    and it.place_key = strip_accents(lower(event.place))
    and it.place_precision in ('exact', 'near')
    and event.place_precision in ('exact', 'near')
)
select
  near.how,
  event.source_event_id,
  event.start_date,
  event.place,
  event.country,
  coalesce(event.event_subtype, event.event_class) as event_subtype,
  near.group_name,
  event.deaths_low,
  event.deaths_best,
  event.deaths_high
from near
join event
  on event.source = $source::text
  and event.source_event_id = near.source_event_id
order by near.how, event.start_date, event.source_event_id
