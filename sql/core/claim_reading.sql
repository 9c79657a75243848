-- Claims as answers read them: numbers, tier, what they are to who makes them, and the statement that they repeat.
--
-- grain:   source, claim_id
-- source:  claim, event_actor, actor
-- columns:
--   source            data set of the claim
--   claim_id          the claim
--   event_source      source of the event, NULL for a sum over a period
--   source_event_id   the event, NULL for a sum over a period
--   part_of           event that it lies inside
--   metric            killed, injured, arrested, captured_or_missing, displaced
--   victim_side       state_forces, civilians, militants, unspecified
--   claimant          who says it
--   voice             whose word it is: the claimant, or whom the claim likely repeats
--   qualifier         exactly, at_least, more_than, about, up_to, fewer_than, or a word such as dozens
--   origin            whose report the page reprints; the page itself where it names none
--   verification      its tier: that of what it likely repeats, unless it is disputed
--   interest          interested: a belligerent on the other side's losses, on dead of no stated side, or on civilians that it is accused of killing; admission: on its own losses; none
--   statement_id      the first claim of its statement: same event, metric, side, origin and figure, or the same name given by the coder
--   statement_rows    claims that make the same statement                                    [claims]
--   figure_low        lowest number it supports, NULL where it only bounds the high         [persons]
--   figure_best       its number; the midpoint where it gives low and high only              [persons]
--   figure_high       largest number it states, NULL where it states none                    [persons]
-- note:    a claim without a number is no figure; a belligerent is accused where the source codes it as the attacker, or codes no attacker
with accused as (
  select
    event_actor.source,
    event_actor.source_event_id,
    bool_or(actor.actor_kind in ('state_forces', 'auxiliary', 'external')) as accuses_state,
    bool_or(actor.actor_kind in ('organised_group', 'unidentified', 'communal', 'placeholder', 'unknown')) as accuses_militants
  from event_actor
  join actor
    on actor.actor_id = event_actor.actor_id
  where event_actor.role = 'side'
    and coalesce(event_actor.is_attacker, true)
  group by event_actor.source, event_actor.source_event_id
),
stated as (
  select
    claim.*,
    coalesce(claim.origin, claim.reported_by, claim.claim_id) as named_origin,
    coalesce(claim.qualifier, '') in ('up_to', 'fewer_than') as bounds_high_only,
    accused.accuses_state,
    accused.accuses_militants
  from claim
  left join accused
    on accused.source = claim.event_source
    and accused.source_event_id = claim.source_event_id
),
figured as (
  select
    source,
    claim_id,
    event_source,
    source_event_id,
    part_of,
    metric,
    victim_side,
    claimant,
    coalesce(likely_repeats, claimant) as voice,
    named_origin as origin,
    statement,
    qualifier,
    period_start,
    period_end,
    region,
    case
      when verification = 'disputed' then verification
      else coalesce(repeats_verification, verification)
    end as verification,
    case
      when interest is not null then interest
      when coalesce(claimant_side, 'neither') = 'neither' then 'none'
      when claimant_side = victim_side then 'admission'
      when victim_side <> 'civilians' then 'interested'
      when claimant_side = 'state_forces' and accuses_state then 'interested'
      when claimant_side = 'militants' and accuses_militants then 'interested'
      else 'none'
    end as interest,
    case when not bounds_high_only then coalesce(value_low, value_best) end as figure_low,
    case
      when not bounds_high_only then coalesce(cast(value_best as double), (value_low + value_high) / 2.0)
    end as figure_best,
    greatest(
      coalesce(value_high, value_best, value_low),
      coalesce(value_best, value_low, value_high),
      coalesce(value_low, value_best, value_high)
    ) as figure_high
  from stated
)
select
  source,
  claim_id,
  event_source,
  source_event_id,
  part_of,
  metric,
  victim_side,
  claimant,
  voice,
  coalesce(qualifier, 'exactly') as qualifier,
  origin,
  verification,
  interest,
  min(claim_id) over same as statement_id,
  (count(*) over same)::bigint as statement_rows,
  figure_low,
  figure_best,
  figure_high
from figured
window same as (
  partition by
    source,
    event_source,
    source_event_id,
    metric,
    victim_side,
    coalesce(statement, ''),
    case when statement is null then lower(origin) end,
    case when statement is null then figure_low end,
    case when statement is null then figure_best end,
    case when statement is null then figure_high end,
    case when statement is null and figure_high is null then qualifier end,
    case when statement is null and source_event_id is null then period_start end,
    case when statement is null and source_event_id is null then period_end end,
    case when statement is null and source_event_id is null then region end
)
