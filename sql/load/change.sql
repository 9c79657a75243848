-- What the load does to each event of its files: added, revised, unchanged, or older and left alone.
--
-- Upload stamps decide where the source gives them, then the order of releases, then whether a later load has come
-- after this very file. Without any of these the load is the newer one.
create or replace temp table change as
select
  incoming.source_event_id,
  incoming.file_number,
  incoming.row_number,
  incoming.content_hash,
  incoming.monadic,
  incoming.attacker_coded,
  case
    when event.source_event_id is null
      then case when superseded.source_event_id is null then 'added' else 'older' end
    when event.content_hash = incoming.content_hash then 'unchanged'
    when incoming_version.version <> current_version.version
      then case when incoming_version.version < current_version.version then 'older' else 'revised' end
    when $release_rank::bigint <> known_release.release_rank
      then case when $release_rank::bigint < known_release.release_rank then 'older' else 'revised' end
    when event.load_id > $known_load::integer then 'older'
    else 'revised'
  end as kind
from incoming
left join event
  on event.source = $source
  and event.source_event_id = incoming.source_event_id
left join superseded
  on superseded.source_event_id = incoming.source_event_id
left join incoming_version
  on incoming_version.source_event_id = incoming.source_event_id
left join current_version
  on current_version.source = $source
  and current_version.source_event_id = incoming.source_event_id
left join known_release
  on known_release.source_event_id = incoming.source_event_id
