-- Which days the events of candidate releases and of all others begin on.
--
-- params:  source
-- grain:   is_candidate
-- source:  event, event_release, load
-- columns:
--   is_candidate   true for events of which the newest release is a candidate one
--   events         these events            [events]
--   first_date     first day on which one begins
--   last_date      last day on which one begins
-- note:    as in mixed_releases: 26.1 is final, 26.0.2 and 26.01.26.3 are candidates. Events of files that name no such release are not candidates
with kind as (
  select load_id, regexp_matches(release, '^\d+\.0') as is_candidate
  from load
  where source = $source::text
    and regexp_matches(release, '^\d+\.(0|[1-9]\d*$)')
),
newest as (
  select
    event_release.source,
    event_release.source_event_id,
    arg_max(event_release.load_id, event_release.release_rank) as load_id
  from event_release
  where event_release.source = $source::text
  group by event_release.source, event_release.source_event_id
)
select
  coalesce(kind.is_candidate, false) as is_candidate,
  count(*)::bigint as events,
  min(event.start_date) as first_date,
  max(event.start_date) as last_date
from event
left join newest
  on newest.source = event.source
  and newest.source_event_id = event.source_event_id
left join kind
  on kind.load_id = newest.load_id
where event.source = $source::text
group by all
order by is_candidate
