-- What undoing a load does to each claim that it touched.
create or replace temp table claim_change as
with began as (
  select claim_id from claim where source = $source and load_id = $undone
  union
  select claim_id from claim_history where source = $source and load_id = $undone
),
ended as (
  select distinct claim_id from claim_history where source = $source and ended_load_id = $undone
)
select
  coalesce(began.claim_id, ended.claim_id) as claim_id,
  case
    when ended.claim_id is null then 'removed'
    when began.claim_id is null then 'added'
    else 'revised'
  end as kind
from began
full join ended
  on ended.claim_id = began.claim_id
