-- Rows of files that were not taken, by reason.
--
-- grain:   source, load_id, file_name, column_name, reason
-- source:  rejected_row
-- columns:
--   source
--   load_id
--   file_name
--   column_name
--   reason
--   rows           rows with that reason                                       [rows]
--   first_row      the first of them, as a spreadsheet counts: the header is row 1
-- note:    They are in no figure. The text of each row stands in the table rejected_row.
select
  source,
  load_id,
  file_name,
  column_name,
  reason,
  count(*)::bigint as rows,
  min(row_number) as first_row
from rejected_row
group by source, load_id, file_name, column_name, reason
order by load_id desc, rows desc, source, file_name, reason, column_name
