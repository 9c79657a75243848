-- How good the events of a period are: provisional, repaired, coarse in time and place, without a figure.
--
-- params:  since, until, source
-- grain:   source
-- source:  event, event_measure
-- columns:
--   source                   the source that is asked for
--   events                   events of political violence                                   [events]
--   provisional_events       of these, with a provisional status                            [events]
--   provisional_deaths_best  best estimate in these                                         [persons]
--   repaired_events          of the events, those whose range was widened because it did not hold   [events]
--   outside_weeks_events     of the events, those that belong to no week: too long or dated too coarsely   [events]
--   outside_weeks_deaths_best    best estimate in these                                     [persons]
--   outside_months_events    of the events, those that belong to no month                   [events]
--   outside_months_deaths_best   best estimate in these                                     [persons]
--   coarse_events            of the events, those placed no better than a district, or not at all   [events]
--   coarse_deaths_best       best estimate in these                                         [persons]
--   events_without_figure    of the events, those without a death figure                    [events]
--   coded_value_deaths_best  best estimate where the number stands for a word               [persons]
--   unknown_zero_events      events in which 0 may mean unknown                             [events]
--   newest_date              newest first day
select
  $source::text as source,
  count(*)::bigint as events,
  (count(*) filter (where event.status <> 'final'))::bigint as provisional_events,
  (sum(event.deaths_best) filter (where event.status <> 'final'))::bigint as provisional_deaths_best,
  (count(*) filter (where event.range_repaired))::bigint as repaired_events,
  (count(*) filter (where not measured.in_week))::bigint as outside_weeks_events,
  (sum(event.deaths_best) filter (where not measured.in_week))::bigint as outside_weeks_deaths_best,
  (count(*) filter (where not measured.in_month))::bigint as outside_months_events,
  (sum(event.deaths_best) filter (where not measured.in_month))::bigint as outside_months_deaths_best,
  (count(*) filter (where coalesce(event.place_precision, 'country') not in ('exact', 'near')))::bigint as coarse_events,
  (sum(event.deaths_best) filter (where coalesce(event.place_precision, 'country') not in ('exact', 'near')))::bigint as coarse_deaths_best,
  (count(*) filter (where not measured.has_figure))::bigint as events_without_figure,
  sum(measured.coded_value_best)::bigint as coded_value_deaths_best,
  (count(*) filter (where measured.is_unknown_zero))::bigint as unknown_zero_events,
  max(event.start_date) as newest_date
from event
join event_measure as measured
  on measured.source = event.source
  and measured.source_event_id = event.source_event_id
where event.source = $source::text
  and measured.counted
  and event.start_date >= $since::date
  and ($until::date is null or event.start_date <= $until::date)
