-- Figures of claims on events under each policy that lets them in, with the rank of their tier.
--
-- grain:   source, claim_id, policy
-- source:  claim_admitted
-- columns:
--   source            data set of the claim
--   claim_id          the claim
--   event_source      source of the event
--   source_event_id   the event
--   part_of           event that it lies inside
--   metric            killed, injured, arrested, captured_or_missing, displaced
--   victim_side       state_forces, civilians, militants, unspecified
--   policy            name of the policy
--   tier              rank of its tier, 1 = most credible
--   voice             whose word it is: the claimant, or whom the claim likely repeats
--   interest          interested, admission, none
--   statement_id      the first claim of its statement
--   figure_low        lowest number it supports, NULL where it only bounds the high      [persons]
--   figure_best       its number; the midpoint where it gives low and high only           [persons]
--   figure_high       largest number it states                                            [persons]
-- note:    a claim without a number is no figure; where a policy counts statements, the most credible claim of each stands for all
-- example: select policy, victim_side, figure_low, figure_best, figure_high from claim_figure where source_event_id = '2025-06-01-boulikessi' order by all
with ranked as (
  select
    *,
    row_number() over (partition by policy, source, statement_id order by tier, claim_id) as occurrence
  from claim_admitted
)
select
  source,
  claim_id,
  event_source,
  source_event_id,
  part_of,
  metric,
  victim_side,
  policy,
  tier,
  voice,
  interest,
  statement_id,
  figure_low,
  figure_best,
  figure_high
from ranked
where counts = 'rows' or occurrence = 1
