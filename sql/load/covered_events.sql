-- Present events in what a snapshot covers, and whether something newer than the snapshot has given them.
create or replace temp table covered_event as
select distinct
  event.source_event_id,
  event.content_hash,
  coalesce(current_version.version > $newest_upload::bigint, false)
    or coalesce(known_release.release_rank > $release_rank::bigint, false)
    or coalesce(event.load_id > $known_load::integer, false) as is_newer
from event
join covered
  on event.start_date between covered.covers_from and covered.covers_to
  and (covered.country is null or covered.country = event.country)
left join current_version
  on current_version.source = $source
  and current_version.source_event_id = event.source_event_id
left join known_release
  on known_release.source_event_id = event.source_event_id
where event.source = $source
