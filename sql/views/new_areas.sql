-- Areas that a group enters: first- and second-order areas with its first event in 12 months.
--
-- grain:   source, actor_id, area_kind, country, admin1, area, first_date
-- source:  group_event, event, actor, country_coverage, source
-- columns:
--   source           source that codes the events
--   actor_id         the group, with its members' events
--   actor_name       its name
--   actor_kind       its kind
--   area_kind        admin1, admin2
--   country          country as the source writes it
--   admin1           first-order area of a second-order one, NULL for a first-order area itself
--   area             name of the area as the source writes it
--   first_date       day of the first event
--   previous_date    day of the last event there before it, more than 365 days earlier; NULL if none is loaded
--   events           events there on the day and in the 89 days after it     [events]
--   is_new           true if the loads cover the 365 days before in that country; NULL where they do not, or for a coded sample: an earlier event may be missing
-- note:    where a source renames an area the new name is entered anew. An event placed only in a country or a large area enters nothing
with placed as (
  select
    group_event.source,
    group_event.actor_id,
    'admin1' as area_kind,
    event.country,
    cast(null as string) as admin1,
    event.admin1 as area,
    event.admin1_key as area_key,
    event.start_date
  from group_event
  join event
    on event.source = group_event.source
    and event.source_event_id = group_event.source_event_id
  where event.disorder = 'political_violence'
    and event.admin1 is not null
    and coalesce(event.place_precision, '') not in ('area', 'country', 'international')
  union all
  select
    group_event.source,
    group_event.actor_id,
    'admin2' as area_kind,
    event.country,
    event.admin1,
    event.admin2 as area,
    lower(event.admin2) as area_key,
    event.start_date
  from group_event
  join event
    on event.source = group_event.source
    and event.source_event_id = group_event.source_event_id
  where event.disorder = 'political_violence'
    and event.admin2 is not null
    and coalesce(event.place_precision, '') not in ('region', 'area', 'country', 'international')
),
day as (
  select
    source,
    actor_id,
    area_kind,
    country,
    area_key,
    min(admin1) as admin1,
    min(area) as area,
    start_date,
    count(*) as events
  from placed
  group by source, actor_id, area_kind, country, area_key, start_date
),
followed as (
  select
    day.*,
    lag(start_date) over area_days as previous_date,
    sum(events) over (
      partition by source, actor_id, area_kind, country, area_key
      order by start_date - date '1970-01-01'
      range between current row and 89 following
    ) as events_90
  from day
  window area_days as (partition by source, actor_id, area_kind, country, area_key order by start_date)
)
select
  followed.source,
  followed.actor_id,
  actor.actor_name,
  actor.actor_kind,
  followed.area_kind,
  followed.country,
  followed.admin1,
  followed.area,
  followed.start_date as first_date,
  followed.previous_date,
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
