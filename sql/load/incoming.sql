-- One row per event of the staged files: its first row, its hash, how many rows say the same, and whether one says
-- something else.
--
-- A file with one row per event hashes the whole row. A file with one row per actor merges the rows of an event: they
-- must agree on the event, and their hashes are combined.
create or replace temp table incoming as
with several as (
  select source_event_id
  from stage.event
  group by source_event_id
  having count(*) > 1
),
ranked as (
  select
    file_number,
    row_number,
    source_event_id,
    event_hash,
    content_hash,
    monadic,
    attacker_coded,
    first_value(event_hash) over rows_of_event as first_event_hash,
    first_value(content_hash) over rows_of_event as first_content_hash,
    row_number() over rows_of_event as occurrence,
    row_number() over (
      partition by source_event_id, content_hash
      order by file_number, row_number
    ) as occurrence_of_content
  from stage.event
  semi join several using (source_event_id)
  window rows_of_event as (
    partition by source_event_id
    order by file_number, row_number
    rows between unbounded preceding and unbounded following
  )
)
select
  source_event_id,
  file_number,
  row_number,
  content_hash,
  monadic,
  attacker_coded,
  0::bigint as repeated_rows,
  false as has_other_states
from stage.event
anti join several using (source_event_id)
union all
select
  source_event_id,
  min(file_number) filter (where occurrence = 1) as file_number,
  min(row_number) filter (where occurrence = 1) as row_number,
  case
    when bool_or(monadic) then bit_xor(content_hash) filter (where occurrence_of_content = 1)
    else min(first_content_hash)
  end as content_hash,
  bool_or(monadic) as monadic,
  bool_or(attacker_coded) as attacker_coded,
  count(*) filter (where occurrence > 1 and (
    (monadic and event_hash = first_event_hash) or (not monadic and content_hash = first_content_hash)
  )) as repeated_rows,
  bool_or(not monadic and content_hash <> first_content_hash) as has_other_states
from ranked
group by source_event_id
