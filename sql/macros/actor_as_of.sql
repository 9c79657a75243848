-- Actors that events had after a load, and the groups that they belong to.
--
-- params:  load_id
-- grain:   actor_id
-- source:  actor_ever, event_actor_version, actor_member
-- engine:  duckdb: a macro with parameters
-- columns:
--   actor_id     identifier
--   actor_name   name to show
--   actor_kind   kind of actor; for one that only sources name, the kind that they coded most often until then
--   origin       reference, pattern, source
--   note         what a reader must know
-- note:    names and kinds that reference data give are those in force now
with named as (
  select version.actor_id, version.source_kind
  from event_actor_version as version
  where version.load_id <= load_id::integer
    and (version.ended_load_id is null or version.ended_load_id > load_id::integer)
),
coded as (
  select actor_id, source_kind
  from (
    select named.actor_id, named.source_kind, count(*) as named
    from named
    where named.source_kind is not null
      and named.source_kind <> 'unknown'
    group by named.actor_id, named.source_kind
  )
  qualify row_number() over (partition by actor_id order by named desc, source_kind) = 1
)
select
  ever.actor_id,
  ever.actor_name,
  case when ever.origin = 'source' then coalesce(coded.source_kind, 'unknown') else ever.actor_kind end as actor_kind,
  ever.origin,
  ever.note
from actor_ever as ever
left join coded
  on coded.actor_id = ever.actor_id
where ever.actor_id in (
  select named.actor_id
  from named
  union all
  select actor_member.group_id
  from actor_member
)
