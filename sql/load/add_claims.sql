-- New and revised claims.
insert into claim
select
  $source as source,
  staged.claim_id,
  claim_change.event_source,
  claim_change.source_event_id,
  event_date,
  event_place,
  event_actor,
  part_of,
  metric,
  victim_side,
  value_low,
  value_best,
  value_high,
  qualifier,
  claimant,
  claimant_side,
  interest,
  reported_by,
  origin,
  statement,
  published,
  url,
  verification,
  repeats_verification,
  likely_repeats,
  period_start,
  period_end,
  region,
  note,
  content_hash,
  $load_id as load_id
from stage.claim as staged
join claim_change
  on claim_change.claim_id = staged.claim_id
  and claim_change.file_number = staged.file_number
  and claim_change.row_number = staged.row_number
  and claim_change.kind in ('added', 'revised')
order by staged.claim_id
