-- How late events arrive: how many of a source's events a load had brought within so many weeks of their first day.
--
-- params:  source
-- grain:   weeks
-- source:  event_version, load
-- columns:
--   weeks        weeks after the first day of an event, 0 to 26                          [weeks]
--   events       events that began after the first load and early enough for a load to tell   [events]
--   known        of these, those that a load had brought by then                         [events]
--   arrived      of these, those that the load of the last of the weeks brought          [events]
--   all_loads    loads that tell                                                         [loads]
--   newest_load  day of the newest of them
-- note:    the day of a load is the one on which its files were obtained, else the one on which it was made. Events that no load has brought yet are not there: known / events is too high for late weeks, and 1 - arrived / known, multiplied from the last week down, is not
with told as (
  select load_id, coalesce(accessed_on, cast(loaded_at as date)) as told_on
  from load
  where source = $source::text
    and mode in ('update', 'snapshot')
),
reach as (
  select min(told_on) as first_told, max(told_on) as last_told, count(distinct told_on) as all_loads
  from told
),
first_known as (
  select
    event_version.source_event_id,
    min(event_version.start_date) as start_date,
    min(told.told_on) as told_on
  from event_version
  join told
    on told.load_id = event_version.load_id
  where event_version.source = $source::text
  group by event_version.source_event_id
),
week as (
  select cast(unnest(generate_series(0, 26)) as bigint) as weeks
)
select
  week.weeks,
  count(*)::bigint as events,
  (count(*) filter (where first_known.told_on <= first_known.start_date + cast(7 * week.weeks as integer)))::bigint as known,
  (count(*) filter (
    where first_known.told_on <= first_known.start_date + cast(7 * week.weeks as integer)
      and (week.weeks = 0 or first_known.told_on > first_known.start_date + cast(7 * (week.weeks - 1) as integer))
  ))::bigint as arrived,
  max(reach.all_loads)::bigint as all_loads,
  max(reach.last_told) as newest_load
from week
cross join reach
join first_known
  on first_known.start_date >= reach.first_told
  and first_known.start_date + cast(7 * week.weeks as integer) <= reach.last_told
group by week.weeks
order by week.weeks
