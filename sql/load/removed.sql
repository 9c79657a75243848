-- Events in what a snapshot covers that its files lack.
insert into change by name
select
  covered_event.source_event_id,
  null as file_number,
  null as row_number,
  covered_event.content_hash,
  false as monadic,
  false as attacker_coded,
  'removed' as kind
from covered_event
anti join incoming
  on incoming.source_event_id = covered_event.source_event_id
where not covered_event.is_newer
