-- Staged rows that give an event of the same load other content than the row that stands for it, and no earlier state.
select
  staged.file_number,
  staged.row_number,
  staged.source_event_id,
  first_row.row_number as first_row_number,
  first_row.file_number as first_file_number
from stage.event as staged
join incoming as first_row
  on first_row.source_event_id = staged.source_event_id
join stage.event as first_event
  on first_event.file_number = first_row.file_number
  and first_event.row_number = first_row.row_number
left join restated as earlier
  on earlier.file_number = staged.file_number
  and earlier.row_number = staged.row_number
left join restated as standing
  on standing.file_number = first_row.file_number
  and standing.row_number = first_row.row_number
where not coalesce(earlier.version < standing.version, false)
  and case
    when first_row.monadic then staged.event_hash <> first_event.event_hash
    else staged.content_hash <> first_event.content_hash
  end
order by staged.file_number, staged.row_number
