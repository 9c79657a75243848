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
shift as (
  select days from (values (0), (1)) as one (days)
),
-- Under the first day of each pair of days that a place lies in: its own, and the one before.
place as (
  select
    place_day.source,
    place_day.actor_id,
    place_day.start_date - shift.days as first_date,
    place_day.latitude,
    place_day.longitude,
    count(*) as attacks,
    count(*) filter (where shift.days = 0) as first_attacks,
    max(case when shift.days = 0 then place_day.end_date else place_day.start_date end) as end_date
  from place_day
  cross join shift
  where shift.days = 0 or place_day.first_end = place_day.start_date
  group by place_day.source, place_day.actor_id, place_day.start_date - shift.days, place_day.latitude, place_day.longitude
),
-- Two days in a row.
two_days as (
  select
    source,
    actor_id,
    first_date,
    count(*) as places,
    sum(attacks) as attacks,
    sum(first_attacks) as first_attacks,
    max(end_date) as last_date
  from place
  group by source, actor_id, first_date
),
-- Those that begin with an attack.
begun as (
  select
    two_days.*,
    coalesce(sum(first_attacks) over (
      partition by source, actor_id
      order by first_date - date '1970-01-01'
      range between 84 preceding and 1 preceding
    ), 0) as attacks_before,
    coalesce(lag(first_date) over (partition by source, actor_id order by first_date) = first_date - 1, false) as follows
  from two_days
  where first_attacks > 0
),
-- Numbered within their source. A pair whose attacks all lie in the pair that begins a day earlier tells nothing of its own.
several as (
  select
    row_number() over (partition by source order by actor_id, first_date) as pair,
    begun.*
  from begun
  where places > 1
    and not (follows and last_date = first_date)
),
-- Places on the unit sphere: what lies farther apart has the longer chord.
point as (
  select
    several.source,
    several.pair,
    cos(radians(place.latitude)) * cos(radians(place.longitude)) as x,
    cos(radians(place.latitude)) * sin(radians(place.longitude)) as y,
    sin(radians(place.latitude)) as z
  from place
  join several
    on several.source = place.source
    and several.actor_id = place.actor_id
    and several.first_date = place.first_date
),
apart as (
  select
    one.source,
    one.pair,
    2 * 6371.0088 * asin(least(1.0, sqrt(max(
      (other.x - one.x) * (other.x - one.x) + (other.y - one.y) * (other.y - one.y) + (other.z - one.z) * (other.z - one.z)
    )) / 2)) as distance_km
  from point as one
  join point as other
    on other.source = one.source
    and other.pair = one.pair
    and other.x >= one.x
  group by one.source, one.pair
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
    and apart.source = several.source
    and apart.distance_km >= 25
),
attack_pair as (
  select attack.source, attack.actor_id, attack.start_date - shift.days as first_date, attack.source_event_id
  from attack
  cross join shift
  where shift.days = 0 or attack.end_date = attack.start_date
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
  cluster.attacks_before::bigint as attacks_before
from attack_pair
join cluster
  on cluster.source = attack_pair.source
  and cluster.actor_id = attack_pair.actor_id
  and cluster.first_date = attack_pair.first_date
