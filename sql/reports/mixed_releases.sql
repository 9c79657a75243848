-- Months in which events of a source's candidate and final releases stand side by side.
--
-- grain:   source, month
-- source:  event, event_release, load
-- columns:
--   source             the source
--   month              first day of the month in which they begin
--   final_events       events of which the newest release is a final one       [events]
--   candidate_events   events of which the newest release is a candidate one   [events]
-- note:    releases are told apart by their names: 26.1 is final, 26.0.2 and 26.01.26.3 are candidates. A final release that is loaded as a snapshot removes the candidate events that it lacks
with kind as (
  select
    load_id,
    source,
    regexp_matches(release, '^\d+\.[1-9]\d*$') as is_final,
    regexp_matches(release, '^\d+\.0') as is_candidate
  from load
),
both_kinds as (
  select source
  from kind
  group by source
  having bool_or(is_final) and bool_or(is_candidate)
),
newest as (
  select
    event_release.source,
    event_release.source_event_id,
    arg_max(event_release.load_id, event_release.release_rank) as load_id
  from event_release
  semi join both_kinds
    on both_kinds.source = event_release.source
  group by event_release.source, event_release.source_event_id
)
select
  event.source,
  cast(date_trunc('month', event.start_date) as date) as month,
  (count(*) filter (where kind.is_final))::bigint as final_events,
  (count(*) filter (where kind.is_candidate))::bigint as candidate_events
from event
join newest
  on newest.source = event.source
  and newest.source_event_id = event.source_event_id
join kind
  on kind.load_id = newest.load_id
group by event.source, cast(date_trunc('month', event.start_date) as date)
having bool_or(kind.is_final) and bool_or(kind.is_candidate)
