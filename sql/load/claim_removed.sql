-- Claims on events that the load removes.
insert into claim_change
select
  claim.claim_id,
  null as file_number,
  null as row_number,
  null as event_source,
  null as source_event_id,
  claim.source_event_id as former_event_id,
  'removed' as kind
from claim
join change
  on change.source_event_id = claim.source_event_id
  and change.kind = 'removed'
anti join claim_change as given
  on given.claim_id = claim.claim_id
where claim.source = $source
  and claim.event_source = $source
