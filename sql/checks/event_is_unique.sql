-- Events that stand twice.
--
-- grain:   source, source_event_id
-- source:  event
select source, source_event_id, count(*) as rows
from event
group by source, source_event_id
having count(*) > 1
