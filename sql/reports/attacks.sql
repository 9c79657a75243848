-- Actors ranked by the events that they are in, with what is not coded beside them.
--
-- params:  since, until, all_kinds, actor_id
-- grain:   source, actor_id
-- source:  group_measure, event_measure, actor, actor_member, country_coverage, source
-- columns:
--   source                  source that codes the events; never added to another
--   actor_id                the actor
--   actor_name              its name
--   actor_kind              its kind
--   member_of               groups that count its events too
--   events                  events of political violence in which it is a side, in any role   [events]
--   attacks                 of these, coded by the source as its attack; NULL where it never says who attacked   [events]
--   events_per_week         events by weeks between the first and the last day asked for      [events per week]
--   deaths_low              low estimate, in these events, all sides                          [persons]
--   deaths_best             best estimate, in these events, all sides                         [persons]
--   deaths_high             high estimate, in these events, all sides                         [persons]
--   provisional_deaths_best of the best estimate, in events whose status is not final         [persons]
--   own_deaths_best         dead of its own side, NULL where the source does not say          [persons]
--   opponent_deaths_best    dead of the other side, NULL where the source does not say        [persons]
--   civilian_deaths_best    dead civilians, NULL where the source does not say                [persons]
--   civilian_targeting_events        events that target civilians                             [events]
--   civilian_targeting_deaths_best   best estimate in these                                   [persons]
--   events_without_figure   events without a death figure                                     [events]
--   rule_value_share        share of the best estimate that stands for a word                 [share 0..1]
--   unknown_zero_share      share of events in which 0 may mean unknown                       [share 0..1]
--   unplaced_events         of the events, those that belong to no week                       [events]
--   unplaced_deaths_best    best estimate in these                                            [persons]
--   active_days             days on which an event begins                                     [days]
--   first_date              first of these days
--   last_date               last of these days
--   days_since_last         from the last of these days to the cut-off                        [days]
--   unidentified_share      share of the source's events with an unidentified side: they may be anybody's   [share 0..1]
--   coverage_from           first day that the loads cover
--   coverage_to             last day that the loads cover: the cut-off
--   covers_period           true if they cover the whole period asked for, without a gap, in every country that the answer is about
-- note:    an event with two groups is counted once for each: groups do not add up. Deaths are in events involving the actor, not "killed by" it
with ranked as (
  select
    source,
    actor_id,
    count(*) filter (where counted) as events,
    count(*) filter (where counted and is_attacker) as attacks,
    count(*) filter (where counted and attacker_coded) as attacker_coded_events,
    sum(deaths_low) filter (where counted) as deaths_low,
    sum(deaths_best) filter (where counted) as deaths_best,
    sum(deaths_high) filter (where counted) as deaths_high,
    sum(provisional_best) filter (where counted) as provisional_deaths_best,
    sum(own_deaths_best) filter (where counted) as own_deaths_best,
    sum(opponent_deaths_best) filter (where counted) as opponent_deaths_best,
    sum(civilian_deaths_best) filter (where counted) as civilian_deaths_best,
    count(*) filter (where counted and civilian_targeting) as civilian_targeting_events,
    sum(deaths_best) filter (where counted and civilian_targeting) as civilian_targeting_deaths_best,
    count(*) filter (where counted and not has_figure) as events_without_figure,
    sum(coded_value_best) filter (where counted) as coded_value_deaths_best,
    count(*) filter (where counted and is_unknown_zero) as unknown_zero_events,
    count(*) filter (where counted and not in_week) as unplaced_events,
    sum(deaths_best) filter (where counted and not in_week) as unplaced_deaths_best,
    count(distinct case when counted then start_date end) as active_days,
    min(start_date) filter (where counted) as first_date,
    max(start_date) filter (where counted) as last_date
  from group_measure
  group by source, actor_id
),
unidentified as (
  select distinct group_measure.source, group_measure.source_event_id
  from group_measure
  join actor
    on actor.actor_id = group_measure.actor_id
    and actor.actor_kind in ('unidentified', 'placeholder')
  where group_measure.counted
),
share as (
  select
    measured.source,
    count(unidentified.source_event_id) / nullif(count(*)::double, 0) as unidentified_share
  from event_measure as measured
  left join unidentified
    on unidentified.source = measured.source
    and unidentified.source_event_id = measured.source_event_id
  where measured.counted
  group by measured.source
),
measured_country as (
  select distinct source, country from event_measure where country is not null
),
span as (
  select
    measured_country.source,
    measured_country.country,
    coverage.coverage_from,
    coverage.coverage_to,
    max(coverage.coverage_to) over (partition by measured_country.source, measured_country.country) as newest
  from measured_country
  join country_coverage as coverage
    on coverage.source = measured_country.source
    and (coverage.country = measured_country.country or coverage.country is null)
),
country_cover as (
  select
    source,
    country,
    min(coverage_from) as coverage_from,
    max(coverage_to) as coverage_to,
    bool_or(
      coverage_from <= coalesce($since::date, coverage_from)
      and coverage_to >= coalesce($until::date, newest)
    ) as reaches
  from span
  group by source, country
),
cover as (
  select
    source,
    min(coverage_from) as coverage_from,
    max(coverage_to) as coverage_to,
    bool_and(reaches) as reaches
  from country_cover
  group by source
)
select
  ranked.source,
  ranked.actor_id,
  actor.actor_name,
  actor.actor_kind,
  (
    select string_agg(parent.actor_name, ', ' order by parent.actor_name)
    from actor_member
    join actor as parent
      on parent.actor_id = actor_member.group_id
    where actor_member.member_id = ranked.actor_id
      and actor_member.relation = 'member'
  ) as member_of,
  ranked.events::bigint as events,
  case when attacker_coded_events > 0 then attacks end::bigint as attacks,
  ranked.events * 7.0 / nullif(date_diff(
    'day',
    greatest(coalesce($since::date, cover.coverage_from), cover.coverage_from),
    least(coalesce($until::date, cover.coverage_to), cover.coverage_to)
  ) + 1, 0) as events_per_week,
  deaths_low::bigint as deaths_low,
  deaths_best::bigint as deaths_best,
  deaths_high::bigint as deaths_high,
  provisional_deaths_best::bigint as provisional_deaths_best,
  own_deaths_best::bigint as own_deaths_best,
  opponent_deaths_best::bigint as opponent_deaths_best,
  civilian_deaths_best::bigint as civilian_deaths_best,
  civilian_targeting_events::bigint as civilian_targeting_events,
  case when civilian_targeting_events = 0 then 0 else civilian_targeting_deaths_best end::bigint as civilian_targeting_deaths_best,
  events_without_figure::bigint as events_without_figure,
  case when source.has_rules then coded_value_deaths_best / nullif(deaths_best::double, 0) end as rule_value_share,
  case when source.has_rules then unknown_zero_events / nullif(events::double, 0) end as unknown_zero_share,
  unplaced_events::bigint as unplaced_events,
  case when unplaced_events = 0 then 0 else unplaced_deaths_best end::bigint as unplaced_deaths_best,
  active_days::bigint as active_days,
  first_date,
  last_date,
  greatest(cover.coverage_to - last_date, 0)::bigint as days_since_last,
  share.unidentified_share,
  cover.coverage_from,
  cover.coverage_to,
  source.census and cover.reaches as covers_period
from ranked
join actor
  on actor.actor_id = ranked.actor_id
join source
  on source.source = ranked.source
left join share
  on share.source = ranked.source
left join cover
  on cover.source = ranked.source
where ranked.events > 0
  and case
    when $actor_id::text is not null then ranked.actor_id = $actor_id::text
    else $all_kinds::boolean or actor.actor_kind = 'organised_group'
  end
order by ranked.source, ranked.events desc, ranked.deaths_best desc, ranked.actor_id
