-- Weeks and months that the loads of a census source touch, per country, and whether they cover them whole.
--
-- grain:   source, country, period_kind, period_start
-- source:  country_coverage, source
-- columns:
--   source          the source
--   country         country as the source writes it; NULL = every country of the source
--   country_iso3    ISO 3166 alpha-3, where known
--   period_kind     week (Monday to Sunday), acled_week (Saturday to Friday), month
--   period_start    first day of the period
--   is_whole        true if every day of the period is covered
-- note:    a coded sample covers nothing whole and is left out: its empty weeks say nothing
-- example: select source, country, period_start from coverage_period where period_kind = 'month' and not is_whole order by all
with span as (
  select country_coverage.*
  from country_coverage
  join source
    on source.source = country_coverage.source
    and source.census
),
reach as (
  select min(coverage_from) as first_day, max(coverage_to) - min(coverage_from) as days from span
),
digit as (
  select digit from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as one (digit)
),
thousand as (
  select ones.digit + 10 * tens.digit + 100 * hundreds.digit as number
  from digit as ones
  cross join digit as tens
  cross join digit as hundreds
),
-- From 0 on, as many as there are weeks in the spans, and some more.
number as (
  select low.number + 1000 * high.number as number
  from thousand as low
  join thousand as high
    on 1000 * high.number <= (select days from reach) / 7 + 2
),
-- A step of 28 days meets every month.
first_day as (
  select 'week' as period_kind, cast(date_trunc('week', reach.first_day) as date) + 7 * number.number as period_start
  from reach
  cross join number
  union all
  select 'acled_week' as period_kind, cast(date_trunc('week', reach.first_day + 2) as date) - 2 + 7 * number.number as period_start
  from reach
  cross join number
  union all
  select distinct 'month' as period_kind, cast(date_trunc('month', reach.first_day + 28 * number.number) as date) as period_start
  from reach
  cross join number
  where 28 * number.number <= reach.days + 28
),
period as (
  select
    period_kind,
    period_start,
    case
      when period_kind = 'month' then cast(period_start + interval 1 month as date) - 1
      else period_start + 6
    end as period_end
  from first_day
)
select
  span.source,
  span.country,
  min(span.country_iso3) as country_iso3,
  period.period_kind,
  period.period_start,
  bool_or(span.coverage_from <= period.period_start and span.coverage_to >= period.period_end) as is_whole
from span
join period
  on period.period_end >= span.coverage_from
  and period.period_start <= span.coverage_to
group by span.source, span.country, period.period_kind, period.period_start
