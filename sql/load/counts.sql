-- What the load does to the events of its files and to others, in numbers.
select
  (count(*) filter (where kind = 'unchanged'))::bigint as unchanged,
  (count(*) filter (where kind = 'added'))::bigint as added,
  (count(*) filter (where kind = 'revised'))::bigint as revised,
  (count(*) filter (where kind = 'older'))::bigint as older,
  (count(*) filter (where kind = 'removed'))::bigint as removed,
  (count(*) filter (where kind = 'newer'))::bigint as newer,
  (count(*) filter (where kind = 'absent'))::bigint as absent
from change
