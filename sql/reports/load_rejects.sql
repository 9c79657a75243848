-- Rows that a load did not take, by reason.
--
-- params:  load_id
-- grain:   file_name, column_name, reason
-- source:  rejected_row
-- columns:
--   file_name     the file
--   column_name   column of the source, NULL if the whole row is at fault
--   reason        what is wrong
--   rows          how many rows                                             [rows]
--   first_row     the first of them, as a spreadsheet counts
select
  file_name,
  column_name,
  reason,
  count(*)::bigint as rows,
  min(row_number)::bigint as first_row
from rejected_row
where load_id = $load_id::integer
group by file_name, column_name, reason
order by rows desc, file_name, column_name, reason
