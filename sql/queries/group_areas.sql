-- Where a group is active: the first-order areas of its events since a date.
--
-- params:
--   group   group, by identifier or any of its names   [group = JNIM]
--   since   first start date                           [date = 2025-05-01]
-- grain:   source, country, admin1
-- source:  group_event, event_measure
-- columns:
--   source
--   country
--   admin1
--   events         events of political violence in which it is a side   [events]
--   deaths_low
--   deaths_best
--   deaths_high
--   first_date     first start date
--   last_date      last start date
-- note:    Deaths are in these events, on all sides: not "killed by" the group.
select
  measured.source,
  measured.country,
  measured.admin1,
  count(*)::bigint as events,
  sum(measured.deaths_low)::bigint as deaths_low,
  sum(measured.deaths_best)::bigint as deaths_best,
  sum(measured.deaths_high)::bigint as deaths_high,
  min(measured.start_date) as first_date,
  max(measured.start_date) as last_date
from event_measure as measured
join group_event as involved
  on involved.source = measured.source
  and involved.source_event_id = measured.source_event_id
  and involved.actor_id = $group::text
where measured.counted
  and measured.start_date >= $since::date
group by measured.source, measured.country, measured.admin1
order by measured.source, events desc, measured.country, measured.admin1
