-- What each census source counts in the selected events, and whether its loads cover the whole area and period.
--
-- params:  victim_side, region, country_iso3, since, until
-- grain:   source
-- source:  source, country_coverage, region_member, country, event_measure, selected
-- columns:
--   source            the source
--   has_sides         true if it gives deaths by side
--   has_range         true if it gives a range of all deaths
--   not_covered       countries of the area that its loads do not cover over the whole period, NULL if they cover all
--   coverage_to       last day that they cover of it
--   events            events of political violence                                             [events]
--   without_figure    of these, without a figure, or with a 0 that may mean unknown             [events]
--   provisional       of these, with a provisional status or figure                             [events]
--   deaths_low        low estimate of all sides                                                [persons]
--   deaths_best       best estimate of all sides                                               [persons]
--   deaths_high       high estimate of all sides                                               [persons]
--   side_best         best estimate of the dead of the side, auxiliaries with state forces      [persons]
--   unspecified_best  best estimate of the dead of no stated side                               [persons]
with wanted as (
  select distinct region_member.country_iso3
  from region_member
  where region_member.region = $region::text
  union
  select $country_iso3::text as country_iso3
  where $country_iso3::text is not null
  union
  select null::text as country_iso3
  where $country_iso3::text is null
    and $region::text is null
),
covered as (
  select
    source.source,
    wanted.country_iso3,
    bool_or(
      coverage.coverage_from <= $since::date and coverage.coverage_to >= $until::date
    ) as is_covered,
    max(coverage.coverage_to) as coverage_to
  from source
  cross join wanted
  left join country_coverage as coverage
    on coverage.source = source.source
    and (coverage.country is null or wanted.country_iso3 is null or coverage.country_iso3 = wanted.country_iso3)
  where source.census
  group by source.source, wanted.country_iso3
),
reach as (
  select
    covered.source,
    string_agg(coalesce(country.country_name, covered.country_iso3, 'the period'), ', ' order by country.country_name)
      filter (where not coalesce(covered.is_covered, false)) as not_covered,
    max(covered.coverage_to) as coverage_to
  from covered
  left join country
    on country.country_iso3 = covered.country_iso3
  group by covered.source
),
counted as (
  select
    measured.source,
    count(*) as events,
    count(*) filter (where not measured.has_figure or measured.is_unknown_zero) as without_figure,
    count(*) filter (where measured.provisional_best > 0) as provisional,
    sum(measured.deaths_low) as deaths_low,
    sum(measured.deaths_best) as deaths_best,
    sum(measured.deaths_high) as deaths_high,
    sum(
      case $victim_side::text
        when 'state_forces' then coalesce(measured.state_forces_best, 0) + coalesce(measured.auxiliaries_best, 0)
        when 'militants' then measured.nonstate_best
        when 'civilians' then measured.civilians_best
        when 'unspecified' then measured.unspecified_best
      end
    ) as side_best,
    sum(measured.unspecified_best) as unspecified_best
  from event_measure as measured
  semi join selected
    on selected.source = measured.source
    and selected.source_event_id = measured.source_event_id
  where measured.counted
  group by measured.source
)
select
  reach.source,
  source.has_sides,
  source.has_range,
  reach.not_covered,
  reach.coverage_to,
  coalesce(counted.events, 0)::bigint as events,
  coalesce(counted.without_figure, 0)::bigint as without_figure,
  coalesce(counted.provisional, 0)::bigint as provisional,
  case when source.has_range then coalesce(counted.deaths_low, 0) end::bigint as deaths_low,
  coalesce(counted.deaths_best, 0)::bigint as deaths_best,
  case when source.has_range then coalesce(counted.deaths_high, 0) end::bigint as deaths_high,
  case when source.has_sides then coalesce(counted.side_best, 0) end::bigint as side_best,
  case when source.has_sides then coalesce(counted.unspecified_best, 0) end::bigint as unspecified_best
from reach
join source
  on source.source = reach.source
left join counted
  on counted.source = reach.source
order by reach.source
