-- Spans of days that the loads of a source cover, per country.
--
-- grain:   source, country, coverage_from
-- source:  coverage_span, event
-- columns:
--   source          the source
--   country         country as the source writes it; NULL = every country of the source
--   country_iso3    ISO 3166 alpha-3, where known
--   coverage_from   first day of the span
--   coverage_to     last day of the span
-- example: select source, country, coverage_from, coverage_to from country_coverage order by all
with country_code as (
  select source, country, min(country_iso3) as country_iso3
  from event
  where country is not null
  group by source, country
)
select
  coverage_span.source,
  coverage_span.country,
  country_code.country_iso3,
  coverage_span.coverage_from,
  coverage_span.coverage_to
from coverage_span
left join country_code
  on country_code.source = coverage_span.source
  and country_code.country = coverage_span.country
