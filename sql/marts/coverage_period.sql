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
touched as (
  select
    source, country, country_iso3, coverage_from, coverage_to,
    'week' as period_kind,
    cast(unnest(generate_series(
      cast(date_trunc('week', coverage_from) as timestamp), cast(coverage_to as timestamp), interval 7 day
    )) as date) as period_start
  from span
  union all
  select
    source, country, country_iso3, coverage_from, coverage_to,
    'acled_week' as period_kind,
    cast(unnest(generate_series(
      cast(date_trunc('week', coverage_from + 2) as timestamp) - interval 2 day, cast(coverage_to as timestamp), interval 7 day
    )) as date) as period_start
  from span
  union all
  select
    source, country, country_iso3, coverage_from, coverage_to,
    'month' as period_kind,
    cast(unnest(generate_series(
      cast(date_trunc('month', coverage_from) as timestamp), cast(coverage_to as timestamp), interval 1 month
    )) as date) as period_start
  from span
)
select
  source,
  country,
  min(country_iso3) as country_iso3,
  period_kind,
  period_start,
  bool_or(
    coverage_from <= period_start
    and coverage_to >= case
      when period_kind = 'month' then cast(period_start + interval 1 month as date) - 1
      else period_start + 6
    end
  ) as is_whole
from touched
group by source, country, period_kind, period_start
