-- Selected events that belong to no week, of each source.
--
-- grain:   source
-- source:  event_measure, selected
-- columns:
--   source            source that codes the events
--   unplaced_events   events of political violence longer than a week or dated less precisely   [events]
--   placed_events     those that belong to a week                                              [events]
--   deaths_low        low estimate, in the unplaced events                                     [persons]
--   deaths_best       best estimate, in the unplaced events                                    [persons]
--   deaths_high       high estimate, in the unplaced events                                    [persons]
select
  measured.source,
  (count(*) filter (where not measured.in_week))::bigint as unplaced_events,
  (count(*) filter (where measured.in_week))::bigint as placed_events,
  (sum(measured.deaths_low) filter (where not measured.in_week))::bigint as deaths_low,
  (sum(measured.deaths_best) filter (where not measured.in_week))::bigint as deaths_best,
  (sum(measured.deaths_high) filter (where not measured.in_week))::bigint as deaths_high
from event_measure as measured
join selected
  on selected.source = measured.source
  and selected.source_event_id = measured.source_event_id
where measured.counted
group by measured.source
order by measured.source
