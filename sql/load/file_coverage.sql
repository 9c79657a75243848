-- Countries and days that the staged files cover by their own rows, for files of no known release.
insert into coverage by name
select distinct
  $load_id as load_id,
  $source as source,
  staged.country,
  span.covers_from,
  span.covers_to
from stage.event as staged
join (
  select file_number, min(start_date) as covers_from, max(end_date) as covers_to
  from stage.event
  group by file_number
) as span
  on span.file_number = staged.file_number
where staged.country is not null
  and list_contains($file_numbers::integer[], staged.file_number)
