-- Clusters of simultaneous attacks with names, places and what is stated of them.
--
-- grain:   source, actor_id, first_date
-- source:  simultaneous_attacks, simultaneous_attack_event, event, actor, claim, coordination_statement
-- engine:  duckdb: it lists names in an order, which other engines write otherwise
-- columns:
--   source                  source that codes the events
--   actor_id                the group, with its members' attacks
--   actor_name              its name
--   actor_kind              its kind
--   first_date              first day
--   last_date               last day: the same or the one after
--   overlaps_previous       true if the group's cluster before it begins a day earlier: the two do not add up
--   attacked                places in the order of the days; the country where the place has no name
--   countries               countries, in the order of the alphabet
--   events                  events in the cluster                                                       [events]
--   attacks                 attacks in the cluster, each place once a day                               [attacks]
--   places                  places attacked                                                             [places]
--   distance_km             greatest distance between two of them                                       [km]
--   uncertain_place_events  of the events, those placed no better than a district                       [events]
--   uncertain_date_events   of the events, those dated to a few days                                    [events]
--   events_without_figure   of the events, those without a death figure                                 [events]
--   deaths_low              low estimate, in these events, all sides                                    [persons]
--   deaths_best             best estimate, in these events, all sides                                   [persons]
--   deaths_high             high estimate, in these events, all sides                                   [persons]
--   attacks_before          attacks of the group in the 84 days before, counted likewise                [attacks]
--   chance_level            bound of the chance that attacks on days of their own fall so close, see simultaneous_attacks   [probability 0..1]
--   chance_missing          why there is no chance level: coded_sample, not_covered, too_few_before
--   stated_as_coordinated   true if somebody states so of two or more events in it, those inside another one too; NULL where no statement is known
--   stated_events           of the events, those that these statements cover: what lies inside one counts as that one   [events]
--   stated_attacked         the places of these events: of the others nobody states it
--   stated_by               who states so
--   stated_urls             pages that say so
--   basis                   what makes it coordinated: stated, chance, stated_and_chance; NULL if nothing does
-- note:    clusters of one group on days in a row overlap: they and their deaths do not add up. Deaths are in events involving the group, not "killed by" it
with placed as (
  select
    held.source,
    held.actor_id,
    held.first_date,
    held.source_event_id,
    event.country,
    event.start_date,
    coalesce(event.place, event.admin2, event.admin1, event.country, 'place not named') as attacked
  from simultaneous_attack_event as held
  join event
    on event.source = held.source
    and event.source_event_id = held.source_event_id
),
first_attacked as (
  select source, actor_id, first_date, attacked, min(start_date) as attacked_on
  from placed
  group by source, actor_id, first_date, attacked
),
attacked as (
  select source, actor_id, first_date, string_agg(attacked, '; ' order by attacked_on, attacked) as attacked
  from first_attacked
  group by source, actor_id, first_date
),
country as (
  select source, actor_id, first_date, string_agg(distinct country, '; ' order by country) as countries
  from placed
  group by source, actor_id, first_date
),
-- A statement on an event inside another one is on that one too.
said as (
  select statement_key, source, source_event_id as named_event_id, source_event_id, said_by, url
  from coordination_statement
  union
  select said.statement_key, said.source, said.source_event_id, claim.part_of, said.said_by, said.url
  from coordination_statement as said
  join claim
    on claim.source = said.source
    and claim.event_source = said.source
    and claim.source_event_id = said.source_event_id
    and claim.part_of <> claim.source_event_id
),
named as (
  select placed.*, said.statement_key, said.said_by, said.url
  from placed
  join said
    on said.source = placed.source
    and said.source_event_id = placed.source_event_id
  qualify count(distinct said.named_event_id) over (
    partition by placed.source, placed.actor_id, placed.first_date, said.statement_key
  ) >= 2
),
stated as (
  select
    source,
    actor_id,
    first_date,
    count(distinct source_event_id)::bigint as stated_events,
    string_agg(distinct attacked, '; ' order by attacked) as stated_attacked,
    string_agg(distinct said_by, '; ' order by said_by) as stated_by,
    string_agg(distinct url, ' ' order by url) as stated_urls
  from named
  group by source, actor_id, first_date
)
select
  cluster.source,
  cluster.actor_id,
  actor.actor_name,
  actor.actor_kind,
  cluster.first_date,
  cluster.last_date,
  cluster.overlaps_previous,
  attacked.attacked,
  country.countries,
  cluster.events,
  cluster.attacks,
  cluster.places,
  cluster.distance_km,
  cluster.uncertain_place_events,
  cluster.uncertain_date_events,
  cluster.events_without_figure,
  cluster.deaths_low,
  cluster.deaths_best,
  cluster.deaths_high,
  cluster.attacks_before,
  cluster.chance_level,
  cluster.chance_missing,
  case when stated.source is not null then true end as stated_as_coordinated,
  stated.stated_events,
  stated.stated_attacked,
  stated.stated_by,
  stated.stated_urls,
  case
    when stated.source is not null and cluster.chance_level < 0.05 then 'stated_and_chance'
    when stated.source is not null then 'stated'
    when cluster.chance_level < 0.05 then 'chance'
  end as basis
from simultaneous_attacks as cluster
join actor
  on actor.actor_id = cluster.actor_id
  and actor.actor_kind in ('organised_group', 'auxiliary', 'unknown')
left join attacked
  on attacked.source = cluster.source
  and attacked.actor_id = cluster.actor_id
  and attacked.first_date = cluster.first_date
left join country
  on country.source = cluster.source
  and country.actor_id = cluster.actor_id
  and country.first_date = cluster.first_date
left join stated
  on stated.source = cluster.source
  and stated.actor_id = cluster.actor_id
  and stated.first_date = cluster.first_date
