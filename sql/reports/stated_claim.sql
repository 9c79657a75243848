-- The claims of a name, as statements to be checked.
--
-- params:  source, claim_id
-- grain:   source, claim_id
-- source:  claim, claim_reading
select
  claim.source,
  claim.claim_id,
  reading.statement_id,
  claim.claimant,
  claim.reported_by,
  claim.origin,
  claim.published,
  claim.verification,
  claim.metric,
  claim.victim_side,
  claim.qualifier,
  coalesce(claim.value_best, claim.value_low, claim.value_high)::bigint as figure,
  case when claim.value_best is null and claim.value_low < claim.value_high then claim.value_high end::bigint as figure_to,
  claim.event_source,
  claim.source_event_id,
  claim.period_start,
  claim.period_end,
  claim.region
from claim
join claim_reading as reading
  on reading.source = claim.source
  and reading.claim_id = claim.claim_id
where claim.claim_id = $claim_id::text
  and ($source::text is null or claim.source = $source::text)
order by claim.source
