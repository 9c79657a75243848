-- Claims whose events lie inside each other in a circle: their dead would be counted nowhere.
--
-- grain:   source, claim_id
-- source:  claim
with recursive inside as (
  select distinct
    event_source,
    source_event_id as first_event,
    part_of as reached
  from claim
  where part_of is not null
    and source_event_id is not null
  union
  select
    inside.event_source,
    inside.first_event,
    claim.part_of as reached
  from inside
  join claim
    on claim.event_source is not distinct from inside.event_source
    and claim.source_event_id = inside.reached
  where claim.part_of is not null
)
select
  claim.source,
  claim.claim_id,
  claim.source_event_id,
  claim.part_of
from claim
join inside
  on inside.event_source is not distinct from claim.event_source
  and inside.first_event = claim.source_event_id
  and inside.reached = inside.first_event
where claim.part_of is not null
