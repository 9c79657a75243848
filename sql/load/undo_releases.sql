-- The undone load's release has given no events.
delete from event_release
where load_id = $undone
