-- Known actors, as the reference data in force give them.
--
-- grain:   actor_id
-- columns:
--   actor_id     identifier
--   actor_name   name to show
--   actor_kind   kind of actor
--   note         what a reader must know
create table actor_reference (
  actor_id text not null,
  actor_name text not null,
  actor_kind text not null,
  note text
);
