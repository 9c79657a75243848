-- Events of actors, one row for each actor of an event; a group's members count with it.
--
-- grain:   source, source_event_id, actor_id
-- source:  event_actor, event_measure, actor_member
-- columns:
--   source            source of the event
--   source_event_id   the event
--   actor_id          the actor, or the group that it is a member of on that day
--   on_a              true if it stands on side a
--   on_b              true if it stands on side b
--   attacker_coded    true if the source says who attacked
--   is_attacker       true if the source says that this actor attacked
--   by_member         true if it is there only through a member
--   uncertain         true if every name that means it also means others, at least one of whom took part
-- example: select source, count(*) as events, count(*) filter (where is_attacker) as attacks from group_event where actor_id = 'jnim' group by source
with named as (
  select
    event_actor.source,
    event_actor.source_event_id,
    event_actor.actor_id,
    event_actor.side,
    event_actor.is_attacker,
    event_actor.shared,
    false as by_member
  from event_actor
),
rolled as (
  select * from named
  union all
  select
    named.source,
    named.source_event_id,
    actor_member.group_id as actor_id,
    named.side,
    named.is_attacker,
    named.shared,
    true as by_member
  from named
  join actor_member
    on actor_member.member_id = named.actor_id
    and actor_member.relation = 'member'
  join event_measure as measured
    on measured.source = named.source
    and measured.source_event_id = named.source_event_id
    and (actor_member.valid_from is null or actor_member.valid_from <= measured.start_date)
    and (actor_member.valid_to is null or actor_member.valid_to >= measured.start_date)
)
select
  source,
  source_event_id,
  actor_id,
  bool_or(side = 'a') as on_a,
  bool_or(side = 'b') as on_b,
  bool_or(is_attacker is not null) as attacker_coded,
  bool_or(coalesce(is_attacker, false)) as is_attacker,
  bool_and(by_member) as by_member,
  bool_and(shared = 'uncertain') as uncertain
from rolled
group by source, source_event_id, actor_id
