-- Events of political violence with each actor that is a side in them; a group's members count with it.
--
-- grain:   source, source_event_id, group_key
-- source:  event_measure, group_event, actor
select
  measured.source,
  measured.source_event_id,
  group_event.actor_id as group_key,
  actor.actor_name as group_name,
  measured.has_figure,
  measured.deaths_low,
  measured.deaths_best,
  measured.deaths_high
from event_measure as measured
join group_event
  on group_event.source = measured.source
  and group_event.source_event_id = measured.source_event_id
left join actor
  on actor.actor_id = group_event.actor_id
where measured.counted
