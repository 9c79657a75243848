-- The latest release that has given each event.
create or replace temp table known_release as
select source_event_id, max(release_rank) as release_rank
from event_release
where source = $source
group by source_event_id
