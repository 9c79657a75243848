-- Which release has given the load's events; the later one stays where an older file repeats them.
create or replace temp table given_release as
select change.source_event_id, greatest($release_rank::bigint, known.release_rank) as release_rank
from change
left join event_release as known
  on known.source = $source
  and known.source_event_id = change.source_event_id
where change.kind in ('added', 'revised', 'unchanged')
  and known.release_rank is distinct from greatest($release_rank::bigint, known.release_rank)
