-- The event that each staged claim is of, found by identifier or by day, place and actor; or why none is found.
--
-- A claim of a data set with events of its own names one of these. Any other claim names an event that the ledger holds,
-- of whatever source, or the period of a sum.
create or replace temp table claim_event as
with staged as (
  select
    file_number,
    row_number,
    event_source,
    source_event_id,
    event_date,
    strip_accents(lower(event_place)) as place_key,
    strip_accents(lower(event_actor)) as actor_key,
    period_start,
    coalesce(source_event_id, event_place, event_actor, event_date::text) is not null as names_event,
    $own_events::boolean and event_source is null and event_date is null as is_own
  from stage.claim
),
sought as (
  select *
  from staged
  where not is_own
    and names_event
    and (source_event_id is not null or (event_date is not null and coalesce(place_key, actor_key) is not null))
),
near as (
  select
    sought.file_number,
    sought.row_number,
    sought.place_key,
    sought.actor_key,
    event.source,
    event.source_event_id,
    event.start_date,
    strip_accents(lower(coalesce(event.place, ''))) as place,
    strip_accents(lower(coalesce(event.admin2, ''))) as admin2
  from sought
  join event
    on event.source_event_id = sought.source_event_id
  where sought.source_event_id is not null
    and (sought.event_source is null or event.source = sought.event_source)
    and (sought.event_date is null or sought.event_date between event.start_date and event.end_date)
  union all
  select
    sought.file_number,
    sought.row_number,
    sought.place_key,
    sought.actor_key,
    event.source,
    event.source_event_id,
    event.start_date,
    strip_accents(lower(coalesce(event.place, ''))) as place,
    strip_accents(lower(coalesce(event.admin2, ''))) as admin2
  from sought
  join event
    on sought.event_date between event.start_date and event.end_date
  where sought.source_event_id is null
    and (sought.event_source is null or event.source = sought.event_source)
),
known as (
  select actor_id, strip_accents(lower(actor_name)) as actor_key from actor
  union
  select actor_id, lower(actor_id) as actor_key from actor
  union
  select actor_id, strip_accents(lower(alias)) as actor_key from actor_alias
),
meant as (
  select actor_id, actor_key from known
  union
  select actor_member.member_id as actor_id, known.actor_key
  from actor_member
  join known
    on known.actor_id = actor_member.group_id
  where actor_member.relation = 'member'
),
fitting as (
  select near.file_number, near.row_number, near.source, near.source_event_id, near.start_date
  from near
  where (near.place_key is null or contains(near.place, near.place_key) or near.admin2 = near.place_key)
    and (
      near.actor_key is null
      or exists (
        select 1
        from event_actor
        where event_actor.source = near.source
          and event_actor.source_event_id = near.source_event_id
          and (
            contains(strip_accents(lower(event_actor.actor_name)), near.actor_key)
            or exists (
              select 1
              from meant
              where meant.actor_id = event_actor.actor_id
                and meant.actor_key = near.actor_key
            )
          )
      )
    )
),
found as (
  select
    file_number,
    row_number,
    count(*) as events,
    min(source) as event_source,
    min(source_event_id) as source_event_id,
    string_agg(source || ' ' || source_event_id, ', ' order by source, source_event_id) as names
  from fitting
  group by file_number, row_number
)
select
  staged.file_number,
  staged.row_number,
  case
    when staged.is_own then case when staged.source_event_id is not null then $source end
    when found.events = 1 then found.event_source
  end as event_source,
  case
    when staged.is_own then staged.source_event_id
    when found.events = 1 then found.source_event_id
  end as source_event_id,
  case
    when staged.is_own then null
    when not staged.names_event and staged.period_start is not null then null
    when not staged.names_event then 'it names neither an event nor a period'
    when staged.source_event_id is null and (staged.event_date is null or coalesce(staged.place_key, staged.actor_key) is null)
      then 'an event is named by event_key, or by event_date with event_place or event_actor'
    when found.events is null then 'the ledger holds no such event: load the events first, or correct the key'
    when found.events > 1
      then 'several events fit, name one with event_source and event_key: ' || left(found.names, 300)
  end as reason
from staged
left join found
  on found.file_number = staged.file_number
  and found.row_number = staged.row_number
