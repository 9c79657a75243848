-- What the load does to each claim of its files: added, revised, unchanged, or older and left alone.
create or replace temp table claim_change as
select
  staged.claim_id,
  staged.file_number,
  staged.row_number,
  staged.event_source,
  staged.source_event_id,
  known.source_event_id as former_event_id,
  case
    when known.claim_id is null
      then case when ended.claim_id is null then 'added' else 'older' end
    when known.content_hash = staged.content_hash
      and known.event_source is not distinct from staged.event_source
      and known.source_event_id is not distinct from staged.source_event_id
      then 'unchanged'
    when known.load_id > $known_load::integer then 'older'
    else 'revised'
  end as kind
from (
  select
    held.claim_id,
    held.file_number,
    held.row_number,
    held.content_hash,
    claim_event.event_source,
    claim_event.source_event_id
  from stage.claim as held
  join claim_event
    on claim_event.file_number = held.file_number
    and claim_event.row_number = held.row_number
    and claim_event.reason is null
  qualify row_number() over (partition by held.claim_id order by held.file_number, held.row_number) = 1
) as staged
left join claim as known
  on known.source = $source
  and known.claim_id = staged.claim_id
left join (
  select distinct claim_id
  from claim_history
  where source = $source
    and ended_load_id > $known_load::integer
) as ended
  on ended.claim_id = staged.claim_id
