-- Events of which a state begins or ends between two loads.
--
-- params:  earlier, later, source
-- grain:   source, source_event_id
-- source:  event_version, event_actor_version
select version.source, version.source_event_id
from event_version as version
where ($source::text is null or version.source = $source::text)
  and (
    (version.load_id > $earlier::integer and version.load_id <= $later::integer)
    or (version.ended_load_id > $earlier::integer and version.ended_load_id <= $later::integer)
  )
union
select version.source, version.source_event_id
from event_actor_version as version
where ($source::text is null or version.source = $source::text)
  and (
    (version.load_id > $earlier::integer and version.load_id <= $later::integer)
    or (version.ended_load_id > $earlier::integer and version.ended_load_id <= $later::integer)
  )
