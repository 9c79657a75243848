-- Which release has given the load's events, where it changes.
insert into event_release
select $source as source, source_event_id, release_rank
from given_release
order by source_event_id
