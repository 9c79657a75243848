-- Staged claims that no event is found for, with the reason.
select
  claim_event.file_number::bigint as file_number,
  claim_event.row_number::bigint as row_number,
  staged.claim_id,
  coalesce(staged.source_event_id, concat_ws(', ', staged.event_date::text, staged.event_place, staged.event_actor)) as given,
  claim_event.reason
from claim_event
join stage.claim as staged
  on staged.file_number = claim_event.file_number
  and staged.row_number = claim_event.row_number
where claim_event.reason is not null
order by file_number, row_number
