-- How often each actor is in events in each week, and what they cost.
--
-- grain:   source, actor_id, week
-- source:  group_week, group_country, country_coverage, coverage_period, actor, source
-- columns:
--   source                  source that codes the events
--   actor_id                the actor
--   actor_name              its name
--   actor_kind              its kind; rankings list organised_group
--   week                    Monday of the ISO week
--   events                  events of political violence in which it is a side, in any role; NULL where none is known and the loads do not reach   [events]
--   attacks                 of these, coded by the source as its attack; NULL where it does not say who attacked   [events]
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
--   demonstration_events    demonstrations                                                    [events]
--   strategic_events        strategic developments                                            [events]
--   active_days             days on which an event begins                                     [days]
--   days_since_previous     from the last active day of an earlier week to the first of this one   [days]
--   unplaced_events         events that begin in the week but belong to none, not counted above   [events]
--   unplaced_deaths_best    best estimate in these, not counted above                         [persons]
--   is_partial              true if the loads do not cover the whole week in every country where the actor has been
--   covers_period           true if they do
--   coverage_from           first day covered, in these countries
--   coverage_to             last day covered, in these countries
-- note:    an event with two groups is counted once for each: groups do not add up. Deaths are in events involving the actor, not "killed by" it. A week without events inside the coverage, from the actor's first event on, is a row with 0
-- example: select source, week, events, attacks, deaths_best, is_partial from attack_frequency_by_group where actor_id = 'jnim' order by source, week
with active as (
  select
    mart.*,
    first_date - lag(last_date) over (
      partition by source, actor_id, active_days = 0
      order by week
    ) as days_since_previous
  from group_week as mart
),
span as (
  select
    group_country.source,
    group_country.actor_id,
    min(group_country.first_date) as first_date,
    min(coverage.coverage_from) as coverage_from,
    max(coverage.coverage_to) as coverage_to
  from group_country
  left join country_coverage as coverage
    on coverage.source = group_country.source
    and (coverage.country = group_country.country or coverage.country is null)
  group by group_country.source, group_country.actor_id
),
covered as (
  select
    group_country.source,
    group_country.actor_id,
    period.period_start as week,
    count(distinct case when period.is_whole then group_country.country end) as countries_whole,
    bool_or(period.is_whole) as any_whole
  from group_country
  join coverage_period as period
    on period.source = group_country.source
    and (period.country = group_country.country or period.country is null)
    and period.period_kind = 'week'
  join span
    on span.source = group_country.source
    and span.actor_id = group_country.actor_id
    and period.period_start >= cast(date_trunc('week', span.first_date) as date)
  group by group_country.source, group_country.actor_id, period.period_start
),
countries as (
  select source, actor_id, count(distinct country) as countries
  from group_country
  group by source, actor_id
),
dense as (
  select source, actor_id, week, countries_whole, any_whole, true as is_touched from covered
  union all
  select active.source, active.actor_id, active.week, 0 as countries_whole, false as any_whole, false as is_touched
  from active
  left join covered
    on covered.source = active.source
    and covered.actor_id = active.actor_id
    and covered.week = active.week
  where covered.week is null
)
select
  dense.source,
  dense.actor_id,
  actor.actor_name,
  actor.actor_kind,
  dense.week,
  case when dense.is_touched then coalesce(active.events, 0) else nullif(active.events, 0) end as events,
  case
    when dense.is_touched and coalesce(active.events, 0) = 0 then 0
    when active.attacker_coded_events > 0 then active.attacks
  end as attacks,
  case when dense.is_touched and coalesce(active.events, 0) = 0 and source.has_range then 0 else active.deaths_low end as deaths_low,
  case when dense.is_touched and coalesce(active.events, 0) = 0 then 0 else active.deaths_best end as deaths_best,
  case when dense.is_touched and coalesce(active.events, 0) = 0 and source.has_range then 0 else active.deaths_high end as deaths_high,
  case when dense.is_touched and coalesce(active.events, 0) = 0 then 0 else active.provisional_deaths_best end as provisional_deaths_best,
  case when dense.is_touched and coalesce(active.events, 0) = 0 and source.has_sides then 0 else active.own_deaths_best end as own_deaths_best,
  case when dense.is_touched and coalesce(active.events, 0) = 0 and source.has_sides then 0 else active.opponent_deaths_best end as opponent_deaths_best,
  case when dense.is_touched and coalesce(active.events, 0) = 0 and source.has_sides then 0 else active.civilian_deaths_best end as civilian_deaths_best,
  coalesce(active.civilian_targeting_events, 0) as civilian_targeting_events,
  case
    when coalesce(active.civilian_targeting_events, 0) = 0 then 0
    else active.civilian_targeting_deaths_best
  end as civilian_targeting_deaths_best,
  coalesce(active.events_without_figure, 0) as events_without_figure,
  case when source.has_rules then active.coded_value_deaths_best / nullif(cast(active.deaths_best as double), 0) end as rule_value_share,
  case when source.has_rules then active.unknown_zero_events / nullif(cast(active.events as double), 0) end as unknown_zero_share,
  coalesce(active.demonstration_events, 0) as demonstration_events,
  coalesce(active.strategic_events, 0) as strategic_events,
  coalesce(active.active_days, 0) as active_days,
  case when active.active_days > 0 then active.days_since_previous end as days_since_previous,
  coalesce(active.unplaced_events, 0) as unplaced_events,
  case when coalesce(active.unplaced_events, 0) = 0 then 0 else active.unplaced_deaths_best end as unplaced_deaths_best,
  case when countries.countries = 0 then not dense.any_whole else dense.countries_whole < countries.countries end as is_partial,
  case when countries.countries = 0 then dense.any_whole else dense.countries_whole >= countries.countries end as covers_period,
  span.coverage_from,
  span.coverage_to
from dense
join span
  on span.source = dense.source
  and span.actor_id = dense.actor_id
join countries
  on countries.source = dense.source
  and countries.actor_id = dense.actor_id
join source
  on source.source = dense.source
left join active
  on active.source = dense.source
  and active.actor_id = dense.actor_id
  and active.week = dense.week
left join actor
  on actor.actor_id = dense.actor_id
