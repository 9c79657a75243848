-- Claims on sums over a period: what is published of whole campaigns, never counted and never added.
--
-- params:  metric, victim_side
-- grain:   source, claim_id
-- source:  claim, claim_reading
-- columns:
--   source         data set of the claim
--   claim_id       the claim
--   statement_id   the first claim of its statement
--   claimant       who says it
--   voice          whose word it is: the claimant, or whom the claim likely repeats
--   interest       interested, admission, none
--   reported_by    who published it
--   origin         whose report the page reprints
--   published      date of the page
--   verification   tier as coded
--   qualifier      exactly, at_least, more_than, about, up_to
--   figure         the number stated    [persons]
--   period_start   first day of the sum
--   period_end     last day of the sum
--   region         its region, in the words of the page
select
  claim.source,
  claim.claim_id,
  reading.statement_id,
  claim.claimant,
  reading.voice,
  reading.interest,
  claim.reported_by,
  reading.origin,
  claim.published,
  claim.verification,
  claim.qualifier,
  coalesce(claim.value_best, claim.value_low, claim.value_high)::bigint as figure,
  claim.period_start,
  claim.period_end,
  claim.region
from claim
join claim_reading as reading
  on reading.source = claim.source
  and reading.claim_id = claim.claim_id
where claim.source_event_id is null
  and claim.metric = $metric::text
  and claim.victim_side = $victim_side::text
order by claim.published nulls last, claim.source, claim.claim_id
