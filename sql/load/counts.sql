-- What the load does, in numbers.
select
  (select count(*) from change)::bigint as accepted,
  (select count(*) from change where kind = 'unchanged')::bigint as unchanged,
  (select count(*) from change where kind = 'added')::bigint as added,
  (select count(*) from change where kind = 'revised')::bigint as revised,
  (select coalesce(sum(repeated_rows), 0) from incoming)::bigint as repeated_rows,
  (select min(start_date)::text from stage.event) as first_date,
  (select max(end_date)::text from stage.event) as last_date
