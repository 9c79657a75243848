-- Weeks of groups and areas with their deaths: what weeks are ranked by.
--
-- grain:   source, subject_kind, subject, country, week
-- source:  group_week, group_country, area_week, coverage_period, region_member, actor, source
-- columns:
--   source                  source that codes the events
--   subject_kind            group, country, admin1, region
--   subject                 identifier of the group, or name of the area
--   subject_name            name to show
--   country                 country of an admin1 or the country itself, NULL for groups and regions
--   week                    Monday of the ISO week
--   events                  events of political violence; 0 where the loads cover the week and have none   [events]
--   deaths_low              low estimate, all sides                                          [persons]
--   deaths_best             best estimate, all sides                                         [persons]
--   deaths_high             high estimate, all sides                                         [persons]
--   provisional_deaths_best of the best estimate, in events whose status is not final        [persons]
--   events_without_figure   events without a death figure                                    [events]
--   unplaced_deaths_best    best estimate in events that begin in the week but belong to none, not counted above   [persons]
--   is_whole                true if the loads cover the whole week, in every country of the subject
-- note:    weeks of sources that aim at every event, and of coded samples only those with events. A week is there from the subject's first to the end of the coverage
with area as (
  select
    source,
    area_kind as subject_kind,
    area as subject,
    country,
    week,
    events,
    deaths_low,
    deaths_best,
    deaths_high,
    provisional_deaths_best,
    events_without_figure,
    unplaced_deaths_best
  from area_week
),
held as (
  select
    source,
    'group' as subject_kind,
    actor_id as subject,
    cast(null as string) as country,
    week,
    events,
    deaths_low,
    deaths_best,
    deaths_high,
    provisional_deaths_best,
    events_without_figure,
    unplaced_deaths_best
  from group_week
  where events > 0 or unplaced_events > 0
  union all
  select * from area
),
subject as (
  select source, subject_kind, subject, country, min(week) as first_week
  from held
  group by source, subject_kind, subject, country
),
-- The countries that must be covered for a week of the subject to be whole.
reach as (
  select source, 'group' as subject_kind, actor_id as subject, cast(null as string) as country, country as needs, cast(null as string) as needs_iso3
  from (
    select source, actor_id, country, count(country) over (partition by source, actor_id) as countries from group_country
  ) as entered
  -- Events without a country are in none of those that must be covered, unless there is no other.
  where country is not null or countries = 0
  union all
  select source, subject_kind, subject, country, country as needs, cast(null as string) as needs_iso3
  from subject
  where subject_kind in ('country', 'admin1')
  union all
  select distinct subject.source, subject.subject_kind, subject.subject, subject.country, cast(null as string) as needs, region_member.country_iso3 as needs_iso3
  from subject
  join region_member
    on region_member.region = subject.subject
  where subject.subject_kind = 'region'
),
needed as (
  select source, subject_kind, subject, country, count(*) as countries
  from reach
  group by source, subject_kind, subject, country
),
covered as (
  select
    reach.source,
    reach.subject_kind,
    reach.subject,
    reach.country,
    period.period_start as week,
    count(distinct coalesce(reach.needs, reach.needs_iso3, '')) as countries
  from reach
  join coverage_period as period
    on period.source = reach.source
    and period.period_kind = 'week'
    and period.is_whole
    and (period.country is null or period.country = reach.needs or period.country_iso3 = reach.needs_iso3)
  group by reach.source, reach.subject_kind, reach.subject, reach.country, period.period_start
),
whole as (
  select covered.source, covered.subject_kind, covered.subject, covered.country, covered.week
  from covered
  join needed
    on needed.source = covered.source
    and needed.subject_kind = covered.subject_kind
    and needed.subject = covered.subject
    and needed.country is not distinct from covered.country
    and needed.countries = covered.countries
  join subject
    on subject.source = covered.source
    and subject.subject_kind = covered.subject_kind
    and subject.subject = covered.subject
    and subject.country is not distinct from covered.country
    and subject.first_week <= covered.week
),
week as (
  select source, subject_kind, subject, country, week from whole
  union
  select source, subject_kind, subject, country, week from held
)
select
  week.source,
  week.subject_kind,
  week.subject,
  coalesce(actor.actor_name, week.subject) as subject_name,
  week.country,
  week.week,
  coalesce(held.events, 0) as events,
  case when coalesce(held.events, 0) > 0 then held.deaths_low when source.has_range then 0 end as deaths_low,
  case when coalesce(held.events, 0) > 0 then held.deaths_best else 0 end as deaths_best,
  case when coalesce(held.events, 0) > 0 then held.deaths_high when source.has_range then 0 end as deaths_high,
  case when coalesce(held.events, 0) > 0 then held.provisional_deaths_best else 0 end as provisional_deaths_best,
  coalesce(held.events_without_figure, 0) as events_without_figure,
  coalesce(held.unplaced_deaths_best, 0) as unplaced_deaths_best,
  whole.week is not null as is_whole
from week
join source
  on source.source = week.source
left join held
  on held.source = week.source
  and held.subject_kind = week.subject_kind
  and held.subject = week.subject
  and held.country is not distinct from week.country
  and held.week = week.week
left join whole
  on whole.source = week.source
  and whole.subject_kind = week.subject_kind
  and whole.subject = week.subject
  and whole.country is not distinct from week.country
  and whole.week = week.week
left join actor
  on week.subject_kind = 'group'
  and actor.actor_id = week.subject
