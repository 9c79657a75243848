-- Killed-claims on events under each policy, as numbers with the rank of their tier.
--
-- grain:   source, claim_id, policy
-- source:  claim, claim_policy
-- columns:
--   source            data set of the claim
--   claim_id          the claim
--   source_event_id   the event
--   victim_side       state_forces, civilians, militants, unspecified
--   policy            as_reported, without_perpetrator, official
--   tier              rank of its tier, 1 = most credible
--   figure_low        lowest number it supports, NULL where it only bounds the high      [persons]
--   figure_best       its number; the midpoint where it gives low and high only           [persons]
--   figure_high       largest number it states                                            [persons]
-- note:    a claim that likely repeats another has the tier of what it repeats; a claim without a number is no figure
with tiered as (
  select
    source,
    claim_id,
    source_event_id,
    victim_side,
    value_low,
    value_best,
    value_high,
    coalesce(qualifier, '') = 'up_to' as bounds_high_only,
    case
      when verification = 'disputed' then verification
      else coalesce(repeats_verification, verification)
    end as verification
  from claim
  where metric = 'killed'
    and source_event_id is not null
    and coalesce(value_low, value_best, value_high) is not null
)
select
  tiered.source,
  tiered.claim_id,
  tiered.source_event_id,
  tiered.victim_side,
  claim_policy.policy,
  claim_policy.tier,
  case when not bounds_high_only then coalesce(value_low, value_best) end as figure_low,
  case
    when not bounds_high_only then coalesce(cast(value_best as double), (value_low + value_high) / 2.0)
  end as figure_best,
  greatest(coalesce(value_high, value_best, value_low), coalesce(value_best, value_low, value_high), coalesce(value_low, value_best, value_high)) as figure_high
from tiered
join claim_policy
  on claim_policy.verification = tiered.verification
