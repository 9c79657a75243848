-- How many staged claims there are, and how many of them the ledger does not hold in this form.
select
  count(*)::bigint as accepted,
  (count(*) filter (where known.claim_id is null))::bigint as changed
from stage.claim as staged
left join claim as known
  on known.source = $source
  and known.claim_id = staged.claim_id
  and known.content_hash = staged.content_hash
