-- Events of political violence with their country.
--
-- grain:   source, source_event_id
-- source:  event_measure
select
  source,
  source_event_id,
  country as group_key,
  country as group_name,
  has_figure,
  deaths_low,
  deaths_best,
  deaths_high
from event_measure
where counted
