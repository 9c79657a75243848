-- Known spellings of actors' names, compared without case, accents and apostrophes.
--
-- grain:   alias, source
-- columns:
--   alias      the spelling
--   actor_id   the actor
--   source     only in this source; NULL = anywhere
create table actor_alias (
  alias text not null,
  actor_id text not null,
  source text
);
