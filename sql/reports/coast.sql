-- Quarters of a group, or of all events, at the coast: newest last.
--
-- params:  since, until, source, actor_id, most
-- grain:   source, actor_id, quarter
-- source:  coastal_pressure
select *
from coastal_pressure
where ($source::text is null or source = $source::text)
  and actor_id is not distinct from $actor_id::text
  and ($since::date is null or quarter >= date_trunc('quarter', $since::date))
  and ($until::date is null or quarter <= $until::date)
qualify $most::bigint is null or row_number() over (partition by source order by quarter desc) <= $most::bigint
order by source, quarter
