-- Claims on events that each policy lets in, echoes among them, as numbers with the rank of their tier.
--
-- grain:   source, claim_id, policy
-- source:  claim_reading, claim_policy, policy, policy_term
-- columns:
--   source            data set of the claim
--   claim_id          the claim
--   event_source      source of the event
--   source_event_id   the event
--   part_of           event that it lies inside
--   metric            killed, injured, arrested, captured_or_missing, displaced
--   victim_side       state_forces, civilians, militants, unspecified
--   policy            name of the policy
--   counts            rows, or statements: what the policy counts
--   tier              rank of its tier, 1 = most credible
--   claimant          who says it
--   voice             whose word it is: the claimant, or whom the claim likely repeats
--   qualifier         exactly, at_least, more_than, about, up_to, fewer_than, or a word
--   interest          interested, admission, none
--   statement_id      the first claim of its statement
--   figure_low        lowest number it supports, NULL where it only bounds the high      [persons]
--   figure_best       its number; the midpoint where it gives low and high only           [persons]
--   figure_high       largest number it states                                            [persons]
-- note:    a claim without a number is no figure
with figure as (
  select *
  from claim_reading
  where source_event_id is not null
    and figure_high is not null
),
asked as (
  select policy, count(distinct field) as fields
  from policy_term
  where admits
  group by policy
),
named as (
  select
    figure.source,
    figure.claim_id,
    term.policy,
    count(distinct case when term.admits then term.field end) as admitted_fields,
    count(case when not term.admits then 1 end) as shut_out
  from figure
  join policy_term as term
    on term.value = case term.field when 'claimant' then lower(figure.claimant) else lower(figure.origin) end
  group by figure.source, figure.claim_id, term.policy
),
admitted as (
  select
    figure.*,
    policy.policy,
    policy.counts,
    claim_policy.tier
  from figure
  join claim_policy
    on claim_policy.verification = figure.verification
  join policy
    on policy.policy = claim_policy.policy
  left join asked
    on asked.policy = policy.policy
  left join named
    on named.policy = policy.policy
    and named.source = figure.source
    and named.claim_id = figure.claim_id
  where (policy.drops_interested = 'no' or figure.interest <> 'interested')
    and coalesce(named.shut_out, 0) = 0
    and coalesce(named.admitted_fields, 0) = coalesce(asked.fields, 0)
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
  counts,
  tier,
  claimant,
  voice,
  qualifier,
  interest,
  statement_id,
  figure_low,
  figure_best,
  figure_high
from admitted
