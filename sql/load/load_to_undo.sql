-- A load, and the load that has undone it already.
select
  load.source,
  load.mode,
  load.licence,
  load.citation,
  later.load_id::text as undone_by
from load
left join load as later
  on later.undoes = load.load_id
where load.load_id = $undone
