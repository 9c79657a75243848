-- Staged rows that give an event of the same load other content than its first row does.
select
  staged.file_number,
  staged.row_number,
  staged.source_event_id,
  first_row.row_number as first_row_number
from stage.event as staged
join incoming as first_row
  on first_row.source_event_id = staged.source_event_id
join stage.event as first_event
  on first_event.file_number = first_row.file_number
  and first_event.row_number = first_row.row_number
where case
    when first_row.monadic then staged.event_hash <> first_event.event_hash
    else staged.content_hash <> first_event.content_hash
  end
order by staged.file_number, staged.row_number
