-- Actors that appear in a country: their first event there in 12 months.
--
-- grain:   source, actor_id, country, first_date
-- source:  group_event, event, actor, country_coverage, source
-- columns:
--   source           source that codes the events
--   actor_id         the actor, with its members' events
--   actor_name       its name
--   actor_kind       its kind
--   country          country as the source writes it
--   first_date       day of the first event
--   previous_date    day of its last event in the country before it, more than 365 days earlier; NULL if none is loaded
--   known_since      day of its first event anywhere in the source
--   events           events in the country on the day and in the 89 days after it     [events]
--   is_new           true if the loads cover the 365 days before in that country; NULL where they do not, or for a coded sample: an earlier event may be missing
-- note:    a new name is not always a new actor: sources rename and merge them (warledger actors --unmatched)
with day as (
  select
    group_event.source,
    group_event.actor_id,
    event.country,
    event.start_date,
    count(*) as events
  from group_event
  join event
    on event.source = group_event.source
    and event.source_event_id = group_event.source_event_id
  where event.disorder = 'political_violence'
    and event.country is not null
  group by group_event.source, group_event.actor_id, event.country, event.start_date
),
followed as (
  select
    day.*,
    lag(start_date) over (partition by source, actor_id, country order by start_date) as previous_date,
    min(start_date) over (partition by source, actor_id) as known_since,
    sum(events) over (
      partition by source, actor_id, country
      order by start_date - date '1970-01-01'
      range between current row and 89 following
    ) as events_90
  from day
)
select
  followed.source,
  followed.actor_id,
  actor.actor_name,
  actor.actor_kind,
  followed.country,
  followed.start_date as first_date,
  followed.previous_date,
  followed.known_since,
  followed.events_90::bigint as events,
  case
    when source.census and exists (
      select 1
      from country_coverage as coverage
      where coverage.source = followed.source
        and (coverage.country = followed.country or coverage.country is null)
        and coverage.coverage_from <= followed.start_date - 365
        and coverage.coverage_to >= followed.start_date
    ) then true
  end as is_new
from followed
join source
  on source.source = followed.source
left join actor
  on actor.actor_id = followed.actor_id
where followed.previous_date is null
  or followed.previous_date < followed.start_date - 365
