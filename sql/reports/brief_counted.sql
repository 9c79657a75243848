-- What each source counts in the selected events.
--
-- grain:   source
-- source:  event_measure, selected
-- columns:
--   source           the source
--   events           events of political violence           [events]
--   without_figure   of these, without a death figure       [events]
--   first_date       first start date of any selected event
--   last_date        last start date
--   deaths_low       low estimate, all sides                 [persons]
--   deaths_best      best estimate, all sides                [persons]
--   deaths_high      high estimate, all sides                [persons]
select
  measured.source,
  (count(*) filter (where measured.counted))::bigint as events,
  (count(*) filter (where measured.counted and not measured.has_figure))::bigint as without_figure,
  min(measured.start_date) as first_date,
  max(measured.start_date) as last_date,
  (sum(measured.deaths_low) filter (where measured.counted))::bigint as deaths_low,
  (sum(measured.deaths_best) filter (where measured.counted))::bigint as deaths_best,
  (sum(measured.deaths_high) filter (where measured.counted))::bigint as deaths_high
from event_measure as measured
semi join selected
  on selected.source = measured.source
  and selected.source_event_id = measured.source_event_id
group by measured.source
order by measured.source
