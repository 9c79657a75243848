-- Rows of files that were not taken, with the reason.
--
-- grain:   load_id, file_name, row_number, reason
-- columns:
--   load_id       the load
--   source        its source
--   file_name     the file
--   row_number    row as a spreadsheet counts it: the header is row 1
--   column_name   column of the source, NULL if the whole row is at fault
--   reason        what is wrong
--   raw_text      the row as read, shortened
-- example: select file_name, row_number, column_name, reason from rejected_row order by load_id desc, row_number limit 20
create table rejected_row (
  load_id integer not null,
  source text not null,
  file_name text not null,
  row_number bigint not null,
  column_name text,
  reason text not null,
  raw_text text
);
