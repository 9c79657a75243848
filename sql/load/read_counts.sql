-- What the staged event files hold: repeated rows, first and last day, newest upload.
select
  (select coalesce(sum(repeated_rows), 0) from incoming)::bigint as repeated_rows,
  (select min(start_date)::text from stage.event) as first_date,
  (select max(end_date)::text from stage.event) as last_date,
  (select max(version)::bigint from incoming_version) as newest_upload
