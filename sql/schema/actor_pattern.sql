-- Families of actors' names, tried in order after the aliases.
--
-- grain:   position
-- columns:
--   position     order in which they are tried
--   pattern      regular expression for the whole name; {country}, {years} and {unit} stand for parts of it
--   actor_kind   kind of these actors
--   actor_id     identifier, made from the name where NULL
--   actor_name   name to show, as given where NULL
--   note         what a reader must know
create table actor_pattern (
  position integer not null,
  pattern text not null,
  actor_kind text not null,
  actor_id text,
  actor_name text,
  note text
);
