-- Days that the loads of a source cover, per country, as spans without gaps between them.
--
-- grain:   source, country, coverage_from
-- source:  coverage
-- columns:
--   source          the source
--   country         country as the source writes it; NULL = every country of the source
--   coverage_from   first day of the span
--   coverage_to     last day of the span
with in_force as (
  select source, country, covers_from, covers_to
  from coverage
  where ended_load_id is null
),
country as (
  select distinct source, country from in_force
),
span as (
  select in_force.source, country.country, in_force.covers_from, in_force.covers_to
  from in_force
  join country
    on country.source = in_force.source
    and (in_force.country is null or in_force.country = country.country)
),
reach as (
  select
    source,
    country,
    covers_from,
    covers_to,
    max(covers_to) over (
      partition by source, country
      order by covers_from, covers_to
      rows between unbounded preceding and 1 preceding
    ) as reached
  from span
),
island as (
  select
    source,
    country,
    covers_from,
    covers_to,
    sum(case when reached is null or covers_from > reached + 1 then 1 else 0 end) over (
      partition by source, country
      order by covers_from, covers_to
      rows between unbounded preceding and current row
    ) as island
  from reach
)
select
  source,
  country,
  min(covers_from) as coverage_from,
  max(covers_to) as coverage_to
from island
group by source, country, island
