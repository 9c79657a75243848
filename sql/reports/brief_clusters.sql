-- Attacks of one group on several places within two days: those that an event is in, or the coordinated ones of a group.
--
-- params:  source, source_event_id, actor_id
-- grain:   source, actor_id, first_date
-- source:  attack_clusters, simultaneous_attack_event
-- columns:
--   source          source that codes the events
--   actor_id        the group
--   actor_name      its name
--   first_date      first day
--   last_date       last day
--   attacked        places in the order of the days
--   distance_km     greatest distance between two of them                              [km]
--   chance_level    bound of the chance that attacks on days of their own fall so close   [probability 0..1]
--   chance_missing  why there is none
--   stated_by       who states that they were coordinated
--   basis           stated, chance, stated_and_chance; NULL if nothing does
select
  cluster.source,
  cluster.actor_id,
  cluster.actor_name,
  cluster.first_date,
  cluster.last_date,
  cluster.attacked,
  cluster.distance_km::double as distance_km,
  cluster.chance_level::double as chance_level,
  cluster.chance_missing,
  cluster.stated_by,
  cluster.basis
from attack_clusters as cluster
where ($source::text is null or cluster.source = $source::text)
  and case
    when $source_event_id::text is null then cluster.actor_id = $actor_id::text and cluster.basis is not null
    else exists (
      select 1
      from simultaneous_attack_event as part
      where part.source = cluster.source
        and part.actor_id = cluster.actor_id
        and part.first_date = cluster.first_date
        and part.source_event_id = $source_event_id::text
    )
  end
order by cluster.first_date desc, cluster.source, cluster.actor_id
