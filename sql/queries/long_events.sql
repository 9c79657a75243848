-- Events that belong to no week because they last longer or are dated less precisely, the deadliest first.
--
-- params:
--   since   first start date           [date = 2025-01-01]
--   most    events of each source      [integer = 50]
-- grain:   source, source_event_id
-- source:  event, event_measure
-- columns:
--   source
--   source_event_id
--   start_date
--   end_date
--   days              days that it spans                                   [days]
--   date_precision
--   in_month
--   country
--   place
--   deaths_low
--   deaths_best
--   deaths_high
-- note:    A summary of weeks in one row fakes a deadliest day if it is dated by its start. It is in the totals of a period and in no week.
select
  event.source,
  event.source_event_id,
  event.start_date,
  event.end_date,
  (event.end_date - event.start_date + 1)::bigint as days,
  event.date_precision,
  measured.in_month,
  event.country,
  event.place,
  event.deaths_low,
  event.deaths_best,
  event.deaths_high
from event
join event_measure as measured
  on measured.source = event.source
  and measured.source_event_id = event.source_event_id
where event.start_date >= $since::date
  and measured.counted
  and not measured.in_week
qualify row_number() over (
  partition by event.source
  order by event.deaths_best desc nulls last, event.start_date, event.source_event_id
) <= $most::bigint
order by event.source, event.deaths_best desc nulls last, event.start_date, event.source_event_id
