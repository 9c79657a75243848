-- How far each source reaches: days covered per country, cut-off, release and load.
--
-- params:
--   country   one country, by any name or its ISO code  [country = any]
-- grain:   source, country, coverage_from
-- source:  country_coverage, source, event, load
-- columns:
--   source
--   country
--   coverage_from
--   coverage_to
--   cut_off          last day of any event of the source
--   newest_load      newest load of the source
--   loaded_at        when that was, UTC
--   census
-- note:    A row without a country covers every country of the source. Outside of these days nothing is known, which is not zero. A coded sample covers what was looked for and no more.
with cut_off as (
  select source, max(end_date) as last_date
  from event
  group by source
),
newest as (
  select source, max(load_id) as newest_load, max(loaded_at) as loaded_at
  from load
  group by source
)
select
  covered.source,
  covered.country,
  covered.coverage_from,
  covered.coverage_to,
  cut_off.last_date as cut_off,
  newest.newest_load,
  newest.loaded_at,
  source.census
from country_coverage as covered
join source
  on source.source = covered.source
left join cut_off
  on cut_off.source = covered.source
left join newest
  on newest.source = covered.source
where $country::text is null
  or covered.country is null
  or covered.country_iso3 = $country::text
  or covered.country = $country::text
order by covered.source, covered.country, covered.coverage_from
