-- What was known of the events' releases, where it changes.
delete from event_release
where source = $source
  and (
    source_event_id in (select source_event_id from given_release)
    or source_event_id in (select source_event_id from change where kind = 'removed')
  )
