-- Quarters of a group, or of all events, at the coast: newest last.
--
-- params:  since, until, source, actor_id
-- grain:   source, actor_id, quarter
-- source:  coastal_pressure
select *
from coastal_pressure
where ($source::text is null or source = $source::text)
  and actor_id is not distinct from $actor_id::text
  and ($since::date is null or quarter >= date_trunc('quarter', $since::date))
  and ($until::date is null or quarter <= $until::date)
order by source, quarter
