-- Events and deaths of each area by month, against the year before and the twelve months before.
--
-- grain:   source, area_kind, area, country, month
-- source:  area_month, country_coverage, coverage_period, region_member, source
-- columns:
--   source                  source that codes the events
--   area_kind               region, country, admin1
--   area                    name of the area
--   country                 country of an admin1 or the country itself, NULL for a region
--   month                   first day of the month
--   events                  events of political violence; NULL where none is known and the loads do not reach   [events]
--   attacks                 of these, those in which the source says who attacked; NULL where it never says   [events]
--   deaths_low              low estimate                                                          [persons]
--   deaths_best             best estimate                                                         [persons]
--   deaths_high             high estimate                                                         [persons]
--   provisional_deaths_best of the best estimate, in events whose status is not final             [persons]
--   events_ratio_year_before   events against the same month of the year before                   [ratio]
--   deaths_ratio_year_before   best estimate against the same month of the year before            [ratio]
--   events_ratio_12_months     events against the mean of the 12 months before                    [ratio]
--   deaths_ratio_12_months     best estimate against the mean of the 12 months before             [ratio]
--   is_partial              true if the loads do not cover the whole month in the whole area
--   covers_period           true if they do
--   civilian_targeting_events        events that target civilians                                 [events]
--   civilian_targeting_deaths_best   best estimate in these                                       [persons]
--   events_without_figure   events without a death figure                                         [events]
--   rule_value_share        share of the best estimate that stands for a word                     [share 0..1]
--   unknown_zero_share      share of events in which 0 may mean unknown                           [share 0..1]
--   demonstration_events             demonstrations                                               [events]
--   demonstration_deaths_best        best estimate in these                                       [persons]
--   strategic_events                 strategic developments                                       [events]
--   strategic_deaths_best            best estimate in these                                       [persons]
--   unplaced_events         events that begin in the month but belong to none, not counted above  [events]
--   unplaced_deaths_best    best estimate in these, not counted above                             [persons]
--   coverage_from           first day that the loads cover in any country of the area
--   coverage_to             last day that the loads cover in any country of the area
-- note:    areas do not add up across kinds, and regions overlap. Ratios are NULL for partial months, after gaps, without a base and for coded samples. A month without events inside the coverage is a row with 0
-- example: select source, month, events, deaths_best, events_ratio_year_before, is_partial from regional_trends where area = 'central_sahel' order by source, month
with known as (
  select distinct source, area_kind, area, country from area_month
),
region_country as (
  select distinct region, country_iso3 from region_member
),
source_month as (
  select distinct source, period_start as month from coverage_period where period_kind = 'month'
),
covered as (
  select
    known.source, known.area_kind, known.area, known.country,
    period.period_start as month,
    bool_or(period.is_whole) as is_whole
  from known
  join coverage_period as period
    on period.source = known.source
    and (period.country = known.country or period.country is null)
    and period.period_kind = 'month'
  where known.area_kind <> 'region'
  group by known.source, known.area_kind, known.area, known.country, period.period_start
  union all
  select
    known.source, known.area_kind, known.area, known.country,
    source_month.month,
    bool_and(coalesce(named.is_whole, false) or coalesce(everywhere.is_whole, false)) as is_whole
  from known
  join region_country
    on region_country.region = known.area
  join source_month
    on source_month.source = known.source
  left join coverage_period as named
    on named.source = known.source
    and named.period_kind = 'month'
    and named.period_start = source_month.month
    and named.country_iso3 = region_country.country_iso3
  left join coverage_period as everywhere
    on everywhere.source = known.source
    and everywhere.period_kind = 'month'
    and everywhere.period_start = source_month.month
    and everywhere.country is null
  where known.area_kind = 'region'
  group by known.source, known.area_kind, known.area, known.country, source_month.month
  having bool_or(named.period_start is not null or everywhere.period_start is not null)
),
span as (
  select
    known.source, known.area_kind, known.area, known.country,
    min(coverage.coverage_from) as coverage_from,
    max(coverage.coverage_to) as coverage_to
  from known
  left join region_country
    on known.area_kind = 'region'
    and region_country.region = known.area
  join country_coverage as coverage
    on coverage.source = known.source
    and (
      coverage.country is null
      or (known.area_kind <> 'region' and coverage.country = known.country)
      or (known.area_kind = 'region' and coverage.country_iso3 = region_country.country_iso3)
    )
  group by known.source, known.area_kind, known.area, known.country
),
dense as (
  select source, area_kind, area, country, month, is_whole, true as is_touched from covered
  union all
  select mart.source, mart.area_kind, mart.area, mart.country, mart.month, false as is_whole, false as is_touched
  from area_month as mart
  left join covered
    on covered.source = mart.source
    and covered.area_kind = mart.area_kind
    and covered.area = mart.area
    and coalesce(covered.country, '') = coalesce(mart.country, '')
    and covered.month = mart.month
  where covered.month is null
),
monthly as (
  select
    dense.source,
    dense.area_kind,
    dense.area,
    dense.country,
    dense.month,
    not dense.is_whole as is_partial,
    source.has_range,
    source.has_rules,
    case when dense.is_touched then coalesce(mart.events, 0) else nullif(mart.events, 0) end as events,
    mart.attacker_coded_events,
    mart.deaths_low,
    case when dense.is_touched and coalesce(mart.events, 0) = 0 then 0 else mart.deaths_best end as deaths_best,
    mart.deaths_high,
    mart.provisional_deaths_best,
    coalesce(mart.civilian_targeting_events, 0) as civilian_targeting_events,
    mart.civilian_targeting_deaths_best,
    coalesce(mart.events_without_figure, 0) as events_without_figure,
    mart.coded_value_deaths_best,
    coalesce(mart.unknown_zero_events, 0) as unknown_zero_events,
    coalesce(mart.demonstration_events, 0) as demonstration_events,
    mart.demonstration_deaths_best,
    coalesce(mart.strategic_events, 0) as strategic_events,
    mart.strategic_deaths_best,
    coalesce(mart.unplaced_events, 0) as unplaced_events,
    mart.unplaced_deaths_best
  from dense
  join source
    on source.source = dense.source
  left join area_month as mart
    on mart.source = dense.source
    and mart.area_kind = dense.area_kind
    and mart.area = dense.area
    and coalesce(mart.country, '') = coalesce(dense.country, '')
    and mart.month = dense.month
),
compared as (
  select
    monthly.*,
    lag(month, 12) over area_months = cast(month - interval 12 month as date) as has_base,
    lag(is_partial, 12) over area_months as base_is_partial,
    lag(events, 12) over area_months as events_year_before,
    lag(deaths_best, 12) over area_months as deaths_year_before,
    avg(events) over twelve_before as events_mean,
    avg(deaths_best) over twelve_before as deaths_mean,
    count(deaths_best) over twelve_before as deaths_known,
    max(cast(is_partial as integer)) over twelve_before = 1 as any_partial
  from monthly
  window
    area_months as (partition by source, area_kind, area, country order by month),
    twelve_before as (
      partition by source, area_kind, area, country order by month
      rows between 12 preceding and 1 preceding
    )
)
select
  compared.source,
  compared.area_kind,
  compared.area,
  compared.country,
  month,
  events,
  case when events = 0 then 0 when attacker_coded_events > 0 then attacker_coded_events end as attacks,
  case when events = 0 and has_range then 0 else deaths_low end as deaths_low,
  deaths_best,
  case when events = 0 and has_range then 0 else deaths_high end as deaths_high,
  case when events = 0 then 0 else provisional_deaths_best end as provisional_deaths_best,
  case
    when has_base and not is_partial and not base_is_partial then events / nullif(cast(events_year_before as double), 0)
  end as events_ratio_year_before,
  case
    when has_base and not is_partial and not base_is_partial then deaths_best / nullif(cast(deaths_year_before as double), 0)
  end as deaths_ratio_year_before,
  case
    when has_base and not is_partial and not any_partial then events / nullif(events_mean, 0)
  end as events_ratio_12_months,
  case
    when has_base and not is_partial and not any_partial and deaths_known = 12 then deaths_best / nullif(deaths_mean, 0)
  end as deaths_ratio_12_months,
  is_partial,
  not is_partial as covers_period,
  civilian_targeting_events,
  case when civilian_targeting_events = 0 then 0 else civilian_targeting_deaths_best end as civilian_targeting_deaths_best,
  events_without_figure,
  case when has_rules then coded_value_deaths_best / nullif(cast(deaths_best as double), 0) end as rule_value_share,
  case when has_rules then unknown_zero_events / nullif(cast(events as double), 0) end as unknown_zero_share,
  demonstration_events,
  case when demonstration_events = 0 then 0 else demonstration_deaths_best end as demonstration_deaths_best,
  strategic_events,
  case when strategic_events = 0 then 0 else strategic_deaths_best end as strategic_deaths_best,
  unplaced_events,
  case when unplaced_events = 0 then 0 else unplaced_deaths_best end as unplaced_deaths_best,
  span.coverage_from,
  span.coverage_to
from compared
left join span
  on span.source = compared.source
  and span.area_kind = compared.area_kind
  and span.area = compared.area
  and coalesce(span.country, '') = coalesce(compared.country, '')
