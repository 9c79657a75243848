-- Attacks of groups that can be set in time and place: what clusters of simultaneous attacks are made of.
--
-- grain:   source, actor_id, source_event_id
-- source:  event_actor, event, actor, actor_member, claim
-- columns:
--   source            source of the event
--   actor_id          the group; its members' attacks are its own
--   source_event_id   the event
--   start_date        first day
--   end_date          last day, at most one day later
--   latitude          of the place or a centroid   [degrees]
--   longitude         of the place or a centroid   [degrees]
-- note:    an event in which the source codes the group as attacker, or a battle with it of which the source does not say who attacked; dated to a day or two and with coordinates. A name that may mean another group ("A and/or B") does not count. State and external forces, communities, civilians, unidentified groups and other labels for many are left out. An event that the source's own claims place inside another attack of the group (part_of) is counted there alone
with dated as (
  select
    source,
    source_event_id,
    start_date,
    end_date,
    latitude,
    longitude,
    event_class in ('Battles', 'state_based', 'non_state') as is_battle
  from event
  where date_precision in ('day', 'days')
    and end_date <= start_date + 1
    and latitude is not null
    and longitude is not null
),
named as (
  select
    event_actor.source,
    event_actor.source_event_id,
    event_actor.actor_id,
    dated.start_date,
    dated.end_date,
    dated.latitude,
    dated.longitude
  from event_actor
  join dated
    on dated.source = event_actor.source
    and dated.source_event_id = event_actor.source_event_id
  where event_actor.shared <> 'uncertain'
    and (event_actor.is_attacker or (event_actor.is_attacker is null and dated.is_battle))
    -- What only a source names is of the kind that it codes in this event: another source's load cannot change that.
    and (event_actor.source_kind is null or event_actor.source_kind in ('organised_group', 'auxiliary', 'unknown'))
),
grouped as (
  select * from named
  union all
  select
    named.source,
    named.source_event_id,
    actor_member.group_id as actor_id,
    named.start_date,
    named.end_date,
    named.latitude,
    named.longitude
  from named
  join actor_member
    on actor_member.member_id = named.actor_id
    and actor_member.relation = 'member'
    and (actor_member.valid_from is null or actor_member.valid_from <= named.start_date)
    and (actor_member.valid_to is null or actor_member.valid_to >= named.start_date)
),
-- An attack on one of several towns lies inside the attack on all of them.
part as (
  select distinct source, source_event_id, part_of
  from claim
  where event_source = source
    and part_of is not null
    and part_of <> source_event_id
),
inside as (
  select distinct part.source, part.source_event_id, whole.actor_id
  from part
  join grouped as whole
    on whole.source = part.source
    and whole.source_event_id = part.part_of
)
select distinct
  grouped.source,
  grouped.actor_id,
  grouped.source_event_id,
  grouped.start_date,
  grouped.end_date,
  grouped.latitude,
  grouped.longitude
from grouped
left join actor
  on actor.actor_id = grouped.actor_id
left join inside
  on inside.source = grouped.source
  and inside.source_event_id = grouped.source_event_id
  and inside.actor_id = grouped.actor_id
where inside.source is null
  and (coalesce(actor.origin, 'source') = 'source' or actor.actor_kind in ('organised_group', 'auxiliary', 'unknown'))
