-- Clusters of simultaneous attacks: the same group attacks places at least 25 km apart, on one day or two in a row.
--
-- grain:   source, actor_id, first_date
-- source:  simultaneous_attack_event, event, group_country, country_coverage, source
-- columns:
--   source                  source that codes the events
--   actor_id                the group, with its members' attacks
--   first_date              first day
--   last_date               last day: the same or the one after
--   overlaps_previous       true if the group's cluster before it begins a day earlier, so that they share days
--   events                  events in the cluster                                                                  [events]
--   attacks                 attacks in the cluster, each place once a day                                          [attacks]
--   places                  places attacked                                                                        [places]
--   distance_km             greatest distance between two of them                                                  [km]
--   uncertain_place_events  of the events, those placed no better than a district: their distances are of centroids   [events]
--   uncertain_date_events   of the events, those dated to a few days                                               [events]
--   events_without_figure   of the events, those without a death figure                                            [events]
--   deaths_low              low estimate, in these events, all sides                                               [persons]
--   deaths_best             best estimate, in these events, all sides                                              [persons]
--   deaths_high             high estimate, in these events, all sides                                              [persons]
--   attacks_before          attacks of the group in the 84 days before, counted likewise                           [attacks]
--   chance_level            at most this is the chance that attacks on days of their own fall so close anywhere in the 12 weeks; at least 0.000001   [probability 0..1]
--   chance_missing          why there is no chance level: coded_sample, not_covered, too_few_before
-- note:    chance_level: the attacks of the cluster and of the 84 days before (N) are thrown on these 86 days anew, each day as likely as any other. That n or more fall on two given days in a row has the probability P(X >= n), X binomial (N, 2/86); that it happens on any of the 85 such pairs has at most 85 times that (Boole's bound of the scan statistic). It tells that attacks lie closer than independent ones would, not that somebody planned them: offensives and holidays do that too. NULL unless the 86 days are covered in every country where the source has the group at that time, the source aims at every event, and the group has 12 attacks or more in the 84 days before, one a week: fewer leave its rate open by a factor of more than three (of 12: 6.2 to 21.0, exact 95 % interval of Poisson)
with cluster as (
  select
    held.source,
    held.actor_id,
    held.first_date,
    max(held.last_date) as last_date,
    bool_or(held.overlaps_previous) as overlaps_previous,
    count(*) as events,
    max(held.attacks) as attacks,
    max(held.places) as places,
    max(held.distance_km) as distance_km,
    count(*) filter (where coalesce(event.place_precision, 'area') not in ('exact', 'near')) as uncertain_place_events,
    count(*) filter (where event.date_precision <> 'day') as uncertain_date_events,
    count(*) filter (where coalesce(event.deaths_best, event.deaths_high) is null) as events_without_figure,
    sum(event.deaths_low) as deaths_low,
    sum(event.deaths_best) as deaths_best,
    sum(event.deaths_high) as deaths_high,
    max(held.attacks_before) as attacks_before,
    max(held.attacks) + max(held.attacks_before) as thrown
  from simultaneous_attack_event as held
  join event
    on event.source = held.source
    and event.source_event_id = held.source_event_id
  group by held.source, held.actor_id, held.first_date
),
reach as (
  select
    cluster.source,
    cluster.actor_id,
    cluster.first_date,
    group_country.country,
    bool_or(coverage.source is not null) as is_covered
  from cluster
  join group_country
    on group_country.source = cluster.source
    and group_country.actor_id = cluster.actor_id
    and group_country.first_date <= cluster.first_date + 1
    and group_country.last_date >= cluster.first_date - 84
  left join country_coverage as coverage
    on coverage.source = cluster.source
    and (coverage.country = group_country.country or coverage.country is null)
    and coverage.coverage_from <= cluster.first_date - 84
    and coverage.coverage_to >= cluster.first_date + 1
  group by cluster.source, cluster.actor_id, cluster.first_date, group_country.country
),
covered as (
  select source, actor_id, first_date, bool_and(is_covered) as is_covered
  from reach
  group by source, actor_id, first_date
),
judged as (
  select
    cluster.*,
    case
      when not source.census then 'coded_sample'
      when not coalesce(covered.is_covered, false) then 'not_covered'
      when cluster.attacks_before < 12 then 'too_few_before'
    end as chance_missing
  from cluster
  join source
    on source.source = cluster.source
  left join covered
    on covered.source = cluster.source
    and covered.actor_id = cluster.actor_id
    and covered.first_date = cluster.first_date
),
-- Where no more than the mean of two days is seen, the bound is beyond 1: no sum need be taken.
thrown_pair as (
  select distinct attacks + attacks_before as thrown, attacks
  from simultaneous_attack_event
  where attacks * 86 > (attacks + attacks_before) * 2
),
digit as (
  select digit from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as one (digit)
),
more as (
  select ones.digit + 10 * tens.digit + 100 * hundreds.digit as number
  from digit as ones
  cross join digit as tens
  cross join digit as hundreds
),
-- So many or more fall on two given days in a row, the others on the rest; each number and eleven. The terms fall off
-- beyond the mean: after some twenty deviations nothing is left to add, and a thousand are enough for 30,000 attacks.
term as (
  select
    thrown_pair.thrown,
    thrown_pair.attacks,
    cast(thrown_pair.thrown + 11 as double) as whole,
    cast(thrown_pair.attacks + more.number + 11 as double) as fallen,
    cast(thrown_pair.thrown - thrown_pair.attacks - more.number + 11 as double) as rest
  from thrown_pair
  join more
    on more.number <= thrown_pair.thrown - thrown_pair.attacks
    and more.number <= 40 + 20 * sqrt(thrown_pair.attacks)
),
-- Logarithms of the factorials: Stirling's series ten numbers further on, where five of its terms give all digits.
weighed as (
  select
    thrown,
    attacks,
    (fallen - 11) * ln(cast(2 as double) / 86) + (rest - 11) * ln(cast(84 as double) / 86) as log_share,
    (whole - cast(1 as double) / 2) * ln(whole) - whole + ln(2 * pi()) / 2
      + pow(whole, -1) / 12 - pow(whole, -3) / 360 + pow(whole, -5) / 1260 - pow(whole, -7) / 1680 + pow(whole, -9) / 1188
      - ln((whole - 1) * (whole - 2) * (whole - 3) * (whole - 4) * (whole - 5))
      - ln((whole - 6) * (whole - 7) * (whole - 8) * (whole - 9) * (whole - 10)) as log_whole,
    (fallen - cast(1 as double) / 2) * ln(fallen) - fallen + ln(2 * pi()) / 2
      + pow(fallen, -1) / 12 - pow(fallen, -3) / 360 + pow(fallen, -5) / 1260 - pow(fallen, -7) / 1680 + pow(fallen, -9) / 1188
      - ln((fallen - 1) * (fallen - 2) * (fallen - 3) * (fallen - 4) * (fallen - 5))
      - ln((fallen - 6) * (fallen - 7) * (fallen - 8) * (fallen - 9) * (fallen - 10)) as log_fallen,
    (rest - cast(1 as double) / 2) * ln(rest) - rest + ln(2 * pi()) / 2
      + pow(rest, -1) / 12 - pow(rest, -3) / 360 + pow(rest, -5) / 1260 - pow(rest, -7) / 1680 + pow(rest, -9) / 1188
      - ln((rest - 1) * (rest - 2) * (rest - 3) * (rest - 4) * (rest - 5))
      - ln((rest - 6) * (rest - 7) * (rest - 8) * (rest - 9) * (rest - 10)) as log_rest
  from term
),
chance as (
  select thrown, attacks, sum(exp(log_whole - log_fallen - log_rest + log_share)) as at_least
  from weighed
  group by thrown, attacks
)
select
  judged.source,
  judged.actor_id,
  judged.first_date,
  judged.last_date,
  judged.overlaps_previous,
  judged.events::bigint as events,
  judged.attacks,
  judged.places,
  judged.distance_km,
  judged.uncertain_place_events::bigint as uncertain_place_events,
  judged.uncertain_date_events::bigint as uncertain_date_events,
  judged.events_without_figure::bigint as events_without_figure,
  judged.deaths_low::bigint as deaths_low,
  judged.deaths_best::bigint as deaths_best,
  judged.deaths_high::bigint as deaths_high,
  judged.attacks_before,
  case
    when judged.chance_missing is not null then null
    when chance.thrown is null then cast(1 as double)
    else greatest(cast(1 as double) / 1000000, round(least(cast(1 as double), 85 * chance.at_least), 6))
  end as chance_level,
  judged.chance_missing
from judged
left join chance
  on chance.thrown = judged.thrown
  and chance.attacks = judged.attacks
