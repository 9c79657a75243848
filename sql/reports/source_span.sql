-- Days that the events, or the published sums, of each source span.
--
-- grain:   source
-- source:  event, aggregate
-- columns:
--   source       the source
--   events       events; 0 for a source that publishes sums   [events]
--   first_date   first day
--   last_date    last day
select source, count(*) as events, min(start_date) as first_date, max(end_date) as last_date
from event
group by source
union all
select source, 0 as events, min(period_start) as first_date, max(period_end) as last_date
from aggregate
group by source
