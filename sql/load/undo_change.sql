-- What undoing a load does to each event that it touched: its state ends, and the one before it stands again.
--
-- Later loads of these events have been undone themselves, so that what stands is the load's state.
create or replace temp table change as
with began as (
  select source_event_id from event where source = $source and load_id = $undone
  union
  select source_event_id from event_history where source = $source and load_id = $undone
),
ended as (
  select distinct source_event_id from event_history where source = $source and ended_load_id = $undone
)
select
  coalesce(began.source_event_id, ended.source_event_id) as source_event_id,
  case
    when ended.source_event_id is null then 'removed'
    when began.source_event_id is null then 'added'
    else 'revised'
  end as kind
from began
full join ended
  on ended.source_event_id = began.source_event_id
