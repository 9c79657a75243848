-- Loads of a source, oldest first, as provenance names them.
--
-- params:  source
-- grain:   load_id
-- source:  load
-- columns:
--   load_id       number of the load
--   mode          what kind of change it was
--   release       release, where known
--   file_name     names of the files
--   file_sha256   their SHA-256
--   loaded_at     when it was loaded, UTC
--   accessed_on   when the files were obtained, where told
select
  load_id,
  mode,
  release,
  file_name,
  file_sha256,
  strftime(loaded_at, '%Y-%m-%d %H:%M:%S') as loaded_at,
  accessed_on
from load
where source = $source
order by load_id
