-- A region month by month, against the year before and the twelve months before.
--
-- params:
--   region   region, such as central_sahel or lake_chad_basin   [region = central_sahel]
--   since    first month, by any day in it                      [date = 2025-01-01]
-- grain:   source, month
-- source:  regional_trends
-- columns:
--   source
--   month
--   events
--   deaths_low
--   deaths_best
--   deaths_high
--   events_ratio_year_before
--   deaths_ratio_year_before
--   events_ratio_12_months
--   is_partial
--   unplaced_deaths_best
--   coverage_to
-- note:    A ratio is given only where both periods are covered whole, and never for a coded sample. The newest months of a source grow for weeks: a fall at the end may be reports that are still to come.
select
  source,
  month,
  events,
  deaths_low,
  deaths_best,
  deaths_high,
  events_ratio_year_before,
  deaths_ratio_year_before,
  events_ratio_12_months,
  is_partial,
  unplaced_deaths_best,
  coverage_to
from regional_trends
where area_kind = 'region'
  and area = $region::text
  and month >= date_trunc('month', $since::date)
order by source, month
