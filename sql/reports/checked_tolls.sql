-- Figures of selected events under each policy, from all claims and without each voice.
--
-- params:  metric, victim_side, policy, without_source, without_statement
-- grain:   pool, policy, without, event_source, source_event_id
-- source:  claim_admitted, policy, selected
-- columns:
--   pool              own: claims of the event's own data set; added: these and the claims of others on its events
--   policy            name of the policy
--   position          its place in answers
--   without           voice that is left out, NULL for none
--   event_source      source of the event
--   source_event_id   the event
--   part_of           event that it lies inside
--   figure_low        smallest figure; of all sides, the sum or the figure without a side where that is larger   [persons]
--   figure_best       the best one, likewise                                                                  [persons]
--   figure_high       the largest one, likewise                                                               [persons]
--   least             smallest number that the figures allow: one more than theirs where all of the smallest say more than   [persons]
--   most              largest number that they state, one more or less where it is said to be more or fewer than that       [persons]
--   is_open           true if a largest figure is said to be at least or more than that: nothing bounds it
--   statements        distinct statements behind it                                                           [statements]
-- note:    a voice is left out with every row that it says and every row that likely repeats it. $victim_side 'all' adds up the sides of an event; $without_statement is the statement that is being checked
with taken as (
  select admitted.*
  from claim_admitted as admitted
  semi join selected
    on selected.source = admitted.event_source
    and selected.source_event_id = admitted.source_event_id
  where admitted.metric = $metric::text
    and ($victim_side::text = 'all' or admitted.victim_side = $victim_side::text)
    and ($policy::text is null or admitted.policy = $policy::text)
    and (
      $without_statement::text is null
      or admitted.source <> $without_source::text
      or admitted.statement_id <> $without_statement::text
    )
),
pooled as (
  select 'own' as pool, *
  from taken
  where source = event_source
  union all
  select 'added' as pool, *
  from taken
  where event_source in (select event_source from taken where source <> event_source)
),
omitted as (
  select null::text as without
  union
  select distinct voice as without
  from pooled
  union
  select distinct claimant as without
  from pooled
),
ranked as (
  select
    pooled.*,
    omitted.without,
    row_number() over (
      partition by omitted.without, pooled.pool, pooled.policy, pooled.source, pooled.statement_id
      order by pooled.tier, pooled.claim_id
    ) as occurrence
  from pooled
  join omitted
    on omitted.without is distinct from pooled.voice
    and omitted.without is distinct from pooled.claimant
),
figure as (
  select *
  from ranked
  where counts = 'rows' or occurrence = 1
),
tiered as (
  select
    *,
    min(case when figure_best is not null then tier end) over (
      partition by pool, policy, without, event_source, source_event_id, victim_side
    ) as best_tier
  from figure
),
side as (
  select
    tiered.pool,
    tiered.policy,
    policy.position,
    tiered.without,
    tiered.event_source,
    tiered.source_event_id,
    tiered.victim_side,
    max(tiered.part_of) as part_of,
    min(tiered.figure_low) as figure_low,
    round(
      case policy.best
        when 'mean' then avg(case when tiered.tier = tiered.best_tier then tiered.figure_best end)
        when 'lowest' then min(case when tiered.tier = tiered.best_tier then tiered.figure_best end)
        when 'highest' then max(case when tiered.tier = tiered.best_tier then tiered.figure_best end)
        else median(case when tiered.tier = tiered.best_tier then tiered.figure_best end)
      end
    ) as figure_best,
    max(tiered.figure_high) as figure_high,
    min(tiered.figure_low + case when tiered.qualifier = 'more_than' then 1 else 0 end) as least,
    max(
      tiered.figure_high
      + case tiered.qualifier when 'more_than' then 1 when 'fewer_than' then -1 else 0 end
    ) as most,
    coalesce(
      max(case when tiered.qualifier in ('at_least', 'more_than') then tiered.figure_high end) >= max(tiered.figure_high),
      false
    ) as is_open,
    count(distinct tiered.source || ' ' || tiered.statement_id) as statements
  from tiered
  join policy
    on policy.policy = tiered.policy
  group by
    tiered.pool, tiered.policy, policy.position, policy.best, tiered.without, tiered.event_source, tiered.source_event_id,
    tiered.victim_side
)
select
  pool,
  policy,
  position::bigint as position,
  without,
  event_source,
  source_event_id,
  max(part_of) as part_of,
  greatest(
    sum(figure_low) filter (where victim_side <> 'unspecified'), max(figure_low) filter (where victim_side = 'unspecified')
  )::bigint as figure_low,
  greatest(
    sum(figure_best) filter (where victim_side <> 'unspecified'), max(figure_best) filter (where victim_side = 'unspecified')
  )::bigint as figure_best,
  greatest(
    sum(figure_high) filter (where victim_side <> 'unspecified'), max(figure_high) filter (where victim_side = 'unspecified')
  )::bigint as figure_high,
  greatest(
    sum(least) filter (where victim_side <> 'unspecified'), max(least) filter (where victim_side = 'unspecified')
  )::bigint as least,
  greatest(
    sum(most) filter (where victim_side <> 'unspecified'), max(most) filter (where victim_side = 'unspecified')
  )::bigint as most,
  bool_or(is_open) as is_open,
  sum(statements)::bigint as statements
from side
group by pool, policy, position, without, event_source, source_event_id
order by position, event_source, source_event_id
