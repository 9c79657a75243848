-- Events of the files that something newer has ended already: an older file does not bring them back.
--
-- Newer is a snapshot of a later release or with later uploads, a deletion, or a load that came after this very file.
create or replace temp table superseded as
with staged as (
  select incoming.source_event_id, event.start_date, event.country, incoming_version.version
  from incoming
  join stage.event as event
    on event.file_number = incoming.file_number
    and event.row_number = incoming.row_number
  left join incoming_version
    on incoming_version.source_event_id = incoming.source_event_id
),
snapshot as (
  select load.release_rank, load.newest_upload, coverage.country, coverage.covers_from, coverage.covers_to
  from load
  join coverage
    on coverage.load_id = load.load_id
    and coverage.ended_load_id is null
  where load.source = $source
    and load.mode = 'snapshot'
)
select staged.source_event_id
from staged
join snapshot
  on staged.start_date between snapshot.covers_from and snapshot.covers_to
  and (snapshot.country is null or snapshot.country = staged.country)
  and (snapshot.release_rank > $release_rank::bigint or snapshot.newest_upload >= staged.version)
union
select staged.source_event_id
from staged
join deletion
  on deletion.source = $source
  and deletion.source_event_id = staged.source_event_id
  and deletion.deleted_at >= staged.version
  and deletion.ended_load_id is null
union
select staged.source_event_id
from staged
join event_history
  on event_history.source = $source
  and event_history.source_event_id = staged.source_event_id
  and event_history.ended_load_id > $known_load::integer
