-- Clusters of simultaneous attacks that a question is about, newest first.
--
-- params:  since, until, source, actor_id, all_clusters, among_selected, least_km
-- grain:   source, actor_id, first_date
-- source:  attack_clusters, simultaneous_attack_event
-- note:    with among_selected those of which an event is in the temporary table selected
with chosen as (
  select distinct held.source, held.actor_id, held.first_date
  from simultaneous_attack_event as held
  join selected
    on selected.source = held.source
    and selected.source_event_id = held.source_event_id
)
select cluster.*
from attack_clusters as cluster
left join chosen
  on chosen.source = cluster.source
  and chosen.actor_id = cluster.actor_id
  and chosen.first_date = cluster.first_date
where ($source::text is null or cluster.source = $source::text)
  and ($since::date is null or cluster.last_date >= $since::date)
  and ($until::date is null or cluster.first_date <= $until::date)
  and ($actor_id::text is null or cluster.actor_id = $actor_id::text)
  and cluster.distance_km >= $least_km::double
  and ($all_clusters::boolean or cluster.basis is not null)
  and (not $among_selected::boolean or chosen.source is not null)
order by cluster.first_date desc, cluster.source, cluster.actor_id
