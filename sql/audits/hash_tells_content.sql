-- States of one event with the same content hash and other content.
--
-- grain:   source, source_event_id, content_hash
-- source:  event, event_history
-- note:    deaths and what follows from reference data are no part of this: claims and reference data change them
with state as (
  select
    source,
    source_event_id,
    content_hash,
    hash(
      start_date, end_date, date_precision, event_class, event_type, event_subtype, disorder, civilian_targeting,
      country, admin1, admin1_key, admin2, place, latitude, longitude, place_precision, deaths_rule, status,
      reported_by, summary
    ) as content
  from event_history
  union all
  select
    source,
    source_event_id,
    content_hash,
    hash(
      start_date, end_date, date_precision, event_class, event_type, event_subtype, disorder, civilian_targeting,
      country, admin1, admin1_key, admin2, place, latitude, longitude, place_precision, deaths_rule, status,
      reported_by, summary
    ) as content
  from event
)
select source, source_event_id, content_hash, count(distinct content) as contents
from state
group by source, source_event_id, content_hash
having count(distinct content) > 1
