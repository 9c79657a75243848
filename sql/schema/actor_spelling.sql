-- Every name that a source has used, with the actors that it means.
--
-- grain:   source, actor_name, part
-- columns:
--   source       source that uses the name
--   actor_name   name as given
--   part         position of the actor in the name, from 1
--   actor_id     the actor
--   shared       sole, joint, uncertain
--   origin       reference, pattern, source
-- example: select source, actor_name, shared from actor_spelling where actor_id = 'jnim' order by all
create table actor_spelling (
  source text not null,
  actor_name text not null,
  part integer not null,
  actor_id text not null,
  shared text not null,
  origin text not null
);
