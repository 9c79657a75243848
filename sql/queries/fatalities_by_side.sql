-- Whose dead they are: deaths since a date by what the side is, where the source says so.
--
-- params:
--   since   first start date   [date = 2025-05-01]
--   until   last start date    [date = any]
-- grain:   source, country
-- source:  fatalities_since
-- columns:
--   source
--   country
--   deaths_best
--   state_forces_best
--   auxiliaries_best
--   nonstate_best
--   civilians_best
--   unspecified_best
--   coverage_to
-- note:    The parts are of the best estimate. NULL means that the source does not say, not that there were none.
select
  source,
  country,
  deaths_best,
  state_forces_best,
  auxiliaries_best,
  nonstate_best,
  civilians_best,
  unspecified_best,
  coverage_to
from fatalities_since($since::date, until := $until::date)
where events > 0
order by source, deaths_best desc nulls last, country
