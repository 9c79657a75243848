-- Events that a load added, revised or removed, with their deaths before and after.
--
-- params:
--   load   load; the newest if left open   [load = any]
--   most   events                          [integer = 100]
-- grain:   source, source_event_id
-- source:  event_version, load
-- columns:
--   load_id              the load
--   source
--   source_event_id
--   change               added, revised, removed
--   start_date           first day: after the load, or before it for what it removed
--   country              the same of the country as the source writes it
--   deaths_best_before   best estimate before the load, NULL for what it added      [persons]
--   deaths_best_after    best estimate after the load, NULL for what it removed     [persons]
-- note:    Those whose best estimate moved most come first. A revision may leave the deaths alone and change anything else: `warledger diff --fields` tells each field.
with asked as (
  select coalesce($load::bigint, max(load_id)) as load_id
  from load
),
before as (
  select version.*
  from event_version as version
  join asked
    on asked.load_id = version.ended_load_id
),
after as (
  select version.*
  from event_version as version
  join asked
    on asked.load_id = version.load_id
)
select
  asked.load_id,
  coalesce(after.source, before.source) as source,
  coalesce(after.source_event_id, before.source_event_id) as source_event_id,
  case
    when before.source is null then 'added'
    when after.source is null then 'removed'
    else 'revised'
  end as change,
  coalesce(after.start_date, before.start_date) as start_date,
  case when after.source is null then before.country else after.country end as country,
  before.deaths_best as deaths_best_before,
  after.deaths_best as deaths_best_after
from after
full join before
  on before.source = after.source
  and before.source_event_id = after.source_event_id
cross join asked
order by
  abs(coalesce(after.deaths_best, 0) - coalesce(before.deaths_best, 0)) desc,
  source,
  start_date,
  source_event_id
limit $most::bigint
