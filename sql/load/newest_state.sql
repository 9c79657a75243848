-- Of the states that one load gives of an event, the one that was uploaded last stands: pages of an API shift while it
-- publishes, so that an event comes twice.
update incoming
set
  file_number = newest.file_number,
  row_number = newest.row_number,
  content_hash = newest.content_hash,
  repeated_rows = newest.earlier_rows
from (
  select
    restated.source_event_id,
    min(restated.file_number) filter (where restated.place = 1) as file_number,
    min(restated.row_number) filter (where restated.place = 1) as row_number,
    min(restated.content_hash) filter (where restated.place = 1) as content_hash,
    min(restated.version) filter (where restated.place = 1) as version,
    count(*) filter (where restated.place > 1 and (
      restated.version < restated.newest_version or restated.content_hash = restated.newest_hash
    )) as earlier_rows
  from (
    select
      *,
      row_number() over by_time as place,
      first_value(version) over by_time as newest_version,
      first_value(content_hash) over by_time as newest_hash
    from restated
    window by_time as (partition by source_event_id order by version desc, file_number, row_number)
  ) as restated
  group by restated.source_event_id
) as newest
where newest.source_event_id = incoming.source_event_id
