-- Areas that groups enter, newest first.
--
-- params:  since, until, source, actor_id, all_kinds, most
-- grain:   source, actor_id, area_kind, country, admin1, area, first_date
-- source:  new_areas
select *
from new_areas
where ($source::text is null or source = $source::text)
  and ($since::date is null or first_date >= $since::date)
  and ($until::date is null or first_date <= $until::date)
  and case
    when $actor_id::text is not null then actor_id = $actor_id::text
    else $all_kinds::boolean or actor_kind = 'organised_group'
  end
order by first_date desc, source, actor_id, area_kind, country, admin1, area
limit $most::bigint
