-- Dead of each victim side in events of claims data, under each policy.
--
-- grain:   source, source_event_id, policy, victim_side
-- source:  claim_figure
-- columns:
--   source            data set of the event
--   source_event_id   the event
--   policy            as_reported, without_perpetrator, official
--   victim_side       state_forces, civilians, militants, unspecified
--   claims            claims that the policy lets in                                [claims]
--   deaths_low        smallest figure stated                                        [persons]
--   deaths_best       median of the figures of the most credible tier that has one  [persons]
--   deaths_high       largest figure stated                                         [persons]
with tier as (
  select
    source,
    source_event_id,
    policy,
    victim_side,
    min(tier) filter (where figure_best is not null) as best_tier
  from claim_figure
  group by source, source_event_id, policy, victim_side
)
select
  figure.source,
  figure.source_event_id,
  figure.policy,
  figure.victim_side,
  count(*)::bigint as claims,
  min(figure.figure_low)::bigint as deaths_low,
  round(median(case when figure.tier = tier.best_tier then figure.figure_best end))::bigint as deaths_best,
  max(figure.figure_high)::bigint as deaths_high
from claim_figure as figure
join tier
  on tier.source = figure.source
  and tier.source_event_id = figure.source_event_id
  and tier.policy = figure.policy
  and tier.victim_side = figure.victim_side
group by figure.source, figure.source_event_id, figure.policy, figure.victim_side
