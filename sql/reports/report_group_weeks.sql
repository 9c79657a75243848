-- Weeks of one group in each country, for weeks in which it has events there.
--
-- params:  since, source, actor_id
-- grain:   country, week
-- source:  group_measure
-- columns:
--   country       country as the source writes it
--   week          Monday of the ISO week
--   events        events of political violence in which it is a side, in any role   [events]
--   deaths_low    low estimate, in these events, all sides                          [persons]
--   deaths_best   best estimate, in these events, all sides                         [persons]
--   deaths_high   high estimate, in these events, all sides                         [persons]
select
  country,
  week,
  count(*)::bigint as events,
  sum(deaths_low)::bigint as deaths_low,
  sum(deaths_best)::bigint as deaths_best,
  sum(deaths_high)::bigint as deaths_high
from group_measure
where source = $source::text
  and actor_id = $actor_id::text
  and counted
  and in_week
  and country is not null
  and week >= $since::date
group by country, week
order by country, week
