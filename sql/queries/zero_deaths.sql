-- What stands behind zeros and round figures: how many may mean unknown, or stand for a word.
--
-- params:
--   since   first start date   [date = 2025-01-01]
-- grain:   source, deaths_rule
-- source:  event
-- columns:
--   source
--   deaths_rule
--   events             events of political violence under the rule   [events]
--   zero_events        of these, with a best estimate of 0           [events]
--   deaths_low
--   deaths_best
--   deaths_high
-- note:    unknown_zero: the source writes 0 also where nothing is known. coded_value: the number stands for a word such as "several" or "dozens".
select
  source,
  deaths_rule,
  count(*)::bigint as events,
  count(*) filter (where deaths_best = 0)::bigint as zero_events,
  sum(deaths_low)::bigint as deaths_low,
  sum(deaths_best)::bigint as deaths_best,
  sum(deaths_high)::bigint as deaths_high
from event
where start_date >= $since::date
  and disorder = 'political_violence'
group by source, deaths_rule
order by source, deaths_rule
