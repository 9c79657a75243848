-- What this file is: one row.
--
-- grain:   schema_version
-- columns:
--   schema_version   version of the tables
--   created_at       when the file was made, UTC
--   created_by       version of warledger that made it
create table ledger (
  schema_version integer not null,
  created_at timestamp not null,
  created_by text not null
);
