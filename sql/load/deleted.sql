-- What a list of deletions does to each of its events: removed, newer (uploaded after its deletion) or absent.
create or replace temp table change as
with listed as (
  select source_event_id, max(deleted_at) as deleted_at
  from stage.deletion
  group by source_event_id
)
select
  listed.source_event_id,
  null::integer as file_number,
  null::bigint as row_number,
  event.content_hash,
  false as monadic,
  false as attacker_coded,
  case
    when event.source_event_id is null then 'absent'
    when current_version.version > listed.deleted_at then 'newer'
    else 'removed'
  end as kind
from listed
left join event
  on event.source = $source
  and event.source_event_id = listed.source_event_id
left join current_version
  on current_version.source = $source
  and current_version.source_event_id = listed.source_event_id
