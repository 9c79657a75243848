-- Events whose range is not low <= best <= high.
--
-- grain:   source, source_event_id
-- source:  event
select source, source_event_id, deaths_low, deaths_best, deaths_high
from event
where deaths_low > deaths_best
  or deaths_best > deaths_high
  or deaths_low > deaths_high
