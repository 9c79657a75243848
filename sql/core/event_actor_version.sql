-- Actors of every state that an event has had, earlier ones and the present one.
--
-- grain:   source, source_event_id, side, role, ordinal, actor_name, actor_id, load_id
-- source:  event_actor, event_actor_history
-- columns:
--   source            source of the event
--   source_event_id   the event
--   side              a, b
--   role              side: a party to the event; associate: with a party
--   ordinal           position of the actor's column in the source
--   actor_name        name as the source gives it
--   actor_id          the actor that it means
--   shared            sole; joint (the name lists several); uncertain (at least one of several)
--   is_attacker       true or false where the source says who attacked, else NULL
--   source_kind       kind of actor as the source codes it
--   load_id           load that brought this state
--   ended_load_id     load that replaced or removed it, NULL while it stands
-- note:    a state stands as of a load if its load_id is not greater, and its ended_load_id is NULL or greater
select event_actor.*, cast(null as integer) as ended_load_id
from event_actor
union all
select *
from event_actor_history
