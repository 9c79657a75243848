-- Actors of events as the newest load has them: one row for each actor that a name means.
--
-- grain:   source, source_event_id, side, role, ordinal, actor_name, actor_id
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
-- example: select actor_name, shared, count(*) as events from event_actor where actor_id = 'jnim' group by all order by all
create table event_actor (
  source text not null,
  source_event_id text not null,
  side text not null,
  role text not null,
  ordinal integer not null,
  actor_name text not null,
  actor_id text not null,
  shared text not null,
  is_attacker boolean,
  source_kind text,
  load_id integer not null
);
