-- New and changed claims.
insert into claim
select
  $source as source,
  claim_id,
  source_event_id,
  metric,
  victim_side,
  value_low,
  value_best,
  value_high,
  qualifier,
  claimant,
  reported_by,
  origin,
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
from stage.claim
where claim_id not in (select claim_id from claim where source = $source)
qualify row_number() over (partition by claim_id order by file_number, row_number) = 1
order by claim_id
