-- Dead of each victim side in events that claims speak of, under each policy.
--
-- grain:   source, event_source, source_event_id, policy, victim_side
-- source:  claim_figure, policy
-- columns:
--   source            data set of the claims
--   event_source      source of the event
--   source_event_id   the event
--   policy            name of the policy
--   victim_side       state_forces, civilians, militants, unspecified
--   counted_in        event that it lies inside and that has a figure too: in a sum only that one counts
--   claims            claims that the policy lets in; distinct statements where it counts those   [claims]
--   deaths_low        smallest figure stated                                                      [persons]
--   deaths_best       median, or what the policy says, of the figures of the most credible tier that has one   [persons]
--   deaths_high       largest figure stated                                                       [persons]
-- example: select source_event_id, policy, deaths_low, deaths_best, deaths_high from event_toll where victim_side = 'state_forces' order by deaths_best desc limit 10
with figure as (
  select *
  from claim_figure
  where metric = 'killed'
),
tier as (
  select
    source,
    event_source,
    source_event_id,
    policy,
    victim_side,
    max(part_of) as part_of,
    min(tier) filter (where figure_best is not null) as best_tier
  from figure
  group by source, event_source, source_event_id, policy, victim_side
),
chosen as (
  select
    figure.source,
    figure.event_source,
    figure.source_event_id,
    figure.policy,
    figure.victim_side,
    tier.part_of,
    figure.figure_low,
    figure.figure_high,
    case when figure.tier = tier.best_tier then figure.figure_best end as figure_best
  from figure
  join tier
    on tier.source = figure.source
    and tier.event_source = figure.event_source
    and tier.source_event_id = figure.source_event_id
    and tier.policy = figure.policy
    and tier.victim_side = figure.victim_side
)
select
  chosen.source,
  chosen.event_source,
  chosen.source_event_id,
  chosen.policy,
  chosen.victim_side,
  max(whole.source_event_id) as counted_in,
  count(*)::bigint as claims,
  min(chosen.figure_low)::bigint as deaths_low,
  round(
    case max(policy.best)
      when 'mean' then avg(chosen.figure_best)
      when 'lowest' then min(chosen.figure_best)
      when 'highest' then max(chosen.figure_best)
      else median(chosen.figure_best)
    end
  )::bigint as deaths_best,
  max(chosen.figure_high)::bigint as deaths_high
from chosen
join policy
  on policy.policy = chosen.policy
left join tier as whole
  on whole.source = chosen.source
  and whole.event_source = chosen.event_source
  and whole.source_event_id = chosen.part_of
  and whole.source_event_id <> chosen.source_event_id
  and whole.policy = chosen.policy
  and whole.victim_side = chosen.victim_side
group by chosen.source, chosen.event_source, chosen.source_event_id, chosen.policy, chosen.victim_side
