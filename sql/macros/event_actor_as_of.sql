-- Actors of events as they stood after a load.
--
-- params:  load_id
-- grain:   source, source_event_id, side, role, ordinal, actor_name, actor_id
-- source:  event_actor_version
-- engine:  duckdb: a macro with parameters
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
-- note:    the load that is asked for counts: as of load 3 is after load 3
select version.* exclude (ended_load_id)
from event_actor_version as version
where version.load_id <= load_id::integer
  and (version.ended_load_id is null or version.ended_load_id > load_id::integer)
