-- Attacks of each cluster of simultaneous attacks: same group, two days in a row, places at least 25 km apart.
--
-- grain:   source, actor_id, first_date, source_event_id
-- source:  group_attack
-- columns:
--   source            source that codes the events
--   actor_id          the group, with its members' attacks
--   first_date        first day of the cluster
--   source_event_id   an attack in it
--   last_date         last day of the cluster: the first or the one after
--   overlaps_previous true if the group's cluster before it begins a day earlier, so that they share days
--   attacks           attacks in the cluster, each place once a day                                  [attacks]
--   places            places in the cluster                                                          [places]
--   distance_km       greatest distance between two of them                                          [km]
--   attacks_before    attacks of the group in the 84 days before the first day, counted likewise     [attacks]
-- note:    a cluster is every attack of the group in two days in a row that begin with an attack; it never grows beyond them. Attacks on each of many days make clusters that overlap, and an attack may be in two; one whose attacks all lie in another is left out
with attack as (
  select * from group_attack
),
place_day as (
  select
    source,
    actor_id,
    start_date,
    latitude,
    longitude,
    min(end_date) as first_end,
    max(end_date) as end_date
  from attack
  group by source, actor_id, start_date, latitude, longitude
),
day as (
  select source, actor_id, start_date, count(*) as attacks
  from place_day
  group by source, actor_id, start_date
),
-- Two days in a row that begin with an attack, under a number.
begun as (
  select
    row_number() over (order by source, actor_id, start_date) as pair,
    source,
    actor_id,
    start_date as first_date,
    coalesce(sum(attacks) over (
      partition by source, actor_id
      order by start_date - date '1970-01-01'
      range between 84 preceding and 1 preceding
    ), 0)::bigint as attacks_before,
    coalesce(lag(start_date) over (partition by source, actor_id order by start_date) = start_date - 1, false) as follows
  from day
),
-- Under the first day of each pair of days that a place lies in: its own, and the one before.
place_pair as (
  select source, actor_id, start_date as first_date, latitude, longitude, end_date
  from place_day
  union all
  select source, actor_id, start_date - 1 as first_date, latitude, longitude, start_date as end_date
  from place_day
  where first_end = start_date
),
place as (
  select
    begun.pair,
    place_pair.latitude,
    place_pair.longitude,
    count(*) as attacks,
    max(place_pair.end_date) as end_date
  from begun
  join place_pair
    on place_pair.source = begun.source
    and place_pair.actor_id = begun.actor_id
    and place_pair.first_date = begun.first_date
  group by begun.pair, place_pair.latitude, place_pair.longitude
),
spread as (
  select pair, count(*) as places, sum(attacks) as attacks, max(end_date) as last_date
  from place
  group by pair
  having count(*) > 1
),
-- A pair whose attacks all lie in the pair that begins a day earlier tells nothing of its own.
several as (
  select
    begun.pair,
    begun.source,
    begun.actor_id,
    begun.first_date,
    begun.attacks_before,
    spread.places,
    spread.attacks,
    spread.last_date
  from spread
  join begun
    on begun.pair = spread.pair
  where not (begun.follows and spread.last_date = begun.first_date)
),
apart as (
  select
    one.pair,
    max(2 * 6371.0088 * asin(least(1.0, sqrt(
      pow(sin(radians(other.latitude - one.latitude) / 2), 2)
      + cos(radians(one.latitude)) * cos(radians(other.latitude)) * pow(sin(radians(other.longitude - one.longitude) / 2), 2)
    )))) as distance_km
  from several
  join place as one
    on one.pair = several.pair
  join place as other
    on other.pair = several.pair
    and (other.latitude > one.latitude or (other.latitude = one.latitude and other.longitude > one.longitude))
  group by one.pair
),
cluster as (
  select
    several.*,
    apart.distance_km,
    coalesce(
      lag(several.first_date) over (partition by several.source, several.actor_id order by several.first_date)
        = several.first_date - 1,
      false
    ) as overlaps_previous
  from several
  join apart
    on apart.pair = several.pair
    and apart.distance_km >= 25
),
-- Attacks likewise.
attack_pair as (
  select source, actor_id, start_date as first_date, source_event_id
  from attack
  union all
  select source, actor_id, start_date - 1 as first_date, source_event_id
  from attack
  where end_date = start_date
)
select
  cluster.source,
  cluster.actor_id,
  cluster.first_date,
  attack_pair.source_event_id,
  cluster.last_date,
  cluster.overlaps_previous,
  cluster.attacks::bigint as attacks,
  cluster.places::bigint as places,
  round(cluster.distance_km, 1) as distance_km,
  cluster.attacks_before
from cluster
join attack_pair
  on attack_pair.source = cluster.source
  and attack_pair.actor_id = cluster.actor_id
  and attack_pair.first_date = cluster.first_date
