-- Events of the countries and days whose rows a load touches.
create or replace temp table scope as
select event.source, event.source_event_id
from event
semi join affected_fatalities_by_day as touched_day
  on touched_day.country is not distinct from event.country
  and touched_day.start_date = event.start_date
  and touched_day.end_date = event.end_date
where event.source = $source
