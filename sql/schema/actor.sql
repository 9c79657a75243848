-- Actors: those of the reference data, those that a pattern makes, and those that only a source names.
--
-- grain:   actor_id
-- columns:
--   actor_id     identifier
--   actor_name   name to show
--   actor_kind   state_forces, auxiliary, organised_group, communal, civilians, unidentified, placeholder, rioters, protesters, external, unknown
--   origin       reference, pattern, source; former: only earlier states of events name it
--   note         what a reader must know
-- example: select actor_kind, count(*) as actors from actor group by all order by actors desc
create table actor (
  actor_id text not null,
  actor_name text not null,
  actor_kind text not null,
  origin text not null,
  note text
);
