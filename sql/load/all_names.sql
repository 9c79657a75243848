-- Every name that a source has used.
select distinct source, actor_name
from event_actor
order by source, actor_name
