-- Attacks of one group on several places within two days: those that an event is in, or the coordinated ones of a group with an event among those selected.
--
-- params:  source, source_event_id, actor_id
-- grain:   source, actor_id, first_date
-- source:  attack_clusters, simultaneous_attack_event, briefed
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
--   events          events in the cluster                                              [events]
--   stated_by       who states that they were coordinated
--   stated_events   of the events, those that the statements cover                     [events]
--   stated_attacked their places
--   stated_urls     pages that say so
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
  cluster.events,
  cluster.stated_by,
  cluster.stated_events,
  cluster.stated_attacked,
  cluster.stated_urls,
  cluster.basis
from attack_clusters as cluster
where ($source::text is null or cluster.source = $source::text)
  and (cluster.actor_id = $actor_id::text or $source_event_id::text is not null)
  and (cluster.basis is not null or $source_event_id::text is not null)
  and exists (
    select 1
    from simultaneous_attack_event as part
    join briefed
      on briefed.source = part.source
      and briefed.source_event_id = part.source_event_id
    where part.source = cluster.source
      and part.actor_id = cluster.actor_id
      and part.first_date = cluster.first_date
  )
order by cluster.first_date desc, cluster.source, cluster.actor_id
