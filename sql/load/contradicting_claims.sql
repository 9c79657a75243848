-- Staged claims that an earlier row of the load gives with other content.
select staged.file_number, staged.row_number, staged.claim_id, staged.first_row, staged.first_file
from (
  select
    held.claim_id,
    held.file_number,
    held.row_number,
    held.content_hash,
    first_value(held.content_hash) over same as first_hash,
    first_value(held.row_number) over same as first_row,
    first_value(held.file_number) over same as first_file
  from stage.claim as held
  window same as (partition by held.claim_id order by held.file_number, held.row_number)
) as staged
where staged.content_hash <> staged.first_hash
order by staged.file_number, staged.row_number
