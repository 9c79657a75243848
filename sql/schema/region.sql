-- Regions above countries.
--
-- grain:   region
-- columns:
--   region        identifier
--   region_name   name to show
--   note          what a reader must know
create table region (
  region text not null,
  region_name text not null,
  note text
);
