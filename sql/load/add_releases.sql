-- Which release has given the load's events, where no later one has.
insert into event_release
select $source as source, change.source_event_id, $release_rank::bigint as release_rank, $load_id as load_id
from change
left join known_release
  on known_release.source_event_id = change.source_event_id
where change.kind in ('added', 'revised', 'unchanged')
  and coalesce(known_release.release_rank < $release_rank::bigint, true)
order by change.source_event_id
