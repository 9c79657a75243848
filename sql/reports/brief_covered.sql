-- Whether the loads of each census source cover a day in a country.
--
-- params:  day, country_iso3
-- grain:   source
-- source:  source, country_coverage
-- columns:
--   source        the census source
--   is_covered    true if its loads cover the day there
--   coverage_to   last day that they cover there
select
  source.source,
  coalesce(bool_or($day::date between coverage.coverage_from and coverage.coverage_to), false) as is_covered,
  max(coverage.coverage_to) as coverage_to
from source
left join country_coverage as coverage
  on coverage.source = source.source
  and (coverage.country is null or coverage.country_iso3 = $country_iso3::text)
where source.census
group by source.source
order by source.source
