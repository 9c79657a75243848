-- Events of political violence with the month in which they begin.
--
-- grain:   source, source_event_id
-- source:  event_measure
select
  source,
  source_event_id,
  month as group_key,
  null::text as group_name,
  has_figure,
  deaths_low,
  deaths_best,
  deaths_high
from event_measure
where counted
