-- Sources that have been loaded, with what they measure and their terms.
--
-- grain:   source
-- columns:
--   source            identifier of the source
--   title             full name
--   publisher         who publishes it
--   licence           licence in one line
--   licence_url       address of the licence
--   citation          what to cite
--   census            true if it aims at every event of its kind, false for a coded sample
--   redistribute      true if its rows may be passed on
--   has_range         true if it gives a low and a high estimate
--   has_sides         true if it gives deaths by side
--   has_rules         true if some of its numbers stand for words
--   has_claims        true if its deaths are computed from claims
--   kept_table        table of the columns kept under its own names
--   note              what a reader of figures must know
-- example: select source, title, licence, census, note from source
create table source (
  source text not null,
  title text not null,
  publisher text not null,
  licence text not null,
  licence_url text,
  citation text not null,
  census boolean not null,
  redistribute boolean not null,
  has_range boolean not null,
  has_sides boolean not null,
  has_rules boolean not null,
  has_claims boolean not null,
  kept_table text not null,
  note text
);
