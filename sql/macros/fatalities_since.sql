-- Deaths since a date, per source and country, with everything that a figure needs beside it.
--
-- params:  since, until = null
-- grain:   source, country
-- source:  fatalities_by_day, country_coverage, source
-- engine:  duckdb: a macro with parameters
-- columns:
--   source                  source that codes the events; never added to another
--   country                 country as the source writes it; NULL for events without one, and where the source has nothing in the period
--   events                  events of political violence that begin in the period                  [events]
--   deaths_low              low estimate, NULL where the source gives no range                     [persons]
--   deaths_best             best estimate                                                          [persons]
--   deaths_high             high estimate, NULL where the source gives no range                    [persons]
--   provisional_deaths_best of the best estimate, in events whose status is not final              [persons]
--   state_forces_best       dead of state forces, in state-based violence; NULL where the source does not say   [persons]
--   auxiliaries_best        dead of auxiliaries, NULL where the source does not say                [persons]
--   nonstate_best           dead of other armed actors, NULL where the source does not say         [persons]
--   civilians_best          dead civilians, NULL where the source does not say                     [persons]
--   unspecified_best        dead whose belonging is not stated                                     [persons]
--   civilian_targeting_events        events that target civilians                                  [events]
--   civilian_targeting_deaths_best   best estimate in these                                        [persons]
--   events_without_figure   events without a death figure: unknown, not zero                       [events]
--   rule_value_share        share of the best estimate that stands for a word                      [share 0..1]
--   unknown_zero_share      share of events in which 0 may mean unknown                            [share 0..1]
--   demonstration_events             demonstrations, not counted above                             [events]
--   demonstration_deaths_best        best estimate in these                                        [persons]
--   strategic_events                 strategic developments, not counted above                     [events]
--   strategic_deaths_best            best estimate in these                                        [persons]
--   straddling_events       events that began before the period and ended in it, not counted above [events]
--   straddling_deaths_best  best estimate in these                                                 [persons]
--   first_date              first start date in the period
--   last_date               last start date in the period
--   coverage_from           first day that the loads cover
--   coverage_to             last day that the loads cover: the cut-off
--   covers_period           true if they cover the whole period, up to its end or to the cut-off if it has none
-- note:    a loaded source without coverage in the period is a row of NULLs, a covered country without events a row with 0
-- example: select source, country, events, deaths_low, deaths_best, deaths_high, coverage_to from fatalities_since(date '2025-05-01', until := date '2025-06-03') where events > 0
with period as (
  select cast(since as date) as first_day, cast(until as date) as last_day
),
held as (
  select
    mart.source,
    mart.country,
    mart.start_date >= period.first_day and (period.last_day is null or mart.start_date <= period.last_day) as is_in,
    mart.start_date < period.first_day and mart.end_date >= period.first_day as straddles,
    mart.*
  from fatalities_by_day as mart
  cross join period
),
summed as (
  select
    source,
    country,
    sum(events) filter (where is_in) as events,
    sum(events_without_figure) filter (where is_in) as events_without_figure,
    sum(deaths_low) filter (where is_in) as deaths_low,
    sum(deaths_best) filter (where is_in) as deaths_best,
    sum(deaths_high) filter (where is_in) as deaths_high,
    sum(provisional_deaths_best) filter (where is_in) as provisional_deaths_best,
    sum(state_forces_best) filter (where is_in) as state_forces_best,
    sum(auxiliaries_best) filter (where is_in) as auxiliaries_best,
    sum(nonstate_best) filter (where is_in) as nonstate_best,
    sum(civilians_best) filter (where is_in) as civilians_best,
    sum(unspecified_best) filter (where is_in) as unspecified_best,
    sum(civilian_targeting_events) filter (where is_in) as civilian_targeting_events,
    sum(civilian_targeting_deaths_best) filter (where is_in) as civilian_targeting_deaths_best,
    sum(coded_value_deaths_best) filter (where is_in) as coded_value_deaths_best,
    sum(unknown_zero_events) filter (where is_in) as unknown_zero_events,
    sum(demonstration_events) filter (where is_in) as demonstration_events,
    sum(demonstration_deaths_best) filter (where is_in) as demonstration_deaths_best,
    sum(strategic_events) filter (where is_in) as strategic_events,
    sum(strategic_deaths_best) filter (where is_in) as strategic_deaths_best,
    sum(events) filter (where straddles) as straddling_events,
    sum(deaths_best) filter (where straddles) as straddling_deaths_best,
    min(start_date) filter (where is_in and events > 0) as first_date,
    max(start_date) filter (where is_in and events > 0) as last_date,
    coalesce(bool_or(is_in), false) as has_rows
  from held
  group by source, country
),
span as (
  select
    coverage.source,
    named.country,
    coverage.coverage_from,
    coverage.coverage_to,
    coverage.coverage_from <= coalesce(period.last_day, date '9999-12-31') and coverage.coverage_to >= period.first_day as touches,
    coverage.coverage_from <= period.first_day
      and coverage.coverage_to >= coalesce(period.last_day, period.first_day) as reaches
  from country_coverage as coverage
  join (
    select source, country from country_coverage where country is not null
    union
    select source, country from fatalities_by_day
  ) as named
    on named.source = coverage.source
    and (coverage.country = named.country or coverage.country is null)
  cross join period
),
covered as (
  select
    source,
    country,
    min(coverage_from) as coverage_from,
    max(coverage_to) as coverage_to,
    bool_or(touches) as touches,
    -- With an open end, the span that holds the first day must be the last one: no gap before the cut-off.
    coalesce(bool_or(reaches and (coverage_to = newest or (select last_day from period) is not null)), false) as reaches
  from (select span.*, max(coverage_to) over (partition by source, country) as newest from span)
  group by source, country
),
known as (
  select
    coalesce(covered.source, summed.source) as source,
    coalesce(covered.country, summed.country) as country,
    covered.coverage_from,
    covered.coverage_to,
    coalesce(covered.touches, false) or coalesce(summed.has_rows, false) or coalesce(summed.straddling_events, 0) > 0 as is_covered,
    coalesce(covered.reaches, false) as reaches,
    summed.* exclude (source, country)
  from covered
  full join summed
    on summed.source = covered.source
    and summed.country is not distinct from covered.country
),
listed as (
  select known.*, source.has_range, source.has_sides, source.has_rules, source.census,
    bool_or(known.is_covered) over (partition by known.source) as source_is_covered
  from known
  join source
    on source.source = known.source
)
select
  source,
  country,
  case when is_covered then coalesce(events, 0) end::bigint as events,
  case when is_covered and has_range and coalesce(events, 0) = 0 then 0 else deaths_low end::bigint as deaths_low,
  case when is_covered and coalesce(events, 0) = 0 then 0 else deaths_best end::bigint as deaths_best,
  case when is_covered and has_range and coalesce(events, 0) = 0 then 0 else deaths_high end::bigint as deaths_high,
  case when is_covered and coalesce(events, 0) = 0 then 0 else provisional_deaths_best end::bigint as provisional_deaths_best,
  case when is_covered and has_sides and coalesce(events, 0) = 0 then 0 else state_forces_best end::bigint as state_forces_best,
  case when is_covered and has_sides and coalesce(events, 0) = 0 then 0 else auxiliaries_best end::bigint as auxiliaries_best,
  case when is_covered and has_sides and coalesce(events, 0) = 0 then 0 else nonstate_best end::bigint as nonstate_best,
  case when is_covered and has_sides and coalesce(events, 0) = 0 then 0 else civilians_best end::bigint as civilians_best,
  case when is_covered and has_sides and coalesce(events, 0) = 0 then 0 else unspecified_best end::bigint as unspecified_best,
  case when is_covered then coalesce(civilian_targeting_events, 0) end::bigint as civilian_targeting_events,
  case
    when is_covered and coalesce(civilian_targeting_events, 0) = 0 then 0
    else civilian_targeting_deaths_best
  end::bigint as civilian_targeting_deaths_best,
  case when is_covered then coalesce(events_without_figure, 0) end::bigint as events_without_figure,
  case when has_rules then coded_value_deaths_best / nullif(deaths_best::double, 0) end as rule_value_share,
  case when has_rules then unknown_zero_events / nullif(events::double, 0) end as unknown_zero_share,
  case when is_covered then coalesce(demonstration_events, 0) end::bigint as demonstration_events,
  case when is_covered and coalesce(demonstration_events, 0) = 0 then 0 else demonstration_deaths_best end::bigint as demonstration_deaths_best,
  case when is_covered then coalesce(strategic_events, 0) end::bigint as strategic_events,
  case when is_covered and coalesce(strategic_events, 0) = 0 then 0 else strategic_deaths_best end::bigint as strategic_deaths_best,
  case when is_covered then coalesce(straddling_events, 0) end::bigint as straddling_events,
  case when is_covered and coalesce(straddling_events, 0) = 0 then 0 else straddling_deaths_best end::bigint as straddling_deaths_best,
  first_date,
  last_date,
  coverage_from,
  coverage_to,
  reaches and census as covers_period
from listed
where source_is_covered
union all
select
  source,
  case when count(*) = 1 then min(country) end as country,
  null::bigint, null::bigint, null::bigint, null::bigint, null::bigint, null::bigint, null::bigint, null::bigint,
  null::bigint, null::bigint, null::bigint, null::bigint, null::bigint, null::double, null::double, null::bigint,
  null::bigint, null::bigint, null::bigint, null::bigint, null::bigint, null::date, null::date,
  min(coverage_from) as coverage_from,
  max(coverage_to) as coverage_to,
  false as covers_period
from listed
where not source_is_covered
group by source
order by source, country
