-- Events that one of two states has, or that they have differently.
--
-- grain:   source, source_event_id
-- source:  former, latter, changed
-- columns:
--   change               added, removed, revised
--   source               source that codes the event
--   source_event_id      the source's identifier
--   start_date           first day, as it is or was last
--   country              country as the source writes it
--   admin1               first-order area
--   place                place
--   side_a               parties on side a, as the source names them
--   side_b               parties on side b
--   event_class          the source's class of events
--   deaths_low_before    low estimate as it was     [persons]
--   deaths_low_after     low estimate as it is      [persons]
--   deaths_low_change    what it adds to the total of low estimates    [persons]
--   deaths_best_before   best estimate as it was    [persons]
--   deaths_best_after    best estimate as it is     [persons]
--   deaths_best_change   what it adds to the total of best estimates   [persons]
--   deaths_high_before   high estimate as it was    [persons]
--   deaths_high_after    high estimate as it is     [persons]
--   deaths_high_change   what it adds to the total of high estimates   [persons]
--   events_change        what it adds to the number of events: 1, 0, -1   [events]
--   fields               fields that differ
-- note:    totals count political violence; an unknown figure adds nothing to them
with field as (
  select source, source_event_id, string_agg(field, ', ' order by field) as fields
  from changed
  group by source, source_event_id
),
paired as (
  select
    case
      when former.source is null then 'added'
      when latter.source is null then 'removed'
      else 'revised'
    end as change,
    coalesce(latter.source, former.source) as source,
    coalesce(latter.source_event_id, former.source_event_id) as source_event_id,
    case when latter.source is null then former else latter end as shown,
    former.deaths_low as deaths_low_before,
    latter.deaths_low as deaths_low_after,
    former.deaths_best as deaths_best_before,
    latter.deaths_best as deaths_best_after,
    former.deaths_high as deaths_high_before,
    latter.deaths_high as deaths_high_after,
    coalesce(former.disorder = 'political_violence', false) as counted_before,
    coalesce(latter.disorder = 'political_violence', false) as counted_after
  from former
  full join latter
    on latter.source = former.source
    and latter.source_event_id = former.source_event_id
)
select
  paired.change,
  paired.source,
  paired.source_event_id,
  paired.shown.start_date as start_date,
  paired.shown.country as country,
  paired.shown.admin1 as admin1,
  paired.shown.place as place,
  paired.shown.side_a as side_a,
  paired.shown.side_b as side_b,
  paired.shown.event_class as event_class,
  paired.deaths_low_before,
  paired.deaths_low_after,
  (
    case when counted_after then coalesce(deaths_low_after, 0) else 0 end
    - case when counted_before then coalesce(deaths_low_before, 0) else 0 end
  )::bigint as deaths_low_change,
  paired.deaths_best_before,
  paired.deaths_best_after,
  (
    case when counted_after then coalesce(deaths_best_after, 0) else 0 end
    - case when counted_before then coalesce(deaths_best_before, 0) else 0 end
  )::bigint as deaths_best_change,
  paired.deaths_high_before,
  paired.deaths_high_after,
  (
    case when counted_after then coalesce(deaths_high_after, 0) else 0 end
    - case when counted_before then coalesce(deaths_high_before, 0) else 0 end
  )::bigint as deaths_high_change,
  (counted_after::integer - counted_before::integer)::bigint as events_change,
  field.fields
from paired
left join field
  on field.source = paired.source
  and field.source_event_id = paired.source_event_id
where paired.change <> 'revised'
  or field.fields is not null
order by
  paired.source,
  case paired.change when 'added' then 0 when 'removed' then 1 else 2 end,
  paired.shown.start_date,
  paired.source_event_id
