-- Pages on one event, each once for everybody who published it.
--
-- params:  event_source, source_event_id
-- grain:   reported_by, url
-- source:  claim
select coalesce(claim.reported_by, claim.source) as reported_by, claim.url
from claim
where claim.event_source = $event_source::text
  and claim.source_event_id = $source_event_id::text
  and claim.url is not null
group by coalesce(claim.reported_by, claim.source), claim.url
order by min(claim.claim_id)
