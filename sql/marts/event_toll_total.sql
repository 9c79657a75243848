-- Dead of all sides in events that claims speak of, under each policy.
--
-- grain:   source, event_source, source_event_id, policy
-- source:  event_toll
-- columns:
--   source                data set of the claims
--   event_source          source of the event
--   source_event_id       the event
--   policy                name of the policy
--   state_forces_best     dead of state forces and their auxiliaries   [persons]
--   civilians_best        dead civilians                               [persons]
--   militants_best        dead of armed groups                         [persons]
--   unspecified_best      what figures without a side add to the sum   [persons]
--   deaths_low            sum over sides, or the figure without a side where that is larger   [persons]
--   deaths_best           the same of the best figures                                        [persons]
--   deaths_high           the same of the highest figures                                     [persons]
-- note:    a figure without a side is never added to figures with one; what is counted in a larger event is left out here
-- example: select source_event_id, state_forces_best, civilians_best, militants_best from event_toll_total where policy = 'as_reported' limit 10
with side as (
  select
    source,
    event_source,
    source_event_id,
    policy,
    sum(deaths_best) filter (where victim_side = 'state_forces') as state_forces_best,
    sum(deaths_best) filter (where victim_side = 'civilians') as civilians_best,
    sum(deaths_best) filter (where victim_side = 'militants') as militants_best,
    sum(deaths_low) filter (where victim_side <> 'unspecified') as sides_low,
    sum(deaths_best) filter (where victim_side <> 'unspecified') as sides_best,
    sum(deaths_high) filter (where victim_side <> 'unspecified') as sides_high,
    sum(deaths_low) filter (where victim_side = 'unspecified') as whole_low,
    sum(deaths_best) filter (where victim_side = 'unspecified') as whole_best,
    sum(deaths_high) filter (where victim_side = 'unspecified') as whole_high
  from event_toll
  where counted_in is null
  group by source, event_source, source_event_id, policy
)
select
  source,
  event_source,
  source_event_id,
  policy,
  state_forces_best::bigint as state_forces_best,
  civilians_best::bigint as civilians_best,
  militants_best::bigint as militants_best,
  case
    when whole_best is null then null
    else greatest(whole_best - coalesce(sides_best, 0), 0)
  end::bigint as unspecified_best,
  greatest(coalesce(sides_low, whole_low), coalesce(whole_low, sides_low))::bigint as deaths_low,
  greatest(coalesce(sides_best, whole_best), coalesce(whole_best, sides_best))::bigint as deaths_best,
  greatest(coalesce(sides_high, whole_high), coalesce(whole_high, sides_high))::bigint as deaths_high
from side
