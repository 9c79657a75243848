-- Troops killed since a date by what is claimed: a sum of known tolls under each policy, not a total.
--
-- params:  since, until = null
-- grain:   source, area_kind, area, policy
-- source:  event_toll, event_measure, event_area, group_event, actor, policy, source
-- engine:  duckdb: a macro with parameters
-- columns:
--   source                  claims data set; never added to another
--   area_kind               all, region, country
--   area                    name of the area; 'all' for the whole data set
--   policy                  name of the policy: warledger policies
--   deaths_low              sum of the smallest figures stated       [persons]
--   deaths_best             sum of the best figures                  [persons]
--   deaths_high             sum of the largest figures stated        [persons]
--   events_with_figure      events with a figure for state forces    [events]
--   events_without_figure   events in which state forces or auxiliaries are a side, without one: unknown, not zero   [events]
--   first_date              first start date of these events
--   last_date               last start date of these events
--   says                    what the figure is
-- note:    an event that lies inside another with a figure is counted there alone; claims of other data sets on these events do not count here
-- note:    state forces here include police, guards and volunteers, as the claims do; areas do not add up
-- example: select policy, deaths_low, deaths_best, deaths_high, events_with_figure from troops_killed_since(date '2025-05-01', until := date '2025-06-03') where area = 'central_sahel'
with period as (
  select cast(since as date) as first_day, cast(until as date) as last_day
),
fought as (
  select distinct group_event.source, group_event.source_event_id
  from group_event
  join actor
    on actor.actor_id = group_event.actor_id
    and actor.actor_kind in ('state_forces', 'auxiliary')
),
candidate as (
  select measured.source, measured.source_event_id, measured.start_date,
    fought.source_event_id is not null as has_state_side
  from event_measure as measured
  join source
    on source.source = measured.source
    and source.has_claims
  left join fought
    on fought.source = measured.source
    and fought.source_event_id = measured.source_event_id
  cross join period
  where measured.counted
    and measured.start_date >= period.first_day
    and (period.last_day is null or measured.start_date <= period.last_day)
),
tolled as (
  select
    candidate.source,
    candidate.source_event_id,
    candidate.start_date,
    policy.policy,
    policy.position,
    toll.deaths_low,
    toll.deaths_best,
    toll.deaths_high,
    toll.policy is not null as has_figure
  from candidate
  cross join policy
  left join event_toll as toll
    on toll.source = candidate.source
    and toll.event_source = candidate.source
    and toll.source_event_id = candidate.source_event_id
    and toll.policy = policy.policy
    and toll.victim_side = 'state_forces'
  where (candidate.has_state_side or toll.policy is not null)
    and toll.counted_in is null
),
placed as (
  select tolled.*, 'all' as area_kind, 'all' as area
  from tolled
  union all
  select tolled.*, event_area.area_kind, event_area.area
  from tolled
  join event_area
    on event_area.source = tolled.source
    and event_area.source_event_id = tolled.source_event_id
    and event_area.area_kind in ('region', 'country')
)
select
  source,
  area_kind,
  area,
  policy,
  sum(deaths_low)::bigint as deaths_low,
  sum(deaths_best)::bigint as deaths_best,
  sum(deaths_high)::bigint as deaths_high,
  (count(*) filter (where has_figure))::bigint as events_with_figure,
  (count(*) filter (where not has_figure))::bigint as events_without_figure,
  min(start_date) as first_date,
  max(start_date) as last_date,
  'a sum of known tolls, not a total' as says
from placed
group by source, area_kind, area, policy
order by
  source,
  case area_kind when 'all' then 0 when 'region' then 1 else 2 end,
  area,
  max(position),
  policy
